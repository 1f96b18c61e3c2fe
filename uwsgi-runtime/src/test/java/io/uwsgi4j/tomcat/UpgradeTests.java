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
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * After {@code 101} the connection belongs to the application.
 */
class UpgradeTests extends AbstractWireTests {

	private static final UwsgiPacket PACKET = UwsgiPacket.get("/")
		.header("Connection", "Upgrade")
		.header("Upgrade", "echo");

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(1);
		protocol.setMinSpareThreads(1);
	}

	@BeforeEach
	void upgrade() {
		server().handle((request, response) -> {
			response.setStatus(101);
			response.setHeader("Upgrade", "echo");
			response.setHeader("Connection", "Upgrade");
			request.upgrade(UpgradedEcho.class);
		});
	}

	@Test
	void whenRequestIsUpgradedThenHeadSaysSo() {
		try (UwsgiConnection connection = client().connect().send(PACKET.toBytes())) {
			Response response = Response.parse(connection.readUntil("\r\n\r\n"));
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.header("Upgrade")).isEqualTo("echo");
			assertThat(response.header("Connection")).isEqualToIgnoringCase("upgrade");
			assertThat(response.headers("Content-Length")).isEmpty();
			assertThat(connection.isEnded()).isFalse();
		}
	}

	@Test
	void whenRequestIsUpgradedThenBytesFlowBothWays() {
		try (UwsgiConnection connection = client().connect().send(PACKET.toBytes())) {
			connection.readUntil("\r\n\r\n");
			for (int i = 0; i < 50; i++) {
				connection.send(Packets.octets("message " + i + ";")).readUntil("message " + i + ";");
			}
			connection.halfClose().readToEnd();
		}
	}

	@Test
	void whenBytesFollowTheRequestAtOnceThenTheyAreNotLost() {
		byte[] packet = Packets.concat(PACKET.toBytes(), Packets.octets("early"));
		try (UwsgiConnection connection = client().connect().send(packet)) {
			connection.readUntil("early");
		}
	}

	@Test
	void whenManyConnectionsAreUpgradedThenNoCoreIsHeld() {
		UwsgiConnection[] connections = new UwsgiConnection[20];
		Arrays.setAll(connections, (index) -> client().connect().send(PACKET.toBytes()));
		for (UwsgiConnection connection : connections) {
			connection.readUntil("\r\n\r\n");
		}
		server().reset();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		for (UwsgiConnection connection : connections) {
			connection.send(Packets.octets("still here")).readUntil("still here");
			connection.close();
		}
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenMuchIsEchoedThenItArrivesUnchanged() {
		byte[] data = Bodies.random(500_000);
		try (UwsgiConnection connection = client().connect().send(PACKET.toBytes())) {
			int head = connection.readUntil("\r\n\r\n").length;
			connection.sendWhileReading(data);
			byte[] received = connection.readAtLeast(head + data.length);
			assertThat(Arrays.equals(received, head, received.length, data, 0, data.length)).isTrue();
		}
	}

}
