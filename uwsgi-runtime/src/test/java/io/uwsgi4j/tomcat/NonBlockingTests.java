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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Read and write listeners, with fewer cores than connections.
 */
class NonBlockingTests extends AbstractWireTests {

	private static final int MIB = 1024 * 1024;

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(1);
		protocol.setMinSpareThreads(1);
	}

	@BeforeEach
	void echo() {
		server().handle((request, response) -> EchoListener.start(request, response));
	}

	@Test
	void whenListenersEchoThenAMebibyteArrivesUnchanged() {
		byte[] body = Bodies.random(MIB);
		assertThat(Arrays.equals(exchange(UwsgiPacket.post("/", body)).body(), body)).isTrue();
	}

	@Test
	void whenBodyTricklesInThenListenersEchoIt() {
		byte[] body = Bodies.random(20_000);
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", body.length).head());
			connection.sendInFragments(body, 1000, 2_000_000);
			assertThat(connection.response().body()).isEqualTo(body);
		}
	}

	@Test
	void whenBodyIsEmptyThenListenersFinish() {
		assertThat(exchange(UwsgiPacket.post("/", new byte[0])).body()).isEmpty();
	}

	@Test
	void whenThereIsNoBodyThenListenersFinish() {
		assertThat(exchange(UwsgiPacket.get("/")).body()).isEmpty();
	}

	@Test
	void whenSlowPeersSendAndReadThenNoCoreIsHeld() {
		byte[] body = Bodies.random(MIB);
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			connections.add(client().connect().send(UwsgiPacket.announce("/", MIB).head()).send(body, 0, 1000));
		}
		for (UwsgiConnection connection : connections) {
			connection.send(body, 1000, 100_000).readAtLeast(1);
		}
		server().reset();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		for (UwsgiConnection connection : connections) {
			connection.sendWhileReading(Arrays.copyOfRange(body, 100_000, MIB));
			assertThat(Arrays.equals(connection.response().body(), body)).isTrue();
			connection.close();
		}
	}

	@Test
	void whenPeerReadsLateThenWriteListenerWaitsWithoutACore() {
		// More than the sockets can hold, whatever the kernel makes of their buffers. Few
		// connections, as all that the client receives stays in its memory.
		byte[] body = Bodies.random(16 * MIB);
		server().handle((request, response) -> WholeBodyListener.start(request, response, body));
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			connections.add(client().connect().send(UwsgiPacket.get("/").toBytes()));
		}
		connections.forEach((connection) -> connection.readAtLeast(1));
		server().reset();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		for (UwsgiConnection connection : connections) {
			Response response = connection.response();
			assertThat(Arrays.equals(response.body(), body)).isTrue();
			connection.close();
		}
	}

	@Test
	void whenPeersLeaveThenNothingIsLostOrLoud() {
		for (int i = 0; i < 20; i++) {
			client().connect().send(UwsgiPacket.announce("/", MIB).head()).send(new byte[1000]).reset();
		}
		server().reset();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		assertThat(log().errors()).isEmpty();
	}

}
