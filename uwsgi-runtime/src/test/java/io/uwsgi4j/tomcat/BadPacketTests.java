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

import java.util.Arrays;

import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A packet that breaks the rules is answered with 400, and costs nobody else anything.
 */
class BadPacketTests extends AbstractWireTests {

	@Test
	void whenKeyIsEmptyThenAnswerIs400() {
		isBad(UwsgiPacket.get("/").var("", "value"));
	}

	@Test
	void whenOnlyKeyIsEmptyThenAnswerIs400() {
		isBad(UwsgiPacket.empty().var("", ""));
	}

	@Test
	void whenKeyRunsPastTheBlockThenAnswerIs400() {
		isBad(withTail(new byte[] { 9, 0, 'K', 'E', 'Y' }));
	}

	@Test
	void whenKeyLengthIsCutThenAnswerIs400() {
		isBad(withTail(new byte[] { 3 }));
	}

	@Test
	void whenValueLengthIsMissingThenAnswerIs400() {
		isBad(withTail(new byte[] { 3, 0, 'K', 'E', 'Y' }));
	}

	@Test
	void whenValueLengthIsCutThenAnswerIs400() {
		isBad(withTail(new byte[] { 3, 0, 'K', 'E', 'Y', 1 }));
	}

	@Test
	void whenValueRunsPastTheBlockThenAnswerIs400() {
		isBad(withTail(new byte[] { 3, 0, 'K', 'E', 'Y', 6, 0, 'v', 'a', 'l', 'u', 'e' }));
	}

	@Test
	void whenLengthsAreTheLargestThenAnswerIs400() {
		isBad(withTail(new byte[] { (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff }));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void whenBlockIsCutAnywhereInTheLastVariableThenAnswerIs400(int cut) {
		byte[] block = UwsgiPacket.get("/").var("LAST", "xyz").block();
		isBad(Packets.packet(0, 0, Arrays.copyOf(block, block.length - cut)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\rb", "a\nb", "a\r\nX-Evil: 1", "a\u0000b", "\r", "\n", "\u0000" })
	void whenHeaderValueContainsLineBreakOrNulThenAnswerIs400(String value) {
		isBad(UwsgiPacket.get("/").header("X-Value", value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "REQUEST_METHOD", "REQUEST_URI", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE",
			"SERVER_PROTOCOL", "REQUEST_SCHEME", "UWSGI_SCHEME", "HTTPS", "REMOTE_ADDR", "REMOTE_PORT", "REMOTE_USER",
			"SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME" })
	void whenVariableContainsLineBreakThenAnswerIs400(String name) {
		isBad(UwsgiPacket.get("/").set(name, "a\r\nX-Evil: 1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "gzip, chunked", "chunked, gzip", "identity" })
	void whenBodyOfUnknownLengthIsNotJustChunkedThenAnswerIs400(String encoding) {
		isBad(UwsgiPacket.get("/").header("Transfer-Encoding", encoding));
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP_", "HTTP_X Y", "HTTP_X:Y", "HTTP_X\rY", "HTTP_X\nY", "HTTP_X\u0000", "HTTP_(X)",
			"HTTP_X\"", "HTTP_\u00e9", "HTTP_X\t" })
	void whenHeaderNameIsInvalidThenAnswerIs400(String name) {
		isBad(UwsgiPacket.get("/").var(name, "value"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP_X.DOT", "HTTP_X$", "HTTP_X!#%&'*+^`|~", "HTTP_123" })
	void whenHeaderNameIsAnUnusualTokenThenPacketIsServed(String name) {
		assertThat(exchange(UwsgiPacket.get("/").var(name, "value"))).satisfies(WireAssertions::isOk);
	}

	@Test
	void whenHostIsRepeatedThenAnswerIs400() {
		isBad(UwsgiPacket.get("/").header("Host", "app.example:8080"));
	}

	@Test
	void whenHostIsRepeatedWithAnotherValueThenAnswerIs400() {
		isBad(UwsgiPacket.get("/").header("Host", "other.example"));
	}

	@Test
	void whenHostIsInvalidThenAnswerIs400() {
		assertThat(exchange(UwsgiPacket.get("/").set("HTTP_HOST", "a b")).status()).isEqualTo(400);
	}

	@Test
	void whenBadPacketHasABodyThenPeerGetsTheWholeAnswer() {
		for (int i = 0; i < 10; i++) {
			isBad(UwsgiPacket.post("/", new byte[4 * 1024 * 1024]).var("", "value"));
		}
	}

	@Test
	void whenBadPacketsPourInThenLogDoesNot() {
		for (int i = 0; i < 200; i++) {
			isBad(UwsgiPacket.empty().var("", "value"));
		}
		assertThat(log().linesWith("io.uwsgi4j")).hasSizeLessThan(20);
		assertThat(log().errors()).isEmpty();
	}

	private void isBad(UwsgiPacket packet) {
		isBad(packet.toBytes());
	}

	private void isBad(byte[] packet) {
		assertThat(exchange(packet)).satisfies((response) -> WireAssertions.isRefusal(response, 400));
	}

	private static byte[] withTail(byte[] tail) {
		return Packets.packet(0, 0, Packets.concat(UwsgiPacket.get("/").block(), tail));
	}

}
