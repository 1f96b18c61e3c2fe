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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebSocket through nginx, with an endpoint of Jakarta WebSocket and one of Spring.
 */
class NginxWebSocketTests extends AbstractNginxTests {

	private static final int ONE_MIB = 1024 * 1024;

	private final EchoPeer peer = EchoPeer.create();

	@AfterEach
	void nothingIsLogged() {
		assertQuiet();
	}

	@ParameterizedTest
	@ValueSource(strings = { JakartaEcho.PATH, SpringEcho.PATH })
	void whenMessagesAreSentThenTheyAreEchoed(String path) {
		try (WebSocketClient client = connect(path)) {
			for (int i = 0; i < 20; i++) {
				Frame text = Frame.text("Gr\u00fc\u00dfe " + i);
				Frame binary = Frame.binary(Payload.bytes(i));
				client.send(text).expect(text).send(binary).expect(binary);
			}
			client.leave();
		}
		this.peer.awaitEvent("closed 1000");
		assertThat(this.peer.events()).containsExactly("closed 1000");
	}

	@ParameterizedTest
	@CsvSource({ JakartaEcho.PATH + ",'unknown, echo.v2, echo.v1',echo.v2", SpringEcho.PATH + ",'echo.v1',echo.v1",
			SpringEcho.PATH + ",'unknown, echo.v2, echo.v1',echo.v2", JakartaEcho.PATH + ",'unknown',",
			SpringEcho.PATH + ",'unknown'," })
	void whenSubprotocolsAreOfferedThenTheFirstKnownOneIsAgreed(String path, String offered, String agreed) {
		try (WebSocketClient client = new WebSocketClient(frontEnd(), path, "Sec-WebSocket-Protocol: " + offered)) {
			assertThat(client.header("Sec-WebSocket-Protocol").orElse(null)).isEqualTo(agreed);
			client.leave();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { JakartaEcho.PATH, SpringEcho.PATH })
	void whenMessageIsLargeThenItArrivesUnchanged(String path) {
		Frame binary = Frame.binary(Payload.bytes(ONE_MIB));
		Frame text = Frame.text("\u20ac".repeat(ONE_MIB / 3) + "!");
		try (WebSocketClient client = connect(path)) {
			client.send(binary).expect(binary).send(text).expect(text).leave();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { JakartaEcho.PATH, SpringEcho.PATH })
	void whenOneSidePingsThenTheOtherAnswers(String path) {
		try (WebSocketClient client = connect(path)) {
			client.send(Frame.ping("from the client")).expect(Frame.pong("from the client"));
			this.peer.ping("from the server");
			client.expect(Frame.ping("from the server")).send(Frame.pong("from the server"));
			this.peer.awaitEvent("pong from the server");
			client.leave();
		}
	}

	@ParameterizedTest
	@CsvSource({ JakartaEcho.PATH + ",1000", JakartaEcho.PATH + ",1001", JakartaEcho.PATH + ",4711",
			SpringEcho.PATH + ",1000", SpringEcho.PATH + ",1001", SpringEcho.PATH + ",4711" })
	void whenClientClosesThenApplicationSeesTheCode(String path, int code) {
		try (WebSocketClient client = connect(path)) {
			client.send(Frame.close(code, "that is all"));
			assertThat(client.readToEnd()).extracting(Frame::toString).containsExactly("close " + code);
		}
		this.peer.awaitEvent("closed " + code);
	}

	@ParameterizedTest
	@CsvSource({ JakartaEcho.PATH + ",1000", JakartaEcho.PATH + ",1011", JakartaEcho.PATH + ",4711",
			SpringEcho.PATH + ",1000", SpringEcho.PATH + ",1011", SpringEcho.PATH + ",4711" })
	void whenApplicationClosesThenClientSeesCodeAndReason(String path, int code) {
		try (WebSocketClient client = connect(path)) {
			this.peer.close(code, "that is all");
			Frame close = Objects.requireNonNull(client.read());
			assertThat(close).asString().isEqualTo("close " + code);
			assertThat(close.text()).isEqualTo("that is all");
			client.send(Frame.close(code));
			assertThat(client.readToEnd()).isEmpty();
		}
		this.peer.awaitEvent("closed " + code);
	}

	@ParameterizedTest
	@ValueSource(strings = { JakartaEcho.PATH, SpringEcho.PATH })
	void whenManyMessagesAreOnTheirWayThenAllAreEchoedInOrder(String path) throws Exception {
		// Far more than fits into all buffers between the two.
		Frame[] frames = IntStream.range(0, 4000)
			.mapToObj((index) -> Frame.text(index + "-".repeat(1000)))
			.toArray(Frame[]::new);
		try (WebSocketClient client = connect(path)) {
			CompletableFuture<?> sent = CompletableFuture.runAsync(() -> client.send(frames));
			for (Frame frame : frames) {
				client.expect(frame);
			}
			sent.get(20, TimeUnit.SECONDS);
			client.leave();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { JakartaEcho.PATH, SpringEcho.PATH })
	void whenClientDoesNotWaitForTheAnswerThenItsFramesAreNotLost(String path) {
		byte[] early = WebSocketClient.bytes(Frame.text("one"), Frame.ping("two"), Frame.text("three"));
		try (WebSocketClient client = new WebSocketClient(frontEnd(), path, early)) {
			client.expect(Frame.text("one")).expect(Frame.pong("two")).expect(Frame.text("three")).leave();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { JakartaEcho.PATH, SpringEcho.PATH })
	void whenFramesComeTogetherWithThePacketThenTheyAreNotLost(String path) {
		byte[] handshake = UwsgiPacket.get(path)
			.header("Connection", "Upgrade")
			.header("Upgrade", "websocket")
			.header("Sec-WebSocket-Version", "13")
			.header("Sec-WebSocket-Key", WebSocketClient.KEY)
			.toBytes();
		byte[] frames = WebSocketClient.bytes(Frame.text("leftover"), Frame.close(1000));
		for (String address : application().addresses()) {
			try (UwsgiConnection connection = new UwsgiClient(address).connect()) {
				connection.send(Packets.concat(handshake, frames));
				assertThat(new String(connection.readToEnd(), StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 101 ")
					.contains("\r\n\r\n\u0081\bleftover\u0088\u0002\u0003\u00e8");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { JakartaEcho.PATH, SpringEcho.PATH })
	void whenClientVanishesThenApplicationIsTold(String path) {
		try (WebSocketClient client = connect(path)) {
			client.send(Frame.text("here")).expect(Frame.text("here")).vanish();
		}
		this.peer.awaitEvent("closed 1006");
	}

	@ParameterizedTest
	@ValueSource(strings = { JakartaEcho.PATH, SpringEcho.PATH })
	void whenClientVanishesInTheMiddleOfAMessageThenApplicationIsTold(String path) {
		byte[] half = Arrays.copyOf(Frame.text("never to be seen as a whole").toBytes(), 20);
		try (WebSocketClient client = connect(path)) {
			client.send(Frame.text("here")).expect(Frame.text("here")).send(half).vanish();
		}
		this.peer.awaitEvent("closed 1006");
	}

	private WebSocketClient connect(String path) {
		return new WebSocketClient(frontEnd(), this.peer.target(path));
	}

}
