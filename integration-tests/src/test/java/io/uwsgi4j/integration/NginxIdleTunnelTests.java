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

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tunnels in a location whose {@code uwsgi_read_timeout} is shorter than the silence. The
 * one that lives is observed for as long as a silent one takes to die.
 */
class NginxIdleTunnelTests extends AbstractNginxTests {

	private static final String IMPATIENT = "/impatient";

	private static final long PING_MILLIS = 500;

	private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor();

	private final EchoPeer silent = EchoPeer.create();

	private final EchoPeer talkative = EchoPeer.create();

	@AfterEach
	void stopPings() {
		// Without an interrupt, at which Tomcat closes the session if it hits a ping.
		this.pings.shutdown();
		Await.until("the last ping has been sent", this.pings::isTerminated);
	}

	@AfterEach
	void nothingIsLogged() {
		assertQuiet();
	}

	@ParameterizedTest
	@ValueSource(strings = { JakartaEcho.PATH, SpringEcho.PATH })
	void whenApplicationPingsThenTheTunnelOutlivesASilentOne(String path) {
		try (WebSocketClient living = connect(path, this.talkative);
				WebSocketClient dying = connect(path, this.silent)) {
			this.pings.scheduleAtFixedRate(() -> this.talkative.ping("alive"), 0, PING_MILLIS, TimeUnit.MILLISECONDS);
			assertThat(dying.readToEnd()).isEmpty();
			this.silent.awaitEvent("closed 1006");
			stopPings();
			living.send(Frame.close(1000));
			assertThat(living.readToEnd()).extracting(Frame::toString)
				.containsOnly(Frame.ping("alive").toString(), "close 1000")
				.endsWith("close 1000");
		}
		this.talkative.awaitEvent("closed 1000");
	}

	@Test
	void whenBrokerSendsHeartBeatsThenTheTunnelOutlivesASilentOne() {
		try (StompClient living = new StompClient(frontEnd(), IMPATIENT + StompConfiguration.PATH);
				WebSocketClient dying = connect(SpringEcho.PATH, this.silent)) {
			// The broker sends, the client does not have to.
			living.send("CONNECT", "", "accept-version:1.2", "host:app.example", "heart-beat:0," + PING_MILLIS);
			assertThat(living.next()).startsWith("CONNECTED\n");
			assertThat(dying.readToEnd()).isEmpty();
			int before = living.heartBeats();
			Await.until("another heart-beat", () -> living.heartBeats() > before);
			living.send("SUBSCRIBE", "", "id:0", "destination:/topic/alive")
				.send("SEND", "still here", "destination:/topic/alive");
			assertThat(living.next()).startsWith("MESSAGE\n").endsWith("\n\nstill here");
		}
	}

	private WebSocketClient connect(String path, EchoPeer peer) {
		return new WebSocketClient(frontEnd(), IMPATIENT + peer.target(path));
	}

}
