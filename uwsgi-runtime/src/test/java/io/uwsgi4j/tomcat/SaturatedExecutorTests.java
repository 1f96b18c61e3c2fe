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
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Resources;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody else's executor that has no thread left and nowhere to wait.
 */
class SaturatedExecutorTests {

	private static final int THREADS = 2;

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(0, THREADS, 1, TimeUnit.SECONDS,
			new SynchronousQueue<>());

	@AfterEach
	void stopThreads() {
		this.executor.shutdownNow();
	}

	@ParameterizedTest
	@EnumSource(names = { "UNIX", "TCP" })
	void whenNoThreadIsLeftThenPeersAreTurnedAwayAndItIsSaidOnce(Transport transport) {
		WarmUp.once();
		Resources before = Resources.take();
		try (Gate gate = new Gate();
				LogCapture log = LogCapture.start();
				UwsgiServer server = UwsgiServer.start(transport, (protocol) -> protocol.setExecutor(this.executor))) {
			server.handle((request, response) -> gate.pass());
			List<UwsgiConnection> served = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				served.add(server.client().connect().send(PACKET));
				gate.awaitWaiting(i + 1);
			}
			for (int i = 0; i < 50; i++) {
				assertThat(refusal(server)).isEmpty();
			}
			assertThat(log.linesWith("no core can take it")).hasSize(1);
			gate.open();
			served.forEach((connection) -> assertThat(connection.response().status()).isEqualTo(200));
			served.forEach(UwsgiConnection::close);
			Await.until("threads are idle", () -> this.executor.getActiveCount() == 0);
			server.reset();
			assertThat(server.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
			Await.until("all connections end", () -> server.protocol().getConnectionCount() == 0);
		}
		before.awaitReleased();
	}

	private static byte[] refusal(UwsgiServer server) {
		try (UwsgiConnection connection = server.client().connect()) {
			// On TCP nobody is told of a connection that says nothing.
			connection.trySend(PACKET);
			return connection.awaitEnd();
		}
		catch (RuntimeException ex) {
			// Already ended when it was about to speak.
			return new byte[0];
		}
	}

}
