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

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.Handler;
import io.uwsgi4j.test.Resources;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Half of sixteen cores hang for ever, again and again, while others are served. How fast
 * that is, the harakiri benchmark measures.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Nginx.Variant.class, names = { "UNIX_BUFFERED", "TCP_BUFFERED" })
@ExtendWith(EnvironmentExtension.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HarakiriCapacityTests {

	private static final int CORES = 16;

	private static final int HUNG = 8;

	private static final Duration LIMIT = Duration.ofSeconds(2);

	private static final int ROUNDS = 3;

	@Parameter
	Nginx.Variant variant;

	private Resources before;

	private RunningApplication application;

	private Nginx nginx;

	@BeforeEach
	void start(Environment environment) {
		environment.application().log().clear();
		// What the clients and the first application need once, they keep.
		FrontEnd first = environment.nginx().frontEnd(this.variant);
		get(first, "/hello").join();
		try (LoadClients clients = new LoadClients(first, 1)) {
			clients.awaitServed(1);
		}
		this.before = Resources.take();
		this.application = RunningApplication.startAnother(SampleBootApplication.class, "uwsgi.threads=" + CORES,
				"uwsgi.harakiri-graceful-timeout=60");
		this.nginx = new Nginx(this.application, "");
	}

	@AfterEach
	void nothingIsLeft() {
		this.nginx.close();
		this.application.close();
		Await.until(() -> "descriptors closed: " + this.before.newDescriptors(), Await.LIMIT,
				() -> this.before.newDescriptors().isEmpty());
		Await.until(() -> "threads ended: " + threads(), Await.LIMIT, () -> threads().isEmpty());
	}

	@Test
	void whenHalfOfTheCoresHangThenTheyAreAnsweredAndReplacedAndNobodyElseNotices() {
		String path = HandlerServlet.serve(hanging((request, response) -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				// As it should be.
			}
		}));
		try (LoadClients clients = new LoadClients(frontEnd(), 4)) {
			for (int i = 0; i < ROUNDS; i++) {
				hang(path, clients);
				awaitThreads();
			}
			clients.close();
			assertThat(clients.failures()).isEmpty();
		}
		assertIsAsBefore();
	}

	@Test
	void whenThreadsCannotBeInterruptedThenTheirCoresAreReplacedNevertheless() {
		ReentrantLock lock = new ReentrantLock();
		String path = HandlerServlet.serve(hanging((request, response) -> {
			lock.lock();
			lock.unlock();
		}));
		try (LoadClients clients = new LoadClients(frontEnd(), 4)) {
			for (int i = 0; i < ROUNDS; i++) {
				lock.lock();
				try {
					hang(path, clients);
					assertThat(this.application.protocol().getOutlivedRequests()).isEqualTo(HUNG);
					meet();
				}
				finally {
					lock.unlock();
				}
				awaitThreads();
			}
			clients.close();
			assertThat(clients.failures()).isEmpty();
		}
		assertIsAsBefore();
	}

	// A limit for these alone: on a busy machine any other may take as long.
	private static Handler hanging(Handler handler) {
		return (request, response) -> {
			request.setAttribute(UwsgiProtocol.HARAKIRI_ATTRIBUTE, LIMIT);
			handler.handle(request, response);
		};
	}

	private void hang(String path, LoadClients clients) {
		long start = System.nanoTime();
		List<CompletableFuture<HttpResponse<String>>> hung = Stream.generate(() -> get(frontEnd(), path))
			.limit(HUNG)
			.toList();
		clients.awaitServed(10);
		assertThat(hung).allSatisfy((response) -> assertThat(response.join().statusCode()).isEqualTo(503));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LIMIT);
	}

	/** Needs every core. */
	private void meet() {
		try (Gate gate = new Gate()) {
			String path = HandlerServlet.serve((request, response) -> {
				gate.pass();
				response.getWriter().print("met");
			});
			List<CompletableFuture<HttpResponse<String>>> met = Stream.generate(() -> get(frontEnd(), path))
				.limit(CORES)
				.toList();
			gate.awaitWaiting(CORES);
			gate.open();
			assertThat(met).allSatisfy((response) -> assertThat(response.join().body()).isEqualTo("met"));
		}
	}

	private void assertIsAsBefore() {
		meet();
		Await.until(() -> "threads ended: " + threads(), Await.LIMIT,
				() -> threads().stream().filter((name) -> name.contains("-core-")).count() <= CORES);
		// Each core has a descriptor to be woken by and one or two epoll sets, and the
		// event
		// loop has three descriptors.
		Await.until(() -> "descriptors closed: " + this.before.newDescriptors(), Await.LIMIT,
				() -> this.before.newDescriptors()
					.values()
					.stream()
					.filter((target) -> target.startsWith("anon_inode:"))
					.count() <= 3 * (CORES + 1));
	}

	private void awaitThreads() {
		UwsgiProtocol protocol = this.application.protocol();
		Await.until("all threads have come back", () -> protocol.getOutlivedRequests() == 0);
		assertThat(protocol.getDamagedCores()).isZero();
	}

	private FrontEnd frontEnd() {
		return this.nginx.frontEnd(this.variant);
	}

	private static CompletableFuture<HttpResponse<String>> get(FrontEnd frontEnd, String target) {
		HttpRequest request = HttpRequest.newBuilder(frontEnd.uri(target)).build();
		return AbstractNginxTests.HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString())
			.orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

	/** Those of the connector; the application that all tests share may start others. */
	private List<String> threads() {
		return this.before.newThreads()
			.stream()
			.filter((name) -> name.contains(this.application.unixSocket()))
			.toList();
	}

}
