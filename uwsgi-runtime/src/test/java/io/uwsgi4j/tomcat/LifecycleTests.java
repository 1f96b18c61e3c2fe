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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starting, stopping, and doing both again.
 */
class LifecycleTests extends AbstractWireTests {

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	@Test
	void whenServerIsStoppedAndStartedThenItServesAgain() {
		try (UwsgiServer other = UwsgiServer.start(this.transport)) {
			for (int i = 0; i < 5; i++) {
				assertThat(other.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
				other.stop();
				assertThat(other.isInheritedSocketIntact()).isTrue();
				other.start();
			}
			assertThat(other.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenConnectorIsPausedThenItServesOnlyAfterResume() {
		try (UwsgiServer other = UwsgiServer.start(this.transport)) {
			other.connector().pause();
			try (UwsgiConnection connection = other.client().connect().send(PACKET)) {
				Await.pause(50_000_000);
				assertThat(connection.isEnded()).isFalse();
				assertThat(connection.received()).isEmpty();
				other.connector().resume();
				assertThat(connection.response()).satisfies(WireAssertions::isOk);
			}
		}
	}

	@Test
	void whenServerStopsThenRunningRequestsAreFinished() {
		try (Gate gate = new Gate(); UwsgiServer other = UwsgiServer.start(this.transport)) {
			other.handle((request, response) -> {
				gate.pass();
				response.getWriter().print("ok");
			});
			List<UwsgiConnection> connections = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				connections.add(other.client().connect().send(PACKET));
			}
			gate.awaitWaiting(10);
			other.connector().pause();
			other.connector().getProtocolHandler().closeServerSocketGraceful();
			gate.open();
			for (UwsgiConnection connection : connections) {
				assertThat(connection.response()).satisfies(WireAssertions::isOk);
				connection.close();
			}
		}
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenServerStopsGracefullyThenWhatWaitsToBeAcceptedIsServed() {
		try (UwsgiServer other = UwsgiServer.start(this.transport)) {
			other.connector().pause();
			List<UwsgiConnection> connections = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				connections.add(other.client().connect().send(PACKET));
			}
			other.connector().getProtocolHandler().closeServerSocketGraceful();
			other.stop();
			if (this.transport == Transport.INHERITED_FD) {
				// The connections are for whoever reads the socket next.
				other.start();
			}
			for (UwsgiConnection connection : connections) {
				assertThat(connection.response()).satisfies(WireAssertions::isOk);
				connection.close();
			}
		}
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenServerStopsThenParkedConnectionsAreClosed() {
		List<UwsgiConnection> parked = new ArrayList<>();
		try (UwsgiServer other = UwsgiServer.start(this.transport)) {
			for (int i = 0; i < 20; i++) {
				parked.add(other.client().connect().send(PACKET, 0, 20));
			}
			assertThat(other.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
		for (UwsgiConnection connection : parked) {
			connection.awaitEnd();
			connection.close();
		}
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenServerStopsThenItsSocketFileIsRemoved() {
		try (UwsgiServer other = UwsgiServer.start(this.transport)) {
			Path path = Path.of(other.peer(0));
			boolean bound = this.transport.isBoundToPath();
			boolean inherited = this.transport == Transport.INHERITED_FD;
			assertThat(Files.exists(path)).isEqualTo(bound || inherited);
			other.stop();
			assertThat(Files.exists(path)).isEqualTo(inherited);
		}
	}

	@Test
	void whenVacuumIsOffThenSocketFileStaysAndIsReused() {
		try (UwsgiServer other = UwsgiServer.start(this.transport, (protocol) -> protocol.setVacuum(false))) {
			Path path = Path.of(other.peer(0));
			other.stop();
			assertThat(Files.exists(path))
				.isEqualTo(this.transport.isBoundToPath() || this.transport == Transport.INHERITED_FD);
			other.start();
			assertThat(other.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
	}

	@Test
	void whenSocketFileIsMadeThenItHasTheConfiguredMode() throws IOException {
		try (UwsgiServer other = UwsgiServer.start(Transport.UNIX, (protocol) -> protocol.setChmodSocket("640"))) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(other.peer(0)))))
				.isEqualTo("rw-r-----");
		}
	}

	@Test
	void whenThereAreSeveralSocketsThenAllAreServed() {
		List<Transport> transports = List.of(Transport.UNIX, Transport.ABSTRACT, Transport.TCP, Transport.INHERITED_FD,
				Transport.TCP);
		try (UwsgiServer other = UwsgiServer.start(transports, (protocol) -> protocol.setMaxThreads(3))) {
			for (int round = 0; round < 20; round++) {
				for (int i = 0; i < transports.size(); i++) {
					assertThat(other.client(i).exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
				}
			}
		}
	}

	@Test
	void whenSeveralSocketsAreBusyThenNoneIsStarved() {
		List<Transport> transports = List.of(Transport.UNIX, this.transport);
		try (Gate gate = new Gate();
				UwsgiServer other = UwsgiServer.start(transports, (protocol) -> protocol.setMaxThreads(2))) {
			other.handle((request, response) -> {
				gate.pass();
				response.getWriter().print("ok");
			});
			List<UwsgiConnection> connections = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				connections.add(other.client(i % 2).connect().send(PACKET));
			}
			gate.awaitWaiting(2);
			gate.open();
			for (UwsgiConnection connection : connections) {
				assertThat(connection.response()).satisfies(WireAssertions::isOk);
				connection.close();
			}
		}
	}

}
