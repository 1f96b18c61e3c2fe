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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;

import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.socket.ListenOptions;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.stats.StatsSamples;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatsServer} with clients that are silent, slow, too many, or not
 * allowed.
 */
class StatsServerLimitTests extends AbstractStatsServerTests {

	// More than a socket holds, so that who does not read makes the server wait
	private static final int LARGE = 250_000;

	@Test
	void whenHttpAndClientIsSilentThenOthersAreServedAndItIsClosedWithoutAByte() {
		AtomicBoolean made = new AtomicBoolean();
		try (StatsServer server = start(true, Duration.ofSeconds(1), () -> {
			made.set(true);
			return StatsSamples.idle(1);
		})) {
			UwsgiConnection silent = connect(server);
			assertThat(silent.awaitEnd()).isEmpty();
			assertThat(made).isFalse();
			UwsgiConnection other = connect(server);
			assertThat(read(connect(server).send(Packets.octets("x")))).isNotEmpty();
			assertThat(other.isEnded()).isFalse();
		}
	}

	@Test
	void whenHttpAndClientLeavesWithoutAWordThenItIsForgotten() {
		try (StatsServer server = start(true, LONG, () -> StatsSamples.idle(1))) {
			assertThat(read(connect(server).halfClose())).isEmpty();
			for (int i = 0; i < ConnectionGate.MAX_CONNECTIONS + 10; i++) {
				connect(server).close();
			}
			assertThat(read(connect(server).send(Packets.octets("x")))).isNotEmpty();
		}
	}

	@Test
	void whenManyDoNotReadThenOthersAreServed() {
		ServerStats stats = StatsSamples.ofSize(LARGE);
		try (StatsServer server = start(false, LONG, () -> stats)) {
			for (int i = 0; i < 200; i++) {
				connect(server).readAtLeast(1);
			}
			assertThat(read(connect(server))).isEqualTo(document(stats));
			// Who was slow gets the rest when it reads after all
			assertThat(read(this.connections.get(0))).isEqualTo(document(stats));
		}
	}

	@Test
	void whenSomebodyDoesNotReadInTimeThenItIsCutOff() {
		ServerStats stats = StatsSamples.ofSize(LARGE * 40);
		AtomicInteger documents = new AtomicInteger();
		try (StatsServer server = start(false, Duration.ofMillis(500), () -> {
			documents.incrementAndGet();
			return stats;
		})) {
			// More bytes than the server is willing to hold, so that the rest can only
			// wait
			for (int i = 0; i < 10; i++) {
				connect(server);
			}
			UwsgiConnection last = connect(server);
			assertThat(read(last)).isEqualTo(document(stats));
			assertThat(documents).hasValue(11);
			for (UwsgiConnection connection : this.connections.subList(0, 5)) {
				assertThat(connection.awaitEnd().length).isLessThan(document(stats).length);
			}
		}
	}

	@Test
	void whenThereAreTooManyThenTheyWait() {
		AtomicInteger documents = new AtomicInteger();
		try (StatsServer server = start(true, LONG, () -> {
			documents.incrementAndGet();
			return StatsSamples.idle(1);
		})) {
			for (int i = 0; i < ConnectionGate.MAX_CONNECTIONS; i++) {
				connect(server);
			}
			UwsgiConnection waiting = connect(server).send(Packets.octets("x"));
			UwsgiConnection first = this.connections.get(0).send(Packets.octets("x"));
			first.readUntil(HTTP_HEAD);
			assertThat(documents.get()).isBetween(1, 2);
			assertThat(read(waiting)).isNotEmpty();
		}
	}

	@Test
	void whenOnlySomePeersAreAllowedThenOthersAreClosedWithoutAByteAndLoggedOnce() throws IOException {
		PeerPolicy policy = PeerPolicy.allowing(List.of("127.0.0.1"));
		try (StatsServer server = StatsServer.bind(this.kind.address(this.directory), ListenOptions.defaults())) {
			server.start("stats-test", new StatsServerSettings(WRITER, false, LONG, policy),
					() -> StatsSamples.idle(1));
			assertThat(read(connect(server))).isNotEmpty();
			if (this.kind == Kind.TCP) {
				for (int i = 0; i < 3; i++) {
					UwsgiConnection other = new UwsgiClient(peer(server), new InetSocketAddress("127.0.0.2", 0))
						.connect();
					this.connections.add(other);
					assertThat(other.awaitEnd()).isEmpty();
				}
				assertThat(this.log.lines(Level.WARNING)).singleElement()
					.asString()
					.contains("127.0.0.2", "uwsgi.allow-from");
				assertThat(read(connect(server))).isNotEmpty();
			}
		}
	}

}
