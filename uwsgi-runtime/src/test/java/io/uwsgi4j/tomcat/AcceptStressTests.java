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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens to the cores meanwhile, no connection is forgotten.
 */
class AcceptStressTests extends AbstractWireTests {

	private static final int THREADS = 24;

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	private static final byte[] SLOW = UwsgiPacket.get("/slow").toBytes();

	// Longer than anything in the connector stays awake after the last request.
	private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

	private ExecutorService clients;

	private AtomicBoolean done;

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(THREADS);
		protocol.setMinSpareThreads(2);
	}

	@BeforeEach
	void startClients() {
		this.clients = Executors.newCachedThreadPool();
		this.done = new AtomicBoolean();
	}

	@AfterEach
	void stopClients() {
		this.done.set(true);
		this.clients.shutdown();
	}

	@Test
	void whenBurstFollowsSilenceThenAllAreServed() {
		for (int round = 0; round < 5; round++) {
			Await.pause(SILENCE_NANOS);
			List<UwsgiConnection> connections = open(5 * THREADS, PACKET);
			connections.forEach(AcceptStressTests::isServed);
		}
	}

	@Test
	void whenEveryOtherHandlerBlocksThenAllAreServed() {
		try (Gate gate = new Gate()) {
			server().handle((request, response) -> {
				if (request.getRequestURI().equals("/slow")) {
					gate.pass();
				}
				response.getWriter().print("ok");
			});
			List<UwsgiConnection> blocked = new ArrayList<>();
			for (int i = 1; i < THREADS; i++) {
				blocked.addAll(open(1, SLOW));
				open(3, PACKET).forEach(AcceptStressTests::isServed);
			}
			gate.awaitWaiting(THREADS - 1);
			open(50, PACKET).forEach(AcceptStressTests::isServed);
			gate.open();
			blocked.forEach(AcceptStressTests::isServed);
		}
	}

	@Test
	void whenHandlersBlockAndReturnAllTheTimeThenAllAreServed() throws Exception {
		server().handle((request, response) -> {
			// From shorter than anybody notices to longer than the watch waits.
			Await.pause(ThreadLocalRandom.current().nextLong(6_000_000));
			response.getWriter().print("ok");
		});
		await(start(2 * THREADS, () -> exchanges(100)));
	}

	@Test
	void whenPeersAreSlowThenTheOthersAreServed() throws Exception {
		List<Future<?>> slow = start(8, () -> {
			for (int i = 0; i < 20; i++) {
				try (UwsgiConnection connection = client().connect().send(PACKET, 0, 7)) {
					Await.pause(ThreadLocalRandom.current().nextLong(12_000_000));
					isServed(connection.send(PACKET, 7, PACKET.length));
				}
			}
			return true;
		});
		List<Future<?>> quick = start(8, () -> exchanges(100));
		await(slow);
		await(quick);
	}

	@Test
	void whenPeersConnectAndLeaveThenTheOthersAreServed() throws Exception {
		List<Future<?>> leaving = start(4, () -> {
			while (!this.done.get()) {
				client().connect().close();
				// Otherwise the listen queue is full of them.
				Await.pause(100_000);
			}
			return true;
		});
		await(start(8, () -> exchanges(100)));
		this.done.set(true);
		await(leaving);
	}

	@Test
	void whenConnectorIsPausedAndResumedUnderLoadThenAllAreServed() throws Exception {
		List<Future<?>> load = start(12, () -> exchanges(100));
		Future<?> pauses = this.clients.submit(() -> {
			while (!this.done.get()) {
				server().connector().pause();
				Thread.yield();
				server().connector().resume();
				Await.pause(200_000);
			}
		});
		await(load);
		this.done.set(true);
		await(List.of(pauses));
	}

	@Test
	void whenCoresAreInterruptedThenAllAreServed() throws Exception {
		List<Future<?>> load = start(12, () -> exchanges(100));
		Future<?> interrupts = this.clients.submit(() -> {
			while (!this.done.get()) {
				Thread.getAllStackTraces()
					.keySet()
					.stream()
					.filter((thread) -> thread.getName().contains("-core-"))
					.forEach(Thread::interrupt);
				Await.pause(1_000_000);
			}
		});
		await(load);
		this.done.set(true);
		await(List.of(interrupts));
	}

	@Test
	void whenServerIsStoppedAndStartedThenTheNextRequestIsServed() {
		AtomicInteger served = new AtomicInteger();
		for (int round = 0; round < 10; round++) {
			server().stop();
			server().start();
			open(3 * THREADS, PACKET).forEach((connection) -> {
				isServed(connection);
				served.incrementAndGet();
			});
		}
		assertThat(served).hasValue(10 * 3 * THREADS);
	}

	private boolean exchanges(int count) {
		for (int i = 0; i < count; i++) {
			assertThat(exchange(PACKET)).satisfies(WireAssertions::isOk);
		}
		return true;
	}

	private List<Future<?>> start(int threads, Callable<?> task) {
		List<Future<?>> futures = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			futures.add(this.clients.submit(task));
		}
		return futures;
	}

	private static void await(List<Future<?>> futures)
			throws InterruptedException, ExecutionException, TimeoutException {
		for (Future<?> future : futures) {
			future.get(60, TimeUnit.SECONDS);
		}
	}

	private List<UwsgiConnection> open(int count, byte[] packet) {
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			connections.add(client().connect().send(packet));
		}
		return connections;
	}

	private static void isServed(UwsgiConnection connection) {
		try (connection) {
			assertThat(connection.response()).satisfies(WireAssertions::isOk);
		}
	}

}
