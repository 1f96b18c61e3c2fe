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

package io.uwsgi4j.tomcat;

import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.SeenRequest;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The raw target of the client wins, unless the proxy has rewritten it.
 */
class UriMappingTests extends AbstractWireTests {

	@ParameterizedTest
	@CsvSource({ "/,/", "/a,/a", "/a/,/a/", "/a%20b,/a b", "/a+b,/a+b", "/%61,/a", "/100%25,/100%", "/a%3Fb,/a?b",
			"/a%3Bb,/a;b", "/a;v=1/b;jsessionid=x,/a/b", "//a,/a", "/a//b///c,/a/b/c", "/a/./b,/a/b", "/a/../b,/b",
			"/a%23b,/a#b", "/~a!$&'()*=:@,/~a!$&'()*=:@" })
	void whenTargetIsRawThenUriIsThatAndPathIsDecoded(String target, String path) {
		SeenRequest seen = see(UwsgiPacket.get(target));
		assertThat(seen.uri()).isEqualTo(target);
		assertThat(seen.path()).isEqualTo(path);
		assertThat(seen.query()).isNull();
	}

	@Test
	void whenTargetContainsEscapedUtf8ThenPathIsDecoded() {
		SeenRequest seen = see(UwsgiPacket.get("/caf%C3%A9/%E2%82%AC"));
		assertThat(seen.uri()).isEqualTo("/caf%C3%A9/%E2%82%AC");
		assertThat(seen.path()).isEqualTo("/caf\u00e9/\u20ac");
	}

	@Test
	void whenTargetContainsRawUtf8ThenTomcatRefuses() {
		assertThat(exchange(UwsgiPacket.get(Packets.utf8("/caf\u00e9"))).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource({ "/p?a=b,a=b", "/p?a=1%202&b=%26,a=1%202&b=%26", "/p?a?b=c?d,a?b=c?d", "/p?a/../b,a/../b" })
	void whenTargetHasQueryThenItIsRaw(String target, String query) {
		SeenRequest seen = see(UwsgiPacket.get(target));
		assertThat(seen.uri()).isEqualTo("/p");
		assertThat(seen.query()).isEqualTo(query);
	}

	@ParameterizedTest
	@CsvSource({ "http://app.example/abs?q=1,/abs,q=1", "https://app.example:8443/a%20b,/a%20b,",
			"HTTP://APP.EXAMPLE/abs,/abs,", "http://app.example,/,", "http://app.example?q=1,/,q=1" })
	void whenTargetIsAbsoluteThenOnlyItsPathCounts(String target, String uri, String query) {
		SeenRequest seen = see(
				UwsgiPacket.get("/x").set("REQUEST_URI", target).without("PATH_INFO", "QUERY_STRING", "HTTP_HOST"));
		assertThat(seen.uri()).isEqualTo(uri);
		assertThat(seen.query()).isEqualTo(query);
	}

	@Test
	void whenMethodIsOptionsAndTargetIsAsteriskThenServerAnswers() {
		assertThat(exchange(UwsgiPacket.request("OPTIONS", "/").set("REQUEST_URI", "*").without("PATH_INFO")).status())
			.isLessThan(500);
	}

	@ParameterizedTest
	@CsvSource({ "/rest,/rest", "/a b,/a%20b", "/a?b,/a%3Fb", "/100%,/100%25", "/a#b,/a%23b", "/a\"<>b,/a%22%3C%3Eb",
			"/a%2Fb,/a%252Fb" })
	void whenThereIsNoTargetThenItIsMadeOfThePath(String pathInfo, String uri) {
		SeenRequest seen = see(UwsgiPacket.get("/x").without("REQUEST_URI").set("PATH_INFO", pathInfo));
		assertThat(seen.uri()).isEqualTo(uri);
		assertThat(seen.path()).isEqualTo(pathInfo);
	}

	@Test
	void whenThereIsNoTargetThenUtf8PathIsEncoded() {
		String path = "/caf\u00e9";
		SeenRequest seen = see(UwsgiPacket.get("/x").without("REQUEST_URI").set("PATH_INFO", Packets.utf8(path)));
		assertThat(seen.uri()).isEqualTo("/caf%C3%A9");
		assertThat(seen.path()).isEqualTo(path);
	}

	@Test
	void whenThereIsNoTargetThenScriptNameAndQueryAreUsed() {
		SeenRequest seen = see(UwsgiPacket.get("/x?a=1%202")
			.without("REQUEST_URI")
			.set("SCRIPT_NAME", "/u")
			.set("PATH_INFO", "/rest of it"));
		assertThat(seen.uri()).isEqualTo("/u/rest%20of%20it");
		assertThat(seen.path()).isEqualTo("/u/rest of it");
		assertThat(seen.query()).isEqualTo("a=1%202");
	}

	@ParameterizedTest
	@CsvSource({ "'',/u/rest", "/u,/rest", "/,/u/rest" })
	void whenScriptNameIsThePrefixThenTargetWins(String scriptName, String pathInfo) {
		UwsgiPacket packet = UwsgiPacket.get("/u/rest;v=1?a=b").set("PATH_INFO", pathInfo + ";v=1");
		SeenRequest seen = see(packet.set("SCRIPT_NAME", scriptName));
		assertThat(seen.uri()).isEqualTo("/u/rest;v=1");
		assertThat(seen.query()).isEqualTo("a=b");
	}

	@Test
	void whenThereIsNoPathInfoThenTargetWins() {
		assertThat(see(UwsgiPacket.get("/a%20b?c=d").without("PATH_INFO")).uri()).isEqualTo("/a%20b");
	}

	@ParameterizedTest
	@CsvSource({ "/new,/new", "/new path,/new%20path", "/a?b,/a%3Fb", "/100%,/100%25" })
	void whenProxyHasRewrittenThePathThenItsPathWinsEncoded(String pathInfo, String uri) {
		SeenRequest seen = see(UwsgiPacket.get("/old").set("PATH_INFO", pathInfo));
		assertThat(seen.uri()).isEqualTo(uri);
		assertThat(seen.path()).isEqualTo(pathInfo);
	}

	@Test
	void whenProxyHasRewrittenPathAndQueryThenBothWin() {
		SeenRequest seen = see(UwsgiPacket.get("/old?a=b").set("PATH_INFO", "/new").set("QUERY_STRING", "c=d&e=%20"));
		assertThat(seen.uri()).isEqualTo("/new");
		assertThat(seen.query()).isEqualTo("c=d&e=%20");
	}

	@Test
	void whenProxyHasChangedOnlyTheQueryThenItsQueryWins() {
		SeenRequest seen = see(UwsgiPacket.get("/same?a=b").set("QUERY_STRING", "c=d"));
		assertThat(seen.uri()).isEqualTo("/same");
		assertThat(seen.query()).isEqualTo("c=d");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a%2Fb", "/a%2fb", "/a%00b", "/../a", "/a/../../b", "/a%5Cb", "/%zz", "/%" })
	void whenTargetIsDangerousThenTomcatRefuses(String target) {
		assertThat(exchange(UwsgiPacket.get(target)).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a/b", "a:b" })
	void whenTargetHasNoSlashThenAnswerIs400(String target) {
		assertThat(exchange(UwsgiPacket.get("/").set("REQUEST_URI", target).without("PATH_INFO")).status())
			.isEqualTo(400);
	}

	@Test
	void whenMethodIsUnusualThenApplicationSeesIt() {
		assertThat(see(UwsgiPacket.request("PROPFIND", "/")).method()).isEqualTo("PROPFIND");
	}

	@Test
	void whenProtocolIsGivenThenApplicationSeesIt() {
		assertThat(see(UwsgiPacket.get("/").set("SERVER_PROTOCOL", "HTTP/2.0")).protocol()).isEqualTo("HTTP/2.0");
	}

}
