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
 * Above {@code max-connections} the kernel's queue has to do.
 */
class MaxConnectionsTests extends AbstractWireTests {

	private static final int LIMIT = 5;

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxConnections(LIMIT);
		protocol.setMaxThreads(20);
		protocol.setSocketTimeout(2);
	}

	@Test
	void whenLimitIsReachedThenAcceptingPausesAndResumes() {
		for (int round = 0; round < 3; round++) {
			try (Gate gate = new Gate()) {
				server().handle((request, response) -> {
					gate.pass();
					response.getWriter().print("ok");
				});
				List<UwsgiConnection> connections = new ArrayList<>();
				for (int i = 0; i < LIMIT * 4; i++) {
					connections.add(client().connect().send(PACKET));
				}
				gate.awaitWaiting(LIMIT);
				Await.pause(50_000_000);
				assertThat(gate.waiting()).isEqualTo(LIMIT);
				gate.open();
				for (UwsgiConnection connection : connections) {
					assertThat(connection.response()).satisfies(WireAssertions::isOk);
					connection.close();
				}
			}
		}
	}

	@Test
	void whenLimitIsReachedByParkedConnectionsThenTheirEndResumesAccepting() {
		List<UwsgiConnection> parked = new ArrayList<>();
		for (int i = 0; i < LIMIT; i++) {
			parked.add(client().connect().send(PACKET, 0, 10));
		}
		try (UwsgiConnection waiting = client().connect().send(PACKET)) {
			parked.forEach(UwsgiConnection::close);
			assertThat(waiting.response()).satisfies(WireAssertions::isOk);
		}
	}

	@Test
	void whenLimitIsReachedBySlowPeersThenSocketTimeoutResumesAccepting() {
		List<UwsgiConnection> parked = new ArrayList<>();
		for (int i = 0; i < LIMIT; i++) {
			parked.add(client().connect().send(PACKET, 0, 10));
		}
		try (UwsgiConnection waiting = client().connect().send(PACKET)) {
			assertThat(waiting.response()).satisfies(WireAssertions::isOk);
		}
		parked.forEach(UwsgiConnection::close);
	}

	@Test
	void whenManyRequestsFollowEachOtherThenTheCountStaysRight() {
		for (int i = 0; i < LIMIT * 40; i++) {
			assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
		assertThat(log().linesWith("connection count")).isEmpty();
	}

}
