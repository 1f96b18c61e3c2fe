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
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first modifier says what a packet is.
 */
class ModifierTests extends AbstractWireTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 5, 7, 8, 9, 14, 30 })
	void whenModifierIsThatOfALanguageThenPacketIsARequest(int modifier) {
		assertThat(exchange(UwsgiPacket.get("/").modifier1(modifier))).satisfies(WireAssertions::isOk);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 6, 10, 17, 22, 31, 48, 72, 97, 98, 99, 101, 110, 111, 173, 200, 224, 250, 255 })
	void whenModifierIsUnknownThenAnswerIs501(int modifier) {
		assertThat(exchange(UwsgiPacket.get("/").modifier1(modifier)))
			.satisfies((response) -> WireAssertions.isRefusal(response, 501));
	}

	@Test
	void whenUnknownPacketHasABodyThenPeerGetsTheWholeAnswer() {
		for (int i = 0; i < 10; i++) {
			assertThat(exchange(UwsgiPacket.post("/", new byte[4 * 1024 * 1024]).modifier1(173)))
				.satisfies((response) -> WireAssertions.isRefusal(response, 501));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 255 })
	void whenPacketIsAPingThenAnswerIsAPong(int modifier2) {
		try (UwsgiConnection connection = client().connect()) {
			byte[] answer = connection.send(Packets.header(100, 0, modifier2)).readToEnd();
			assertThat(answer).containsExactly(0x64, 0, 0, 1);
		}
	}

	@Test
	void whenPingIsSentThenNothingIsLoggedAsAnError() {
		try (UwsgiConnection connection = client().connect()) {
			connection.send(Packets.header(100, 0, 0)).readToEnd();
		}
		assertThat(log().errors()).isEmpty();
	}

}
