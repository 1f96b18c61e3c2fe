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

import java.util.stream.IntStream;

import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each limit allows exactly its value and answers anything above in a form that a proxy
 * can show.
 */
class LimitTests extends AbstractWireTests {

	private static final int BUFFER_SIZE = 4096;

	private static final int MAX_VARS = 40;

	private static final int LIMIT_POST = 10_000;

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setBufferSize(BUFFER_SIZE);
		protocol.setMaxVars(MAX_VARS);
		protocol.setLimitPost(LIMIT_POST);
	}

	@Test
	void whenBlockIsAtBufferSizeThenItIsServed() {
		assertThat(exchange(UwsgiPacket.get("/").padTo(BUFFER_SIZE))).satisfies(WireAssertions::isOk);
	}

	@Test
	void whenBlockIsAboveBufferSizeThenAnswerIs431() {
		assertThat(exchange(UwsgiPacket.get("/").padTo(BUFFER_SIZE + 1)))
			.satisfies((response) -> WireAssertions.isRefusal(response, 431));
	}

	@Test
	void whenBlockIsFarAboveBufferSizeThenAnswerIs431() {
		assertThat(exchange(UwsgiPacket.get("/").padTo(65_535)))
			.satisfies((response) -> WireAssertions.isRefusal(response, 431));
	}

	@Test
	void whenBlockAboveBufferSizeNeverComesThenAnswerIs431() {
		try (UwsgiConnection connection = client().connect()) {
			connection.send(Packets.header(0, BUFFER_SIZE + 1, 0));
			assertThat(connection.announcedResponse()).satisfies((response) -> WireAssertions.isRefusal(response, 431));
		}
	}

	@Test
	void whenLargeBlockIsFollowedByBodyThenAnswerIs431() {
		UwsgiPacket packet = UwsgiPacket.post("/", new byte[1024 * 1024]).padTo(30_000);
		assertThat(exchange(packet)).satisfies((response) -> WireAssertions.isRefusal(response, 431));
	}

	@Test
	void whenVariablesAreAtMaxVarsThenPacketIsServed() {
		assertThat(exchange(withVars(MAX_VARS))).satisfies(WireAssertions::isOk);
	}

	@Test
	void whenVariablesAreAboveMaxVarsThenAnswerIs431() {
		assertThat(exchange(withVars(MAX_VARS + 1))).satisfies((response) -> WireAssertions.isRefusal(response, 431));
	}

	@Test
	void whenVariablesAreFarAboveMaxVarsThenAnswerIs431() {
		UwsgiPacket packet = UwsgiPacket.empty();
		IntStream.range(0, 600).forEach((index) -> packet.var("A", ""));
		assertThat(exchange(packet)).satisfies((response) -> WireAssertions.isRefusal(response, 431));
	}

	@Test
	void whenBodyIsAtLimitPostThenItIsServed() {
		server().handle((request, response) -> response.getOutputStream()
			.write(Packets.octets(String.valueOf(Bodies.count(request.getInputStream())))));
		assertThat(exchange(UwsgiPacket.post("/", new byte[LIMIT_POST])).text()).isEqualTo("10000");
	}

	@Test
	void whenBodyIsAboveLimitPostThenAnswerIs413() {
		assertThat(exchange(UwsgiPacket.post("/", new byte[LIMIT_POST + 1])))
			.satisfies((response) -> WireAssertions.isRefusal(response, 413));
	}

	@Test
	void whenBodyIsFarAboveLimitPostThenPeerGetsTheWhole413() {
		for (int i = 0; i < 10; i++) {
			assertThat(exchange(UwsgiPacket.post("/", new byte[8 * 1024 * 1024])))
				.satisfies((response) -> WireAssertions.isRefusal(response, 413));
		}
	}

	@Test
	void whenAnnouncedBodyIsAboveLimitPostThenAnswerDoesNotWaitForIt() {
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", Long.MAX_VALUE).head());
			assertThat(connection.announcedResponse()).satisfies((response) -> WireAssertions.isRefusal(response, 413));
		}
	}

	@Test
	void whenChunkedBodyIsAboveLimitPostThenAnswerIs413() {
		server().handle((request, response) -> response.getOutputStream()
			.write(Packets.octets(String.valueOf(Bodies.count(request.getInputStream())))));
		byte[] chunk = Packets.concat(Packets.octets("1000\r\n"), new byte[0x1000], Packets.octets("\r\n"));
		byte[] framed = Packets.concat(chunk, chunk, chunk, Packets.octets("0\r\n\r\n"));
		assertThat(exchange(UwsgiPacket.get("/").chunked(framed)).status()).isEqualTo(413);
	}

	private static UwsgiPacket withVars(int count) {
		UwsgiPacket packet = UwsgiPacket.get("/");
		IntStream.range(packet.size(), count).forEach((index) -> packet.header("X-" + index, ""));
		assertThat(packet.size()).isEqualTo(count);
		return packet;
	}

}
