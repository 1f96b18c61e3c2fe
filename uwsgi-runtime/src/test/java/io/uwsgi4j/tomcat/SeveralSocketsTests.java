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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.Resources;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One connector on several sockets.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class SeveralSocketsTests {

	private static final List<Transport> SOCKETS = List.of(Transport.UNIX, Transport.TCP, Transport.ABSTRACT);

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenOneSocketIsFloodedThenTheOthersAreServed(boolean handOver) throws InterruptedException {
		WarmUp.once();
		Resources before = Resources.take();
		try (UwsgiServer server = start(handOver)) {
			AtomicBoolean done = new AtomicBoolean();
			CountDownLatch flooding = new CountDownLatch(6);
			List<Thread> flood = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				flood.add(new Thread(() -> {
					while (!done.get()) {
						assertThat(server.client(0).exchange(PACKET)).satisfies(WireAssertions::isOk);
						flooding.countDown();
					}
				}));
			}
			flood.forEach(Thread::start);
			assertThat(flooding.await(20, TimeUnit.SECONDS)).isTrue();
			for (int i = 0; i < 300; i++) {
				assertThat(server.client(1).exchange(PACKET)).satisfies(WireAssertions::isOk);
				assertThat(server.client(2).exchange(PACKET)).satisfies(WireAssertions::isOk);
			}
			done.set(true);
			for (Thread thread : flood) {
				thread.join();
			}
		}
		before.awaitReleased();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenConnectionsWaitOnAllSocketsThenAllAreServed(boolean handOver) {
		WarmUp.once();
		Resources before = Resources.take();
		try (UwsgiServer server = start(handOver)) {
			for (int round = 0; round < 20; round++) {
				try (Gate gate = new Gate()) {
					server.handle((request, response) -> {
						gate.pass();
						response.getWriter().print("ok");
					});
					List<UwsgiConnection> connections = new ArrayList<>();
					for (int i = 0; i < 30; i++) {
						connections.add(server.client(i % SOCKETS.size()).connect().send(PACKET));
					}
					gate.awaitWaiting(6);
					gate.open();
					for (UwsgiConnection connection : connections) {
						assertThat(connection.response()).satisfies(WireAssertions::isOk);
						connection.close();
					}
				}
			}
		}
		before.awaitReleased();
	}

	private static UwsgiServer start(boolean handOver) {
		return UwsgiServer.start(SOCKETS, (protocol) -> {
			protocol.setHandOver(handOver);
			protocol.setMaxThreads(6);
		});
	}

}
