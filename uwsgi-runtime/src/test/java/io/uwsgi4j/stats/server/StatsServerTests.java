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

package io.uwsgi4j.stats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;

import io.uwsgi4j.socket.ListenOptions;
import io.uwsgi4j.socket.SocketBindException;
import io.uwsgi4j.socket.UwsgiAddress;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.stats.StatsSamples;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.UwsgiConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link StatsServer}: what its clients get, and its life.
 */
class StatsServerTests extends AbstractStatsServerTests {

	@Test
	void whenAClientConnectsThenItGetsADocumentAndIsClosed() {
		ServerStats stats = StatsSamples.busy("A=b");
		try (StatsServer server = start(false, LONG, () -> stats)) {
			for (int i = 0; i < 3; i++) {
				assertThat(read(connect(server))).isEqualTo(document(stats));
			}
		}
		assertThat(this.log.lines(Level.WARNING)).isEmpty();
	}

	@Test
	void whenAClientConnectsThenTheDocumentIsOfThatMoment() {
		AtomicInteger cores = new AtomicInteger();
		try (StatsServer server = start(false, LONG, () -> StatsSamples.idle(cores.incrementAndGet()))) {
			for (int i = 1; i <= 3; i++) {
				assertThat(read(connect(server))).isEqualTo(document(StatsSamples.idle(i)));
			}
		}
	}

	@Test
	void whenDocumentIsMadeThenOnADaemonThreadOfTheServer() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		try (StatsServer server = start(false, LONG, () -> {
			thread.set(Thread.currentThread());
			return StatsSamples.idle(1);
		})) {
			read(connect(server));
			assertThat(thread.get().getName()).startsWith("stats-test");
			assertThat(thread.get().isDaemon()).isTrue();
		}
	}

	@Test
	void whenStartedThenTheLineOfUwsgiIsLogged() {
		try (StatsServer server = start(false, LONG, () -> StatsSamples.idle(1))) {
			assertThat(this.log.linesWith("Stats server")).singleElement()
				.asString()
				.matches("INFO .*: \\*\\*\\* Stats server enabled on \\Q" + peer(server) + "\\E fd: [0-9]+ \\*\\*\\*");
		}
	}

	@Test
	void whenDocumentIsLargeThenAClientThatHasNothingToSayGetsAllOfIt() {
		ServerStats stats = StatsSamples.ofSize(3_000_000);
		try (StatsServer server = start(false, LONG, () -> stats)) {
			assertThat(read(connect(server).halfClose())).isEqualTo(document(stats));
		}
	}

	@Test
	void whenHttpThenAnyRequestIsAnsweredAsUwsgiDoes() {
		ServerStats stats = StatsSamples.busy("A=b");
		try (StatsServer server = start(true, LONG, () -> stats)) {
			for (String request : List.of("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "POST /x HTTP/1.0\r\n\r\nbody", "x",
					"x".repeat(4096))) {
				assertThat(read(connect(server).send(Packets.octets(request))))
					.isEqualTo(Packets.concat(Packets.octets(HTTP_HEAD), document(stats)));
			}
		}
	}

	@Test
	void whenHttpAndDocumentIsLargeThenAClientThatHasSaidAllGetsAllOfIt() {
		ServerStats stats = StatsSamples.ofSize(3_000_000);
		try (StatsServer server = start(true, LONG, () -> stats)) {
			assertThat(read(connect(server).send(Packets.octets("GET / HTTP/1.0\r\n\r\n")).halfClose()))
				.hasSize(HTTP_HEAD.length() + document(stats).length);
		}
	}

	@Test
	void whenStatisticsCannotBeMadeThenItIsLoggedOnceAndTheConnectionClosed() {
		AtomicBoolean broken = new AtomicBoolean(true);
		try (StatsServer server = start(true, LONG, () -> {
			if (broken.get()) {
				throw new IllegalStateException("no numbers");
			}
			return StatsSamples.idle(1);
		})) {
			for (int i = 0; i < 3; i++) {
				assertThat(connect(server).send(Packets.octets("x")).awaitEnd()).isEmpty();
			}
			assertThat(this.log.errors()).singleElement().asString().contains("no numbers");
			broken.set(false);
			assertThat(read(connect(server).send(Packets.octets("x")))).isNotEmpty();
		}
	}

	@Test
	void whenStoppedThenNewcomersWaitForTheNextStart() {
		try (StatsServer server = start(false, LONG, () -> StatsSamples.idle(1))) {
			for (int i = 0; i < 3; i++) {
				server.stop();
				Await.until("the thread ends", () -> this.before.newThreads().isEmpty());
				UwsgiConnection waiting = connect(server);
				assertThat(waiting.isEnded()).isFalse();
				server.start("stats-test", settings(false, LONG), () -> StatsSamples.idle(1));
				assertThat(read(waiting)).isEqualTo(document(StatsSamples.idle(1)));
			}
		}
	}

	@Test
	void whenClosedThenConnectionsAreEndedAndTheAddressIsFree() throws IOException {
		UwsgiAddress address;
		UwsgiConnection open;
		try (StatsServer server = start(true, LONG, () -> StatsSamples.idle(1))) {
			address = server.address();
			read(connect(server).send(Packets.octets("x")));
			open = connect(server);
			server.close();
			assertThat(open.awaitEnd()).isEmpty();
		}
		try (StatsServer server = StatsServer.bind(address, ListenOptions.defaults())) {
			assertThat(server.address()).isEqualTo(address);
		}
	}

	@Test
	void whenAddressIsTakenThenTheFailureNamesTheProperty() {
		try (StatsServer server = start(false, LONG, () -> StatsSamples.idle(1))) {
			assertThatExceptionOfType(SocketBindException.class)
				.isThrownBy(() -> StatsServer.bind(server.address(), ListenOptions.defaults()))
				.satisfies((ex) -> {
					assertThat(ex.description()).startsWith("uwsgi.stats: cannot bind " + server.address());
					assertThat(ex.action()).doesNotContain("uwsgi.socket");
				});
			assertThat(read(connect(server))).isNotEmpty();
		}
	}

	@Test
	void whenSocketIsAFileThenItHasTheModeAsked() throws IOException {
		assumeThat(this.kind).isEqualTo(Kind.UNIX);
		try (StatsServer server = StatsServer.bind(this.kind.address(this.directory),
				ListenOptions.defaults().withMode(0640))) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(peer(server)))))
				.isEqualTo("rw-r-----");
		}
	}

}
