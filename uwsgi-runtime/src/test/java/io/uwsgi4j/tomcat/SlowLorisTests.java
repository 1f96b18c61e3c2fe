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

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.socket.UnixAddress;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Resources;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of peers that begin a packet and never go on.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SlowLorisTests {

	private static final int PEERS = 10_000;

	@Test
	void whenThousandsOfPeersNeverGoOnThenOthersAreServedAndAllAreClosedAtSocketTimeout()
			throws IOException, InterruptedException {
		WarmUp.once();
		Resources before = Resources.take();
		try (UwsgiServer server = UwsgiServer.start(Transport.UNIX, SlowLorisTests::configure);
				LogCapture log = LogCapture.start()) {
			UnixAddress address = (UnixAddress) server.protocol().getBoundAddresses().get(0);
			Process peers = SlowLorisPeers.start(address.path().toString(), PEERS);
			try (BufferedReader output = peers.inputReader()) {
				assertThat(output.readLine()).isEqualTo("open");
				Await.until("all are accepted", () -> connections(server) >= PEERS);
				for (int i = 0; i < 200; i++) {
					assertThat(server.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
				}
				assertThat(connections(server)).isGreaterThanOrEqualTo(PEERS);
				assertThat(output.readLine()).isEqualTo("ended " + PEERS);
			}
			finally {
				peers.destroyForcibly().waitFor();
			}
			Await.until(() -> connections(server) + " connections", Duration.ofSeconds(20),
					() -> connections(server) == 0);
			assertThat(log.errors()).isEmpty();
		}
		before.awaitReleased();
	}

	private static void configure(UwsgiProtocol protocol) {
		protocol.setMaxConnections(2 * PEERS);
		protocol.setMaxThreads(2);
		protocol.setMinSpareThreads(1);
		protocol.setSocketTimeout(20);
	}

	private static long connections(UwsgiServer server) {
		return server.protocol().getConnectionCount();
	}

}
