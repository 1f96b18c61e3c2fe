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
import java.util.List;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A few cores, all blocked, and more connections than cores.
 */
class CoreTests extends AbstractWireTests {

	private static final int THREADS = 4;

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(THREADS);
		protocol.setMinSpareThreads(1);
	}

	@Test
	void whenAllCoresBlockThenQueuedConnectionsAreServedInTheEnd() {
		for (int round = 0; round < 3; round++) {
			try (Gate gate = block()) {
				List<UwsgiConnection> connections = open(THREADS);
				gate.awaitWaiting(THREADS);
				connections.addAll(open(60));
				gate.open();
				connections.forEach(CoreTests::isServed);
			}
		}
	}

	@Test
	void whenAllCoresBlockThenNoFurtherHandlerRuns() {
		try (Gate gate = block()) {
			List<UwsgiConnection> connections = open(THREADS * 3);
			gate.awaitWaiting(THREADS);
			Await.pause(50_000_000);
			assertThat(gate.waiting()).isEqualTo(THREADS);
			gate.open();
			connections.forEach(CoreTests::isServed);
		}
	}

	@Test
	void whenOneCoreIsFreeThenItServesAllOthers() {
		try (Gate gate = new Gate()) {
			server().handle((request, response) -> {
				if (request.getRequestURI().equals("/block")) {
					gate.pass();
				}
				response.getWriter().print("ok");
			});
			List<UwsgiConnection> connections = new ArrayList<>();
			for (int i = 0; i < THREADS - 1; i++) {
				connections.add(client().connect().send(UwsgiPacket.get("/block").toBytes()));
			}
			gate.awaitWaiting(THREADS - 1);
			for (int i = 0; i < 200; i++) {
				assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
			}
			gate.open();
			connections.forEach(CoreTests::isServed);
		}
	}

	@Test
	void whenQueuedPeersLeaveThenTheOthersAreServed() {
		try (Gate gate = block()) {
			List<UwsgiConnection> connections = open(THREADS);
			gate.awaitWaiting(THREADS);
			List<UwsgiConnection> queued = open(40);
			for (int i = 0; i < queued.size(); i += 2) {
				queued.get(i).reset();
			}
			gate.open();
			connections.forEach(CoreTests::isServed);
			for (int i = 1; i < queued.size(); i += 2) {
				isServed(queued.get(i));
			}
		}
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenHandlersFailThenCoresAreNotLost() {
		server().handle((request, response) -> {
			throw new AssertionError("expected by the test");
		});
		for (int i = 0; i < THREADS * 5; i++) {
			assertThat(exchange(UwsgiPacket.get("/")).status()).isEqualTo(500);
		}
	}

	@Test
	void whenThreadWasInterruptedByAHandlerThenNextRequestIsNotAffected() {
		server().handle((request, response) -> {
			response.getWriter().print(Thread.currentThread().isInterrupted());
			Thread.currentThread().interrupt();
		});
		for (int i = 0; i < THREADS * 5; i++) {
			assertThat(exchange(UwsgiPacket.get("/")).text()).isEqualTo("false");
		}
	}

	private Gate block() {
		Gate gate = new Gate();
		server().handle((request, response) -> {
			gate.pass();
			response.getWriter().print("ok");
		});
		return gate;
	}

	private List<UwsgiConnection> open(int count) {
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			connections.add(client().connect().send(PACKET));
		}
		return connections;
	}

	private static void isServed(UwsgiConnection connection) {
		try (connection) {
			assertThat(connection.response()).satisfies(WireAssertions::isOk);
		}
	}

}
