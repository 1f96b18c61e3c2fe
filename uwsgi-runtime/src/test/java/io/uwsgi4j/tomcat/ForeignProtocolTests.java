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

import java.util.HexFormat;

import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.UwsgiConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The mistake that every user makes once: another protocol spoken to the uwsgi socket.
 */
class ForeignProtocolTests extends AbstractWireTests {

	static final byte[] TLS_HELLO = Packets
		.concat(HexFormat.of().parseHex("16030100c8010000c40303".concat("5a".repeat(32)).concat("20")), new byte[160]);

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH" })
	void whenHttpIsSpokenThenAnswerIs400(String method) {
		byte[] request = Packets.octets(method + " / HTTP/1.1\r\nHost: app.example\r\nContent-Length: 0\r\n\r\n");
		assertThat(exchange(request)).satisfies((response) -> WireAssertions.isRefusal(response, 400));
	}

	@Test
	void whenShortestHttpIsSpokenThenAnswerIs400() {
		assertThat(exchange(Packets.octets("GET / HTTP/1.0\r\n\r\n")))
			.satisfies((response) -> WireAssertions.isRefusal(response, 400));
	}

	@Test
	void whenHttpArrivesByteByByteThenAnswerIs400() {
		try (UwsgiConnection connection = client().connect()) {
			connection.sendInFragments(Packets.octets("GET "), 1, 100_000);
			assertThat(connection.announcedResponse()).satisfies((response) -> WireAssertions.isRefusal(response, 400));
		}
	}

	@Test
	void whenTlsIsSpokenThenAnswerIs400() {
		assertThat(exchange(TLS_HELLO)).satisfies((response) -> WireAssertions.isRefusal(response, 400));
	}

	@Test
	void whenLargeHttpRequestIsSentThenPeerGetsTheWholeAnswer() {
		byte[] head = Packets.octets("POST / HTTP/1.1\r\nHost: app.example\r\nContent-Length: 1000000\r\n\r\n");
		for (int i = 0; i < 10; i++) {
			assertThat(exchange(Packets.concat(head, new byte[1_000_000])))
				.satisfies((response) -> WireAssertions.isRefusal(response, 400));
		}
	}

}
