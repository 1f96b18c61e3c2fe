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

import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.Resources;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A graceful shutdown loses nothing that has reached the application, or its socket.
 */
@Timeout(90)
class ShutdownTests {

	private static final UwsgiPacket HELD = UwsgiPacket.get("/held");

	@Test
	void whenShutdownBeginsThenWhatWaitsInTheListenQueueIsServed() {
		try (Gate gate = HeldController.hold();
				OwnApplication application = OwnApplication.start("uwsgi.threads=1", "uwsgi.listen=3")) {
			List<UwsgiConnection> running = application.send(1, HELD);
			gate.awaitWaiting(1);
			// The kernel lets one more wait than it was told.
			List<UwsgiConnection> waiting = application.send(4, HELD);
			CompletableFuture<Void> close = closeInBackground(application);
			awaitRefusal(application);
			gate.open();
			assertThat(bodies(running)).containsExactly("held");
			assertThat(bodies(waiting)).hasSize(4).containsOnly("held");
			assertThat(close).succeedsWithin(Await.LIMIT);
		}
	}

	@Test
	void whenShutdownBeginsInAPauseThenWhatWaitsIsServed() {
		try (OwnApplication application = OwnApplication.start()) {
			application.connector().pause();
			List<UwsgiConnection> waiting = application.send(20, UwsgiPacket.get("/hello"));
			CompletableFuture<Void> close = closeInBackground(application);
			assertThat(bodies(waiting)).hasSize(20).containsOnly("hello");
			assertThat(close).succeedsWithin(Await.LIMIT);
		}
	}

	@Test
	void whenResponseIsStillBeingSentThenItIsSentToTheEnd() {
		int size = 2_000_000;
		try (OwnApplication application = OwnApplication.start()) {
			UwsgiConnection connection = application.send(1, UwsgiPacket.get("/buffered?size=" + size)).get(0);
			// The servlet has returned by then, and nobody reads what it has left behind.
			connection.readAtLeast(1);
			CompletableFuture<Void> close = closeInBackground(application);
			Await.until("no servlet is active",
					() -> !application.log().linesWith("Graceful shutdown complete").isEmpty());
			assertThat(connection.response().body()).isEqualTo(Payload.bytes(size));
			connection.close();
			assertThat(close).succeedsWithin(Await.LIMIT);
		}
	}

	@Test
	void whenShutdownBeginsThenRunningAndAsynchronousRequestsAreFinished() {
		try (Gate gate = HeldController.hold(); OwnApplication application = OwnApplication.start()) {
			List<UwsgiConnection> running = application.send(5, HELD);
			List<UwsgiConnection> pending = application.send(5, UwsgiPacket.get("/pending"));
			gate.awaitWaiting(5);
			for (UwsgiConnection connection : pending) {
				assertThat(connection.isEnded()).isFalse();
			}
			CompletableFuture<Void> close = closeInBackground(application);
			awaitRefusal(application);
			// It goes last.
			assertThat(application.socket()).exists();
			gate.open();
			assertThat(bodies(running)).hasSize(5).containsOnly("held");
			for (int i = 0; i < pending.size(); i++) {
				HeldController.awaitPending().setResult("done");
			}
			assertThat(bodies(pending)).hasSize(5).containsOnly("done");
			assertThat(close).succeedsWithin(Await.LIMIT);
			assertThat(application.socket()).doesNotExist();
			assertThat(application.log().errors()).isEmpty();
		}
	}

	@Test
	void whenGracePeriodEndsThenRunningRequestIsCutOff() {
		try (Gate gate = HeldController.hold();
				OwnApplication application = OwnApplication
					.start("spring.lifecycle.timeout-per-shutdown-phase=100ms")) {
			UwsgiConnection connection = application.send(1, HELD).get(0);
			gate.awaitWaiting(1);
			CompletableFuture<Void> close = closeInBackground(application);
			assertThat(connection.awaitEnd()).isEmpty();
			connection.close();
			gate.open();
			assertThat(close).succeedsWithin(Await.LIMIT);
			assertThat(application.log().linesWith("Graceful shutdown aborted")).hasSize(1);
		}
	}

	@Test
	void whenOldInstanceFinishesItsRequestsThenNewOneServesOnTheSamePath() {
		try (Gate gate = HeldController.hold();
				OwnApplication application = OwnApplication.start();
				WorkDirectory directory = WorkDirectory.create()) {
			assertThat(application.socket()).exists();
			List<UwsgiConnection> running = application.send(1, HELD);
			gate.awaitWaiting(1);
			CompletableFuture<Void> close = closeInBackground(application);
			awaitRefusal(application);
			try (ConfigurableApplicationContext successor = OwnApplication.run(directory, application.socket())) {
				assertThat(application.exchange(UwsgiPacket.get("/hello")).text()).isEqualTo("hello");
				gate.open();
				assertThat(bodies(running)).containsExactly("held");
				assertThat(close).succeedsWithin(Await.LIMIT);
				assertThat(application.exchange(UwsgiPacket.get("/hello")).text()).isEqualTo("hello");
				assertThat(successor.isActive()).isTrue();
			}
			assertThat(application.socket()).doesNotExist();
		}
	}

	@Test
	void whenApplicationIsStoppedAndStartedAgainAndAgainThenItServesAndLeaksNothing() {
		try (OwnApplication application = OwnApplication.start()) {
			serveAndStop(application);
			Resources before = Resources.take();
			for (int i = 0; i < 10; i++) {
				application.context().start();
				serveAndStop(application);
			}
			before.awaitReleased();
			assertThat(application.log().errors()).isEmpty();
		}
	}

	private static void serveAndStop(OwnApplication application) {
		serve(application);
		application.context().stop();
		assertThat(application.socket()).doesNotExist();
	}

	private static void serve(OwnApplication application) {
		byte[] body = Payload.bytes(300_000);
		List<UwsgiConnection> connections = application.send(10, UwsgiPacket.get("/hello"));
		assertThat(application.exchange(UwsgiPacket.post("/digest", body)).text()).isEqualTo(Payload.digest(body));
		assertThat(bodies(connections)).hasSize(10).containsOnly("hello");
	}

	private static CompletableFuture<Void> closeInBackground(OwnApplication application) {
		return CompletableFuture.runAsync(application.context()::close)
			.orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

	private static void awaitRefusal(OwnApplication application) {
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(application.socket());
		Await.until("new connections are refused", () -> {
			try (SocketChannel channel = SocketChannel.open(address)) {
				return !channel.isConnected();
			}
			catch (ConnectException ex) {
				return true;
			}
		});
	}

	private static List<String> bodies(List<UwsgiConnection> connections) {
		return connections.stream().map((connection) -> {
			try (connection) {
				return connection.response();
			}
		}).map(Response::text).toList();
	}

}
