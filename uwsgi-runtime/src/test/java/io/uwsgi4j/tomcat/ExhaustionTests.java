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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.stream.IntStream;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import jakarta.servlet.AsyncContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that has been asked for too much is the same afterwards as before: nobody has
 * to start it again.
 */
class ExhaustionTests extends AbstractWireTests {

	private static final int THREADS = 4;

	private static final int PEERS = 4000;

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(THREADS);
		protocol.setMinSpareThreads(1);
	}

	@Test
	void whenThousandsOfPeersConnectAndLeaveThenNothingIsLeftOfThem() {
		for (int i = 0; i < PEERS; i++) {
			UwsgiConnection connection = connectWhenThereIsRoom();
			connection.send(PACKET, 0, sent(i));
			if (i % 2 == 0) {
				connection.close();
			}
			else {
				connection.reset();
			}
		}
		Await.until("all connections end", () -> connections() == 0);
		assertThat(log().errors()).isEmpty();
		assertThat(log().lines(Level.WARNING)).hasSizeLessThan(5);
	}

	@Test
	void whenHandlersRunOutOfMemoryThenConnectionsEndAndCoresAreNotLost() {
		server().handle((request, response) -> {
			throw new OutOfMemoryError("expected by the test");
		});
		for (int i = 0; i < THREADS * 5; i++) {
			try (UwsgiConnection connection = client().connect().send(PACKET)) {
				connection.awaitEnd();
			}
		}
		assertServes();
	}

	@Test
	void whenAsynchronousRequestsRunOutOfMemoryThenConnectionsEndAndCoresAreNotLost() {
		server().handle((request, response) -> {
			AsyncContext context = request.startAsync();
			context.setTimeout(100);
			context.start(() -> {
				throw new OutOfMemoryError("expected by the test");
			});
		});
		List<UwsgiConnection> all = new ArrayList<>();
		IntStream.range(0, THREADS * 2).forEach((index) -> all.add(client().connect().send(PACKET)));
		all.forEach(UwsgiConnection::awaitEnd);
		all.forEach(UwsgiConnection::close);
		assertServes();
	}

	@Test
	void whenHandlersRunOutOfStackThenAnswerIs500AndCoresAreNotLost() {
		server().handle((request, response) -> response.setStatus(depth(0)));
		for (int i = 0; i < THREADS * 5; i++) {
			assertThat(exchange(PACKET).status()).isEqualTo(500);
		}
		assertServes();
	}

	@Test
	void whenBlockIsFullOfTinyVariablesThenAnswerIs431() {
		UwsgiPacket packet = UwsgiPacket.empty();
		IntStream.range(0, 65_535 / 5).forEach((index) -> packet.var("A", ""));
		for (int i = 0; i < 50; i++) {
			assertThat(exchange(packet)).satisfies((response) -> WireAssertions.isRefusal(response, 431));
		}
		assertThat(log().lines(Level.WARNING)).hasSizeLessThan(2);
		assertServes();
	}

	private void assertServes() {
		server().reset();
		try (Gate gate = new Gate()) {
			server().handle((request, response) -> {
				gate.pass();
				response.getWriter().print("ok");
			});
			List<UwsgiConnection> all = new ArrayList<>();
			IntStream.range(0, THREADS).forEach((index) -> all.add(client().connect().send(PACKET)));
			// Every core is there.
			gate.awaitWaiting(THREADS);
			gate.open();
			all.forEach((connection) -> assertThat(connection.response()).satisfies(WireAssertions::isOk));
			all.forEach(UwsgiConnection::close);
		}
		Await.until("all connections end", () -> connections() == 0);
	}

	// A full listen queue is not what is tried here.
	private UwsgiConnection connectWhenThereIsRoom() {
		AtomicReference<UwsgiConnection> connection = new AtomicReference<>();
		Await.until("there is room in the listen queue", () -> {
			try {
				connection.set(client().connect());
				return true;
			}
			catch (UncheckedIOException ex) {
				return false;
			}
		});
		return connection.get();
	}

	private long connections() {
		return server().protocol().getConnectionCount();
	}

	// Nothing, the header, a part of the block, or everything.
	private static int sent(int peer) {
		return switch (peer % 5) {
			case 0, 1 -> 0;
			case 2 -> 4;
			case 3 -> PACKET.length / 2;
			default -> PACKET.length;
		};
	}

	private static int depth(int from) {
		// Long before that the stack is full.
		return (from != Integer.MAX_VALUE) ? depth(from + 1) + 1 : from;
	}

}
