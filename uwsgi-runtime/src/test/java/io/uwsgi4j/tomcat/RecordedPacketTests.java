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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.apache.coyote.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What real proxies have sent is served.
 */
class RecordedPacketTests {

	private static final Path PACKETS = Path.of("src/test/resources/fuzz/packets");

	private static final List<String> PROXIES = List.of("nginx", "apache", "lighttpd", "uwsgi-router");

	// What the client asked the router for was one host in the target and another one in
	// Host.
	private static final String TWO_HOSTS = "uwsgi-router-absolute";

	static List<Path> recorded() throws IOException {
		try (Stream<Path> files = Files.list(PACKETS)) {
			return files.filter((file) -> PROXIES.stream().anyMatch(file.getFileName().toString()::startsWith))
				.filter((file) -> !file.endsWith(TWO_HOSTS))
				.sorted()
				.toList();
		}
	}

	@ParameterizedTest
	@MethodSource("recorded")
	void whenProxyHasSentItThenItIsARequest(Path file) throws IOException {
		assertThat(RequestMapperFuzz.map(Files.readAllBytes(file))).isNotNull();
	}

	@Test
	void whenProxyPassesOnTwoHostsThenItIsNone() throws IOException {
		assertThat(request(TWO_HOSTS)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nginx", "apache", "lighttpd", "uwsgi-router" })
	void whenBrowserAsksThenPathQueryAndHeadersAreWhatItHasSent(String proxy) throws IOException {
		Request request = request(proxy + "-browser");
		assertThat(request.getMethod()).isEqualTo("GET");
		assertThat(request.requestURI()).hasToString("/shop/list");
		assertThat(request.queryString()).hasToString("page=2&sort=price%20asc");
		assertThat(request.getHeader("cookie")).isEqualTo("JSESSIONID=0123456789ABCDEF; theme=dark");
		assertThat(request.getHeader("x-forwarded-for")).startsWith("203.0.113.9");
		assertThat(request.remoteAddr()).hasToString("127.0.0.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nginx", "apache", "lighttpd", "uwsgi-router" })
	void whenFormIsPostedThenItsLengthAndTypeAreKnown(String proxy) throws IOException {
		Request request = request(proxy + "-post");
		assertThat(request.getContentLengthLong()).isEqualTo(11);
		assertThat(request.getContentType()).isEqualTo("application/x-www-form-urlencoded");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nginx", "apache", "lighttpd", "uwsgi-router" })
	void whenPathIsEscapedThenItArrivesAsTheClientSentIt(String proxy) throws IOException {
		assertThat(request(proxy + "-escapes").requestURI()).hasToString("/a%20b/%C3%A4;v=1/%25/../x//y");
	}

	@Test
	void whenNginxRewritesThePathThenTheNewOneCounts() throws IOException {
		assertThat(request("nginx-rewritten").requestURI()).hasToString("/new/a%20b");
	}

	private static Request request(String name) throws IOException {
		return RequestMapperFuzz.map(Files.readAllBytes(PACKETS.resolve(name)));
	}

}
