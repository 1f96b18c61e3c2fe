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

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.policy.PeerLimits;
import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.policy.RejectionLog;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * One peer, an address or a user, has only so much open at a time.
 */
@ExtendWith(NoResourceLeak.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PeerLimitsTests {

	private static final int LIMIT = 3;

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	private static final byte[] BEGINNING = Arrays.copyOf(PACKET, PACKET.length / 2);

	@ParameterizedTest
	@EnumSource(Transport.class)
	void whenPeerHasAllItsConnectionsThenNextOnesAreAnswered503UntilTheyAreClosed(Transport transport) {
		List<UwsgiConnection> held = new ArrayList<>();
		try (LogCapture log = LogCapture.start();
				UwsgiServer server = UwsgiServer.start(transport,
						(protocol) -> protocol.setMaxConnectionsPerPeer(LIMIT));
				Gate gate = hold(server, held)) {
			assertThat(server.client().exchange(PACKET).status()).isEqualTo(503);
			assertThat(server.client().exchange(PACKET).status()).isEqualTo(503);
			assertThat(server.protocol().getRejections().count(Reason.TOO_MANY_CONNECTIONS)).isEqualTo(2);
			assertThat(log.linesWith("uwsgi.max-connections-per-peer")).singleElement()
				.asString()
				.contains("answered with 503: 4 from ", " (expected: at most 3)");
			gate.open();
			assertThat(held).allSatisfy((connection) -> assertThat(connection.response().status()).isEqualTo(200));
			Await.until("they are closed", () -> server.client().exchange(PACKET).status() == 200);
		}
		finally {
			held.forEach(UwsgiConnection::close);
		}
	}

	@ParameterizedTest
	@EnumSource(Transport.class)
	void whenPeerOpensMoreThanTwiceItsConnectionsThenTheyAreClosedAndTheOthersAreServed(Transport transport) {
		List<UwsgiConnection> held = new ArrayList<>();
		List<UwsgiConnection> more = new ArrayList<>();
		try (LogCapture log = LogCapture.start(); UwsgiServer server = UwsgiServer.start(transport, (protocol) -> {
			protocol.setMaxConnectionsPerPeer(LIMIT);
			protocol.setMaxConnections(2 * LIMIT + 1);
		}); Gate gate = hold(server, held)) {
			for (int i = 0; i < 10 * LIMIT; i++) {
				// Those that are told stay open, as they do not close their own end
				more.add(server.client().connect());
				sendUnlessClosed(more.get(i));
			}
			RejectionLog rejections = server.protocol().getRejections();
			Await.until("all are turned away", () -> rejections.count(Reason.TOO_MANY_CONNECTIONS)
					+ rejections.count(Reason.CONNECTION_FLOOD) == 10 * LIMIT);
			assertThat(rejections.count(Reason.CONNECTION_FLOOD)).isPositive();
			assertThat(log.linesWith("uwsgi packet from")).extracting((line) -> line.contains(" answered with 503: "))
				.contains(true, false);
			// A connection is counted for a moment before its peer is looked at
			Await.until("most are closed", () -> connections(server) <= 2 * LIMIT);
			gate.open();
			assertThat(held).allSatisfy((connection) -> assertThat(connection.response().status()).isEqualTo(200));
		}
		finally {
			held.forEach(UwsgiConnection::close);
			more.forEach(UwsgiConnection::close);
		}
	}

	@ParameterizedTest
	@EnumSource(Transport.class)
	void whenPeerLetsTooManyPacketsWaitThenNextOneIsAnswered503ButCompleteOnesAreServed(Transport transport) {
		List<UwsgiConnection> held = new ArrayList<>();
		try (LogCapture log = LogCapture.start();
				UwsgiServer server = UwsgiServer.start(transport,
						(protocol) -> protocol.setMaxIncompletePerPeer(LIMIT))) {
			for (int i = 0; i < LIMIT + 1; i++) {
				held.add(server.client().connect().send(BEGINNING));
			}
			Await.until("one is answered", () -> refused(server) == 1);
			Await.until("one has ended", () -> held.stream().filter(UwsgiConnection::isEnded).count() == 1);
			assertThat(server.client().exchange(PACKET)).satisfies(WireAssertions::isOk);
			for (UwsgiConnection connection : held) {
				if (connection.isEnded()) {
					assertThat(connection.response().status()).isEqualTo(503);
				}
				else {
					assertThat(connection.send(PACKET, BEGINNING.length, PACKET.length).response())
						.satisfies(WireAssertions::isOk);
				}
			}
			assertThat(log.linesWith("uwsgi.max-incomplete-per-peer")).singleElement()
				.asString()
				.contains("answered with 503: 4 from ", " (expected: at most 3)");
		}
		finally {
			held.forEach(UwsgiConnection::close);
		}
	}

	@Test
	void whenOnePeerHasReachedItsLimitThenAnotherAddressIsServed() {
		List<UwsgiConnection> held = new ArrayList<>();
		try (UwsgiServer server = UwsgiServer.start(Transport.TCP,
				(protocol) -> protocol.setMaxConnectionsPerPeer(LIMIT)); Gate gate = hold(server, held)) {
			assertThat(server.client().exchange(PACKET).status()).isEqualTo(503);
			UwsgiClient other = new UwsgiClient(server.client().toString(), new InetSocketAddress("127.0.0.2", 0));
			assertThat(other.exchange(PACKET).status()).isEqualTo(200);
			assertThat(gate.waiting()).isEqualTo(LIMIT);
		}
		finally {
			held.forEach(UwsgiConnection::close);
		}
	}

	@Test
	void whenConnectionsComeAndGoThenNothingOfThemStaysCounted() {
		// One stays, as a peer without connections is forgotten with all its counts
		try (UwsgiServer server = UwsgiServer.start(Transport.UNIX, (protocol) -> {
			protocol.setMaxConnectionsPerPeer(LIMIT);
			protocol.setMaxIncompletePerPeer(2);
		}); UwsgiConnection staying = server.client().connect().send(BEGINNING)) {
			for (int i = 0; i < 50; i++) {
				Await.until("the last one has gone", () -> connections(server) == 1);
				server.client().connect().send(BEGINNING).close();
				Await.until("the beginning has gone", () -> connections(server) == 1);
				try (UwsgiConnection connection = server.client().connect()) {
					assertThat(connection.sendInFragments(PACKET, BEGINNING.length, 10_000_000).response())
						.satisfies(WireAssertions::isOk);
				}
			}
			assertThat(staying.isEnded()).isFalse();
		}
	}

	@Test
	void whenLastConnectionOfAPeerIsClosedThenThePeerIsForgotten() {
		PeerLoad.Ledger ledger = new PeerLoad.Ledger(new PeerLimits(1, 0));
		Peer first = ledger.connected("uid 1", null);
		Peer second = ledger.connected("uid 1", null);
		assertThat(first.refusal()).isNull();
		assertThat(second.refusal()).isNotNull();
		assertThat(second.load()).isSameAs(first.load());
		first.disconnected();
		second.disconnected();
		assertThat(ledger.connected("uid 1", null).load()).isNotSameAs(first.load());
	}

	@Test
	void whenLimitIsNegativeThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new UwsgiProtocol().setMaxConnectionsPerPeer(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> new UwsgiProtocol().setMaxIncompletePerPeer(-1));
	}

	// Takes all connections that a peer may have, each with a request that is running.
	private static Gate hold(UwsgiServer server, List<UwsgiConnection> held) {
		Gate gate = new Gate();
		server.handle((request, response) -> {
			if (request.getRequestURI().equals("/held")) {
				gate.pass();
			}
		});
		for (int i = 0; i < LIMIT; i++) {
			held.add(server.client().connect().send(UwsgiPacket.get("/held").toBytes()));
		}
		gate.awaitWaiting(LIMIT);
		return gate;
	}

	private static void sendUnlessClosed(UwsgiConnection connection) {
		try {
			connection.trySend(PACKET);
		}
		catch (UncheckedIOException ex) {
			assertThat(ex).hasMessageMatching(".*(Broken pipe|Connection reset).*");
		}
	}

	private static long refused(UwsgiServer server) {
		return server.protocol().getRejections().count(Reason.TOO_MANY_INCOMPLETE);
	}

	private static long connections(UwsgiServer server) {
		return server.protocol().getConnectionCount();
	}

}
