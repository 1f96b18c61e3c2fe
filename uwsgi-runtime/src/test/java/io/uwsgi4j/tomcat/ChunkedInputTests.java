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

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * uWSGI's http router forwards chunks as they are.
 */
class ChunkedInputTests extends AbstractWireTests {

	@BeforeEach
	void echo() {
		server().handle((request, response) -> {
			byte[] body = request.getInputStream().readAllBytes();
			response.getOutputStream().write(Packets.octets(request.getContentLengthLong() + ":"));
			response.getOutputStream().write(body);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "b\r\nhello world\r\n0\r\n\r\n",
			"B\r\nhello world\r\n0\r\n\r\n", "000b\r\nhello world\r\n000\r\n\r\n",
			"b;name=value\r\nhello world\r\n0;last\r\n\r\n", "b\r\nhello world\r\n0\r\nX-Trailer: 1\r\n\r\n" })
	void whenBodyIsChunkedThenItIsDecoded(String framed) {
		assertThat(exchange(chunked(framed)).text()).isEqualTo("-1:hello world");
	}

	@Test
	void whenThereIsOnlyTheLastChunkThenBodyIsEmpty() {
		assertThat(exchange(chunked("0\r\n\r\n")).text()).isEqualTo("-1:");
	}

	@Test
	void whenLengthIsEmptyThenChunksAreDecoded() {
		UwsgiPacket packet = UwsgiPacket.request("POST", "/")
			.header("Transfer-Encoding", "chunked")
			.body(Packets.octets("2\r\nab\r\n0\r\n\r\n"));
		assertThat(exchange(packet).text()).isEqualTo("-1:ab");
	}

	@Test
	void whenEncodingIsInUpperCaseThenChunksAreDecoded() {
		UwsgiPacket packet = UwsgiPacket.request("POST", "/")
			.header("Transfer-Encoding", "Chunked")
			.body(Packets.octets("2\r\nab\r\n0\r\n\r\n"));
		assertThat(exchange(packet).text()).isEqualTo("-1:ab");
	}

	@Test
	void whenLengthIsGivenThenEncodingIsIgnored() {
		UwsgiPacket packet = UwsgiPacket.post("/", Packets.octets("5\r\nhello\r\n0\r\n\r\n"))
			.header("Transfer-Encoding", "chunked");
		assertThat(exchange(packet).text()).isEqualTo("15:5\r\nhello\r\n0\r\n\r\n");
	}

	@Test
	void whenChunksArriveByteByByteThenTheyAreDecoded() {
		UwsgiPacket packet = chunked("5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n");
		try (UwsgiConnection connection = client().connect()) {
			connection.sendInFragments(packet.toBytes(), 1, 50_000);
			assertThat(connection.response().text()).isEqualTo("-1:hello world");
		}
	}

	@Test
	void whenManyChunksArriveThenTheyAreDecoded() {
		byte[] body = Bodies.random(2 * 1024 * 1024);
		AtomicReference<byte[]> seen = new AtomicReference<>();
		server().handle((request, response) -> seen.set(request.getInputStream().readAllBytes()));
		assertThat(exchange(UwsgiPacket.get("/").chunked(frame(body, 7001))).status()).isEqualTo(200);
		assertThat(Arrays.equals(seen.get(), body)).isTrue();
	}

	@Test
	void whenChunkedBodyIsUnreadThenPeerGetsTheWholeResponse() {
		server().reset();
		byte[] framed = frame(new byte[8 * 1024 * 1024], 65_536);
		for (int i = 0; i < 5; i++) {
			assertThat(exchange(UwsgiPacket.get("/").chunked(framed))).satisfies(WireAssertions::isOk);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "zz\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "5\r\nhelloworld\r\n0\r\n\r\n",
			"\r\nhello\r\n0\r\n\r\n", "fffffffffffffffff\r\nhello\r\n0\r\n\r\n", "5 5\r\nhello\r\n0\r\n\r\n",
			"0x5\r\nhello\r\n0\r\n\r\n" })
	void whenChunkIsMalformedThenAnswerIs400(String framed) {
		try (UwsgiConnection connection = client().connect()) {
			Response response = connection.send(chunked(framed).toBytes()).halfClose().response();
			assertThat(response.status()).isEqualTo(400);
		}
		assertThat(log().errors()).isEmpty();
	}

	private static UwsgiPacket chunked(String framed) {
		return UwsgiPacket.get("/").chunked(Packets.octets(framed));
	}

	private static byte[] frame(byte[] body, int size) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int from = 0; from < body.length; from += size) {
			int length = Math.min(size, body.length - from);
			out.writeBytes(Packets.octets(Integer.toHexString(length) + "\r\n"));
			out.write(body, from, length);
			out.writeBytes(Packets.octets("\r\n"));
		}
		out.writeBytes(Packets.octets("0\r\n\r\n"));
		return out.toByteArray();
	}

}
