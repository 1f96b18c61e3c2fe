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

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TCP peers are judged before one byte of theirs is looked at.
 */
@ExtendWith(NoResourceLeak.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AllowFromTests {

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	@Test
	void whenNothingIsConfiguredThenLoopbackIsServed() {
		try (UwsgiServer server = UwsgiServer.start(Transport.TCP)) {
			assertThat(server.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
			assertThat(from("127.0.0.2", server).exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.0/8", "127.0.0.2/32", "127.0.0.2", "0.0.0.0/0" })
	void whenPeerIsAllowedThenItIsServed(String network) {
		try (UwsgiServer server = start(List.of("10.0.0.0/8", network))) {
			assertThat(from("127.0.0.2", server).exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.0/8", "127.0.0.1/32", "127.0.0.1", "127.0.0.3", "::1/128" })
	void whenPeerIsNotAllowedThenItIsClosedAndLoggedOnce(String network) {
		AtomicBoolean served = new AtomicBoolean();
		try (LogCapture log = LogCapture.start(); UwsgiServer server = start(List.of(network))) {
			server.handle((request, response) -> served.set(true));
			for (int i = 0; i < 3; i++) {
				assertThat(answerTo(PACKET, from("127.0.0.2", server))).isEmpty();
			}
			Await.until("a log line", () -> !log.linesWith("127.0.0.2").isEmpty());
			assertThat(log.linesWith("allow-from")).singleElement().asString().contains("127.0.0.2");
		}
		assertThat(served).isFalse();
	}

	@Test
	void whenPeerIsNotAllowedThenNotEvenABadPacketIsAnswered() {
		try (UwsgiServer server = start(List.of("10.0.0.0/8"))) {
			assertThat(answerTo(Packets.octets("GET / HTTP/1.1\r\n\r\n"), server.client())).isEmpty();
			assertThat(answerTo(Packets.header(100, 0, 0), server.client())).isEmpty();
			assertThat(answerTo(Packets.octets("x"), server.client())).isEmpty();
		}
	}

	@Test
	void whenOnePeerIsRefusedThenAnotherIsServed() {
		try (UwsgiServer server = start(List.of("127.0.0.1"))) {
			assertThat(answerTo(PACKET, from("127.0.0.2", server))).isEmpty();
			assertThat(server.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
	}

	private static UwsgiServer start(List<String> networks) {
		return UwsgiServer.start(Transport.TCP, (protocol) -> protocol.setAllowFrom(networks));
	}

	private static UwsgiClient from(String host, UwsgiServer server) {
		return new UwsgiClient(server.peer(0), new InetSocketAddress(host, 0));
	}

	private static byte[] answerTo(byte[] packet, UwsgiClient client) {
		try (UwsgiConnection connection = client.connect()) {
			sendIfPossible(connection, packet);
			return connection.awaitEnd();
		}
	}

	private static void sendIfPossible(UwsgiConnection connection, byte[] packet) {
		try {
			connection.trySend(packet);
		}
		catch (RuntimeException ex) {
			// closed already
		}
	}

}
