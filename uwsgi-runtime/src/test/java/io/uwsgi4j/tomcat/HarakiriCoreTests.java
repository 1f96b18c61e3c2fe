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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;

import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.stats.WorkerStats;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request that takes too long hurts nobody else: its core is replaced, and its thread
 * can do no harm.
 */
class HarakiriCoreTests extends AbstractHarakiriTests {

	@Test
	void whenHandlersLoopThenOtherCoresTakeTheirPlaces() {
		AtomicInteger looping = new AtomicInteger();
		server().handle(loop(looping));
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < CORES; i++) {
			connections.add(client().connect().send(SLOW.toBytes()));
		}
		connections.forEach((connection) -> assertThat(connection.response().status()).isEqualTo(503));
		assertThat(looping).hasValue(CORES);
		server().reset();
		for (int i = 0; i < 20; i++) {
			assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
		assertThat(worker().cores()).extracting(CoreStats::inRequest).containsOnly(0L);
		assertThat(looping).hasValue(CORES);
		connections.forEach(UwsgiConnection::close);
	}

	@Test
	void whenMoreHandlersLoopThanThereAreCoresThenTheWorkerIsDamagedAtOnce() {
		AtomicInteger looping = new AtomicInteger();
		server().handle(loop(looping));
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < CORES + 1; i++) {
			UwsgiConnection connection = client().connect().send(SLOW.toBytes());
			assertThat(connection.response().status()).isEqualTo(503);
			connections.add(connection);
		}
		Await.until("the worker is damaged", () -> server().protocol().getDamagedCores() == 1);
		assertThat(log().linesWith("is damaged")).hasSize(1);
		this.over.set(true);
		connections.forEach(UwsgiConnection::close);
	}

	@Test
	void whenThreadDoesNotComeBackThenTheWorkerIsDamagedUntilItDoes() {
		server().protocol().setHarakiriGracefulTimeout(1);
		server().handle(loop(new AtomicInteger()));
		assertThat(exchange(SLOW).status()).isEqualTo(503);
		Await.until("the worker is damaged", () -> server().protocol().getDamagedCores() == 1);
		assertThat(log().lines(Level.SEVERE)).singleElement().asString().contains("Worker 1 is damaged", "/slow?a=1");
		this.over.set(true);
		Await.until("the worker is whole", () -> server().protocol().getDamagedCores() == 0);
		assertThat(log().linesWith("has ended after")).hasSize(1);
	}

	@Test
	void whenConnectorIsStartedAgainThenThreadsThatHaveNotComeBackAreStillKnown() {
		server().handle(loop(new AtomicInteger()));
		assertThat(exchange(SLOW).status()).isEqualTo(503);
		Await.until("a report", () -> !reports().isEmpty());
		server().stop();
		server().start();
		server().reset();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		assertThat(server().protocol().getOutlivedRequests()).isEqualTo(1);
		this.over.set(true);
		Await.until("it is known to have come back", () -> server().protocol().getOutlivedRequests() == 0);
	}

	@Test
	void whenHandlerWritesLateThenNobodyElseGetsIt() {
		AtomicInteger looping = new AtomicInteger();
		server().handle((request, response) -> {
			looping.incrementAndGet();
			waitForTheEnd();
			response.getOutputStream().print("late");
			looping.decrementAndGet();
		});
		assertThat(exchange(SLOW).status()).isEqualTo(503);
		server().reset();
		// They have the descriptor's number, one after the other.
		List<UwsgiConnection> others = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			others.add(client().connect());
		}
		this.over.set(true);
		Await.until("the handler has ended", () -> looping.get() == 0);
		others.forEach((other) -> assertThat(other.send(UwsgiPacket.get("/").toBytes()).response())
			.satisfies(WireAssertions::isOk));
		others.forEach(UwsgiConnection::close);
	}

	@Test
	void whenRequestsEndAroundTheLimitThenEachIsEitherServedOrGivenUp() {
		int count = 4 * CORES;
		WorkerStats before = worker();
		AtomicInteger number = new AtomicInteger();
		server().handle((request, response) -> {
			Await.pause(Duration.ofMillis(1000 + 20 * number.getAndIncrement()).toNanos());
			response.getWriter().print("ok");
		});
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			connections.add(client().connect().send(SLOW.toBytes()));
		}
		int givenUp = 0;
		for (UwsgiConnection connection : connections) {
			Response response = connection.response();
			givenUp += (response.status() == 503) ? 1 : 0;
			assertThat(response.text()).isEqualTo((response.status() == 503) ? "503 Service Unavailable\n" : "ok");
			connection.close();
		}
		WorkerStats after = worker();
		assertThat(after.harakiriCount() - before.harakiriCount()).isEqualTo(givenUp);
		assertThat(after.requests() - before.requests()).isEqualTo(count - givenUp);
		assertThat(after.cores()).extracting(CoreStats::inRequest).containsOnly(0L);
	}

	@Test
	void whenThreadHasBeenInterruptedThenTheNextRequestDoesNotNoticeIt() {
		server().handle((request, response) -> waitForTheEnd());
		assertThat(exchange(SLOW).status()).isEqualTo(503);
		this.over.set(true);
		AtomicInteger interrupted = new AtomicInteger();
		server().handle((request, response) -> {
			interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
			response.getWriter().print("ok");
		});
		for (int i = 0; i < 50; i++) {
			assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
		assertThat(interrupted).hasValue(0);
	}

}
