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

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that take too long in threads of somebody else's executor.
 */
class HarakiriExecutorTests {

	private final ExecutorService executor = Executors.newFixedThreadPool(1);

	@AfterEach
	void stopThreads() {
		this.executor.shutdownNow();
	}

	@Test
	void whenThreadIsNoCoreThenItIsInterruptedAndServesOn() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		AtomicReference<Exception> end = new AtomicReference<>();
		try (UwsgiServer server = UwsgiServer.start(Transport.UNIX, (protocol) -> {
			protocol.setExecutor(this.executor);
			protocol.setHarakiri(1);
		})) {
			server.handle((request, response) -> {
				thread.set(Thread.currentThread());
				try {
					Thread.sleep(60_000);
				}
				catch (InterruptedException ex) {
					end.set(ex);
				}
			});
			assertThat(server.client().exchange(UwsgiPacket.get("/")).status()).isEqualTo(503);
			Await.until("the handler is interrupted", () -> end.get() != null);
			Await.until("it has come back", () -> server.protocol().getOutlivedRequests() == 0);
			assertThat(server.protocol().getDamagedCores()).isZero();
			server.handle((request, response) -> response.getWriter()
				.print(Thread.currentThread() == thread.get() && !Thread.currentThread().isInterrupted()));
			assertThat(server.client().exchange(UwsgiPacket.get("/")).text()).isEqualTo("true");
		}
	}

}
