/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.uwsgi4j.integration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Odd paths and queries, and what nginx makes of them.
 */
class NginxPathTests extends AbstractNginxTests {

	@ParameterizedTest
	@CsvSource({ "/inspect/a,/a", "/inspect/a%20b,/a b", "/inspect/a+b,/a+b", "/inspect/100%25,/100%",
			"/inspect/a%3Fb,/a?b", "/inspect/a;v=1/b;jsessionid=x,/a/b", "/inspect//a///b,/a/b", "/inspect/a/../b,/b",
			"/inspect/./a,/a", "/inspect/a%3Bb,/a;b", "/inspect/~!$&'()*=:@,/~!$&'()*=:@", "//inspect/a,/a" })
	void whenPathIsOddThenApplicationSeesItRawAndDecoded(String target, String path) {
		String response = RawHttp.exchange(frontEnd(), "GET " + target + "?a=1%202&b=c?d HTTP/1.1", "Host: h");
		assertThat(response.lines()).contains("uri=" + target, "path=" + path, "query=a=1%202&b=c?d");
	}

	@Test
	void whenPathContainsEscapedUtf8ThenItIsDecoded() {
		assertThat(get("/inspect/caf%C3%A9/%E2%82%AC").body()).contains("path=/caf\u00e9/\u20ac");
	}

	@Test
	void whenPathContainsRawUtf8ThenTomcatRefuses() {
		assertThat(RawHttp.exchange(frontEnd(), "GET /inspect/caf\u00e9 HTTP/1.1", "Host: h"))
			.startsWith("HTTP/1.1 400");
	}

	@Test
	void whenPathContainsEscapedSlashThenTomcatRefuses() {
		assertThat(RawHttp.exchange(frontEnd(), "GET /inspect/a%2Fb HTTP/1.1", "Host: h")).startsWith("HTTP/1.1 400");
	}

	@Test
	void whenThereIsNoQueryThenApplicationSeesNone() {
		assertThat(get("/inspect/a").body()).contains("query=null");
	}

	@Test
	void whenTargetIsAbsoluteThenItsPathCounts() {
		assertThat(RawHttp.exchange(frontEnd(), "GET http://app.example/inspect/abs?a=b HTTP/1.1", "Host: app.example")
			.lines()).contains("uri=/inspect/abs", "query=a=b");
	}

	@ParameterizedTest
	@CsvSource({ "/old/a,/inspect/new/a,/new/a", "/old/a%20b,/inspect/new/a%20b,/new/a b",
			"/old/caf%C3%A9,/inspect/new/caf%C3%A9,/new/caf\u00e9", "/old/100%25,/inspect/new/100%25,/new/100%" })
	void whenNginxRewritesThePathThenApplicationSeesTheNewOne(String target, String uri, String path) {
		String response = RawHttp.exchange(frontEnd(), "GET " + target + "?a=b HTTP/1.1", "Host: h");
		assertThat(response.lines()).contains("uri=" + uri, "path=" + path, "query=a=b");
	}

	@Test
	void whenNginxSetsTheArgumentsThenApplicationSeesTheNewOnes() {
		assertThat(get("/inspect/args?a=b").body().lines()).contains("uri=/inspect/args", "query=changed=1&by=nginx");
	}

}
