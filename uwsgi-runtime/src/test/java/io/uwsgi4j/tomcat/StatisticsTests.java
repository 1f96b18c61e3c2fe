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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.uwsgi4j.stats.AppStats;
import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.stats.SocketStats;
import io.uwsgi4j.stats.WorkerStats;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The statistics say what is going on and what has been, in uWSGI's terms.
 */
class StatisticsTests extends AbstractWireTests {

	private static final int CORES = 4;

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(CORES);
		protocol.setMinSpareThreads(1);
		protocol.setMountpoint("/shop");
		protocol.setStatsMaskedVars(List.of("HTTP_X_API_KEY"));
	}

	@Test
	void whenServerIsIdleThenItsIdentityIsKnown() {
		Await.until("idle", () -> worker().status().equals("idle"));
		ServerStats stats = statistics();
		assertThat(stats.pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(stats.uid()).isNotNegative();
		assertThat(stats.cwd()).isEqualTo(System.getProperty("user.dir"));
		WorkerStats worker = stats.workers().get(0);
		assertThat(worker.id()).isEqualTo(1);
		assertThat(worker.pid()).isEqualTo(stats.pid());
		assertThat(worker.accepting()).isEqualTo(1);
		assertThat(worker.respawnCount()).isEqualTo(1);
		assertThat(worker.lastSpawn()).isBetween(1L, System.currentTimeMillis() / 1000);
		assertThat(worker.cores()).hasSize(CORES).extracting(CoreStats::id).containsExactly(0, 1, 2, 3);
		assertThat(worker.cores()).allSatisfy((core) -> {
			assertThat(core.inRequest()).isZero();
			assertThat(core.vars()).isEmpty();
			assertThat(core.requestStart()).isZero();
		});
		assertThat(stats.sockets()).hasSize(1);
		SocketStats socket = stats.sockets().get(0);
		assertThat(server().protocol().getBoundAddresses().get(0).toString()).endsWith(socket.name());
		assertThat(socket.name()).doesNotStartWith("unix:");
		assertThat(socket.proto()).isEqualTo("uwsgi");
	}

	@Test
	void whenRequestIsRunningThenItsCoreShowsIt() {
		long second = System.currentTimeMillis() / 1000;
		WorkerStats before = worker();
		try (Gate gate = new Gate()) {
			server().handle((request, response) -> gate.pass());
			try (UwsgiConnection connection = client().connect()
				.send(UwsgiPacket.get("/slow?a=1").var("HTTP_X_TEST", "yes").toBytes())) {
				gate.awaitWaiting(1);
				WorkerStats worker = worker();
				assertThat(worker.status()).isEqualTo("busy");
				assertThat(worker.requests()).isEqualTo(before.requests());
				assertThat(worker.apps().get(0).requests()).isEqualTo(before.apps().get(0).requests() + 1);
				CoreStats core = busy(worker);
				assertThat(core.vars()).contains("REQUEST_URI=/slow?a=1", "REQUEST_METHOD=GET", "HTTP_X_TEST=yes");
				assertThat(core.requestStart()).isBetween(second, System.currentTimeMillis() / 1000);
				gate.open();
				assertThat(connection.response().status()).isEqualTo(200);
			}
		}
		// The end of the response is not seen before the request has been counted.
		assertThat(worker().requests()).isEqualTo(before.requests() + 1);
		assertThat(worker().status()).isEqualTo("idle");
	}

	@Test
	void whenVariablesAreSecretThenTheyAreMasked() {
		try (Gate gate = new Gate()) {
			server().handle((request, response) -> gate.pass());
			try (UwsgiConnection connection = client().connect()
				.send(UwsgiPacket.get("/")
					.var("HTTP_AUTHORIZATION", "Basic c2VjcmV0")
					.var("HTTP_COOKIE", "JSESSIONID=secret")
					.var("HTTP_Cookie", "secret=1")
					.var("HTTP_PROXY_AUTHORIZATION", "secret")
					.var("HTTP_X_API_KEY", "secret")
					.toBytes())) {
				gate.awaitWaiting(1);
				assertThat(busy(worker()).vars())
					.contains("HTTP_AUTHORIZATION=******", "HTTP_COOKIE=******", "HTTP_Cookie=******",
							"HTTP_PROXY_AUTHORIZATION=******", "HTTP_X_API_KEY=******")
					.noneMatch((variable) -> variable.contains("secret"));
				gate.open();
				connection.response();
			}
		}
	}

	@Test
	void whenVariablesAreManyThenAsManyWholeOnesAsFitAreShown() {
		UwsgiPacket packet = UwsgiPacket.get("/");
		for (int i = 0; i < 100; i++) {
			packet.var("HTTP_X_%03d".formatted(i), "x".repeat(100));
		}
		try (Gate gate = new Gate()) {
			server().handle((request, response) -> gate.pass());
			try (UwsgiConnection connection = client().connect().send(packet.toBytes())) {
				gate.awaitWaiting(1);
				assertThat(busy(worker()).vars()).hasSizeBetween(30, 100)
					.contains("REQUEST_URI=/", "HTTP_X_000=" + "x".repeat(100));
				gate.open();
				assertThat(connection.response()).satisfies((response) -> assertThat(response.status()).isEqualTo(200));
			}
		}
	}

	@Test
	void whenResponseIsSentThenAllItsBytesCount() {
		WorkerStats before = worker();
		server().handle((request, response) -> response.getOutputStream().write(new byte[100_000]));
		int received = receive(UwsgiPacket.get("/")).length;
		assertThat(received).isGreaterThan(100_000);
		WorkerStats after = worker();
		assertThat(after.tx() - before.tx()).isEqualTo(received);
		assertThat(after.runningTime()).isGreaterThan(before.runningTime());
		assertThat(after.requests()).isEqualTo(before.requests() + 1);
		assertThat(after.deltaRequests()).isEqualTo(after.requests());
	}

	@Test
	void whenApplicationThrowsThenTheExceptionCounts() {
		WorkerStats before = worker();
		server().handle((request, response) -> {
			throw new ServletException("meant to be");
		});
		assertThat(exchange(UwsgiPacket.get("/")).status()).isEqualTo(500);
		server().handle((request, response) -> response.sendError(500));
		assertThat(exchange(UwsgiPacket.get("/")).status()).isEqualTo(500);
		WorkerStats after = worker();
		assertThat(after.exceptions()).isEqualTo(before.exceptions() + 1);
		assertThat(after.apps()).extracting(AppStats::exceptions).containsExactly(after.exceptions());
		assertThat(after.apps()).extracting(AppStats::mountpoint).containsExactly("/shop");
	}

	@Test
	void whenExceptionComesAfterTheResponseHasBegunThenItCounts() {
		WorkerStats before = worker();
		server().handle((request, response) -> {
			response.flushBuffer();
			throw new ServletException("meant to be");
		});
		exchange(UwsgiPacket.get("/"));
		assertThat(worker().exceptions()).isEqualTo(before.exceptions() + 1);
	}

	@Test
	void whenPacketIsRejectedThenItCountsWithoutTheApplication() {
		WorkerStats before = worker();
		assertThat(exchange(UwsgiPacket.get("/").var("REQUEST_METHOD", "")).status()).isEqualTo(400);
		assertThat(exchange(UwsgiPacket.get("/").modifier1(3)).status()).isEqualTo(501);
		// A ping is no request.
		assertThat(receive(UwsgiPacket.get("/").modifier1(100))).isNotEmpty();
		WorkerStats after = worker();
		assertThat(after.requests()).isEqualTo(before.requests() + 2);
		assertThat(after.apps().get(0).requests()).isEqualTo(before.apps().get(0).requests());
	}

	@Test
	void whenNobodySaysAnythingThenNothingCounts() {
		WorkerStats before = worker();
		for (int i = 0; i < 10; i++) {
			client().connect().close();
		}
		Await.until("all are closed", () -> server().protocol().getConnectionCount() == 0);
		assertThat(worker().requests()).isEqualTo(before.requests());
	}

	@Test
	void whenPeerLeavesMidBodyThenItIsAReadError() {
		long before = sum(worker(), CoreStats::readErrors);
		server().handle((request, response) -> request.getInputStream().readAllBytes());
		client().connect().send(UwsgiPacket.announce("/", 100).head()).send(new byte[10]).close();
		Await.until("a read error", () -> sum(worker(), CoreStats::readErrors) == before + 1);
		assertThat(sum(worker(), CoreStats::inRequest)).isZero();
	}

	@Test
	void whenPeerLeavesMidResponseThenItIsAWriteError() {
		long before = sum(worker(), CoreStats::writeErrors);
		server().handle((request, response) -> {
			byte[] block = new byte[65_536];
			for (int i = 0; i < 1000; i++) {
				response.getOutputStream().write(block);
			}
		});
		UwsgiConnection connection = client().connect().send(UwsgiPacket.get("/").toBytes());
		connection.readAtLeast(100_000);
		connection.reset();
		Await.until("a write error", () -> sum(worker(), CoreStats::writeErrors) == before + 1);
		Await.until("nothing runs", () -> sum(worker(), CoreStats::inRequest) == 0);
	}

	@Test
	void whenRequestWaitsAsynchronouslyThenItBelongsToTheCoreThatStartedIt() {
		Queue<AsyncContext> contexts = new ConcurrentLinkedQueue<>();
		server().handle((request, response) -> contexts.add(request.startAsync()));
		WorkerStats before = worker();
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < 2 * CORES; i++) {
			connections.add(client().connect().send(UwsgiPacket.get("/waiting").toBytes()));
		}
		Await.until("all wait", () -> contexts.size() == 2 * CORES);
		WorkerStats waiting = worker();
		assertThat(waiting.status()).isEqualTo("busy");
		assertThat(waiting.requests()).isEqualTo(before.requests());
		assertThat(waiting.apps().get(0).requests()).isEqualTo(before.apps().get(0).requests() + 2 * CORES);
		assertThat(waiting.cores()).allSatisfy((core) -> assertThat(core.inRequest()).isBetween(0L, 1L));
		contexts.forEach(AsyncContext::complete);
		connections.forEach((connection) -> assertThat(connection.response().status()).isEqualTo(200));
		assertThat(worker().requests()).isEqualTo(before.requests() + 2 * CORES);
		assertThat(sum(worker(), CoreStats::inRequest)).isZero();
		connections.forEach(UwsgiConnection::close);
	}

	@Test
	void whenConnectorIsStoppedAndStartedThenCountersGoOn() {
		exchange(UwsgiPacket.get("/"));
		WorkerStats before = worker();
		server().stop();
		assertThat(worker().accepting()).isZero();
		assertThat(worker().status()).isEqualTo("pause");
		assertThat(worker().requests()).isEqualTo(before.requests());
		server().start();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		assertThat(worker().accepting()).isEqualTo(1);
		assertThat(worker().requests()).isEqualTo(before.requests() + 1);
		assertThat(worker().tx()).isGreaterThan(before.tx());
	}

	@Test
	void whenMemoryIsReportedThenItIsThatOfTheProcess() {
		assertThat(worker().rss()).isZero();
		assertThat(worker().vsz()).isZero();
		server().protocol().setMemoryReport(true);
		try {
			assertThat(worker().rss()).isBetween(10_000_000L, worker().vsz());
		}
		finally {
			server().protocol().setMemoryReport(false);
		}
	}

	@Test
	void whenManyRequestsRunThenSumsAgreeAtEveryMoment() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(8);
		List<Future<?>> running = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			running.add(clients.submit(() -> {
				for (int j = 0; j < 300; j++) {
					exchange(UwsgiPacket.get("/load"));
				}
			}));
		}
		long requests = worker().requests();
		long bytes = worker().tx();
		while (!running.stream().allMatch(Future::isDone)) {
			WorkerStats worker = worker();
			assertThat(worker.requests()).isEqualTo(sum(worker, CoreStats::requests)).isGreaterThanOrEqualTo(requests);
			assertThat(worker.tx()).isGreaterThanOrEqualTo(bytes);
			assertThat(worker.status()).isEqualTo((sum(worker, CoreStats::inRequest) > 0) ? "busy" : "idle");
			assertThat(worker.cores()).allSatisfy(StatisticsTests::isWhole);
			requests = worker.requests();
			bytes = worker.tx();
		}
		for (Future<?> client : running) {
			client.get(1, TimeUnit.SECONDS);
		}
		clients.shutdown();
	}

	private static void isWhole(CoreStats core) {
		assertThat(core.inRequest()).isBetween(0L, 1L);
		if (!core.vars().isEmpty()) {
			assertThat(core.vars()).contains("REQUEST_URI=/load", "REQUEST_METHOD=GET");
			assertThat(core.requestStart()).isPositive();
		}
	}

	private static CoreStats busy(WorkerStats worker) {
		assertThat(worker.cores()).filteredOn((core) -> core.inRequest() == 1).hasSize(1);
		return worker.cores().stream().filter((core) -> core.inRequest() == 1).findFirst().orElseThrow();
	}

	private static long sum(WorkerStats worker, ToLongFunction<CoreStats> counter) {
		return worker.cores().stream().mapToLong(counter).sum();
	}

	private byte[] receive(UwsgiPacket packet) {
		try (UwsgiConnection connection = client().connect().send(packet.toBytes())) {
			return connection.readToEnd();
		}
	}

	private ServerStats statistics() {
		return server().protocol().getStatistics();
	}

	private WorkerStats worker() {
		return statistics().workers().get(0);
	}

}
