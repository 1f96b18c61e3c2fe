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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code HTTP_*} variables are the client's headers, all of them and nothing else.
 */
class HeaderMappingTests extends AbstractWireTests {

	@ParameterizedTest
	@CsvSource({ "HTTP_ACCEPT,accept", "HTTP_X_LONG_NAME,x-long-name", "HTTP_X.DOT,x.dot", "HTTP_X1,x1" })
	void whenVariableIsAHeaderThenItsNameIsMapped(String variable, String name) {
		assertThat(see(UwsgiPacket.get("/").set(variable, "value")).header(name)).containsExactly("value");
	}

	@Test
	void whenHeaderIsEmptyThenItIsThere() {
		assertThat(see(UwsgiPacket.get("/").header("X-Empty", "")).header("X-Empty")).containsExactly("");
	}

	@Test
	void whenHeaderIsRepeatedThenAllValuesAreKeptInOrder() {
		UwsgiPacket packet = UwsgiPacket.get("/")
			.header("X-Multi", "first")
			.header("X-Other", "between")
			.header("X-Multi", "second, third")
			.header("X-Multi", "fourth");
		assertThat(see(packet).header("X-Multi")).containsExactly("first", "second, third", "fourth");
	}

	@Test
	void whenCookieHeaderIsRepeatedThenAllCookiesAreThere() {
		SeenRequest seen = see(UwsgiPacket.get("/").header("Cookie", "a=1; b=2").header("Cookie", "c=3"));
		assertThat(seen.header("Cookie")).containsExactly("a=1; b=2", "c=3");
		assertThat(seen.cookies()).containsExactly("a=1", "b=2", "c=3");
	}

	@Test
	void whenHeaderContainsHighOctetsThenTheyAreKept() {
		SeenRequest seen = see(UwsgiPacket.get("/").header("X-High", Packets.utf8("caf\u00e9")));
		assertThat(seen.header("X-High")).containsExactly(Packets.utf8("caf\u00e9"));
	}

	@Test
	void whenHeaderIsLongThenItIsKept() {
		String value = "v".repeat(50_000);
		assertThat(see(UwsgiPacket.get("/").header("X-Long", value)).header("X-Long")).containsExactly(value);
	}

	@Test
	void whenContentTypeIsGivenThenItIsTheOnlyOne() {
		SeenRequest seen = see(
				UwsgiPacket.post("/", new byte[0]).set("CONTENT_TYPE", "text/x").header("Content-Type", "text/y"));
		assertThat(seen.contentType()).isEqualTo("text/x");
		assertThat(seen.header("Content-Type")).containsExactly("text/x");
	}

	@Test
	void whenContentTypeIsEmptyThenThereIsNone() {
		SeenRequest seen = see(UwsgiPacket.get("/").header("Content-Type", "text/y"));
		assertThat(seen.contentType()).isNull();
		assertThat(seen.header("Content-Type")).isEmpty();
	}

	@Test
	void whenContentLengthIsGivenThenItIsTheOnlyOne() {
		SeenRequest seen = see(UwsgiPacket.post("/", new byte[3]).header("Content-Length", "5"));
		assertThat(seen.contentLength()).isEqualTo(3);
		assertThat(seen.header("Content-Length")).containsExactly("3");
	}

	@ParameterizedTest
	@CsvSource({ "Proxy,http://evil.example", "Expect,100-continue", "Transfer-Encoding,gzip" })
	void whenHeaderMeansSomethingToTheProxyOnlyThenApplicationDoesNotSeeIt(String name, String value) {
		assertThat(see(UwsgiPacket.post("/", new byte[1]).header(name, value)).header(name)).isEmpty();
	}

	@Test
	void whenBodyIsChunkedThenApplicationDoesNotSeeTheEncoding() {
		assertThat(see(UwsgiPacket.get("/").chunked(Packets.octets("0\r\n\r\n"))).header("Transfer-Encoding"))
			.isEmpty();
	}

	@Test
	void whenVariableIsNoHeaderThenItDoesNotBecomeOne() {
		SeenRequest seen = see(UwsgiPacket.get("/").var("X_CUSTOM", "1").var("HTTPX", "2").var("http_x_lower", "3"));
		assertThat(seen.headers()).containsOnlyKeys("host", "user-agent", "accept");
	}

}
