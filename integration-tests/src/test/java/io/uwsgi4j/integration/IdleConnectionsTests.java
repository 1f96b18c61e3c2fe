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

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Resources;
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
 * A thousand connections that say nothing, in an application with eight cores.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Nginx.Variant.class, names = { "UNIX_BUFFERED", "TCP_BUFFERED" })
@ExtendWith(EnvironmentExtension.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class IdleConnectionsTests {

	private static final int OF_EACH_KIND = 500;

	private static final int REQUESTS = 500;

	// Buffers of a request or of a WebSocket session, of Tomcat and of the connector.
	private static final long MOST_BYTES_PER_CONNECTION = 200 * 1024;

	private final List<RawHttp> streams = new ArrayList<>();

	private final List<WebSocketClient> sockets = new ArrayList<>();

	@Parameter
	Nginx.Variant variant;

	private Resources before;

	private RunningApplication application;

	private Nginx nginx;

	@BeforeEach
	void start(Environment environment) {
		environment.application().log().clear();
		// What the client and the first application need once, they keep.
		get(environment.nginx().frontEnd(this.variant), "/hello");
		this.before = Resources.take();
		this.application = RunningApplication.startAnother(SampleBootApplication.class,
				"uwsgi.threads=" + IdleController.COMPANY, "spring.lifecycle.timeout-per-shutdown-phase=2s");
		this.nginx = new Nginx(this.application, "uwsgi_read_timeout 10m;");
	}

	@AfterEach
	void nothingIsLeft() {
		this.streams.forEach(RawHttp::close);
		this.sockets.forEach(WebSocketClient::close);
		this.nginx.close();
		this.application.close();
		Await.until(() -> "descriptors closed: " + this.before.newDescriptors(), Await.LIMIT,
				() -> this.before.newDescriptors().isEmpty());
		Await.until(() -> "threads ended: " + threads(), Await.LIMIT, () -> threads().isEmpty());
		assertThat(this.application.log().errors()).isEmpty();
		assertThat(this.application.log().stackTraces()).isEmpty();
	}

	@Test
	void whenConnectionsAreIdleThenEveryCoreServesOthers() {
		meet();
		long memory = memory();
		openStreams();
		openSockets();
		assertThat(memory() - memory).isLessThan(2 * OF_EACH_KIND * MOST_BYTES_PER_CONNECTION);
		meet();
		for (int i = 0; i < REQUESTS; i++) {
			assertThat(get(frontEnd(), "/hello").body()).isEqualTo("hello");
		}
		this.sockets.forEach((socket) -> socket.send(Frame.text("still here")).expect(Frame.text("still here")));
		assertThat(threads()).filteredOn((name) -> name.contains("-core-"))
			.hasSizeLessThanOrEqualTo(IdleController.COMPANY);
	}

	@Test
	void whenApplicationEndsThenAllConnectionsEnd() {
		openStreams();
		openSockets();
		this.application.close();
		this.sockets.forEach(
				(socket) -> assertThat(socket.readToEnd()).extracting(Frame::toString).containsExactly("close 1001"));
		this.streams.forEach((stream) -> stream.readUntil("\r\n0\r\n\r\n"));
	}

	private void openStreams() {
		for (int i = 0; i < OF_EACH_KIND; i++) {
			this.streams.add(new RawHttp(frontEnd()).send("GET /idle HTTP/1.1\r\nHost: app.example\r\n\r\n"));
		}
		this.streams.forEach((stream) -> stream.readUntil("data:connected\n\n"));
	}

	private void openSockets() {
		for (int i = 0; i < OF_EACH_KIND; i++) {
			String path = (i % 2 == 0) ? JakartaEcho.PATH : SpringEcho.PATH;
			this.sockets.add(new WebSocketClient(frontEnd(), path));
		}
	}

	/** Needs every core: one that a silent connection held would be missing. */
	private void meet() {
		List<CompletableFuture<HttpResponse<String>>> responses = Stream.generate(() -> request(frontEnd(), "/meeting"))
			.limit(IdleController.COMPANY)
			.map((request) -> AbstractNginxTests.HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
			.toList();
		assertThat(responses).allSatisfy((response) -> assertThat(response.join().body()).isEqualTo("met"));
	}

	private FrontEnd frontEnd() {
		return this.nginx.frontEnd(this.variant);
	}

	private static HttpResponse<String> get(FrontEnd frontEnd, String target) {
		return AbstractNginxTests.HTTP.sendAsync(request(frontEnd, target), HttpResponse.BodyHandlers.ofString())
			.orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)
			.join();
	}

	private static HttpRequest request(FrontEnd frontEnd, String target) {
		return HttpRequest.newBuilder(frontEnd.uri(target)).build();
	}

	/** Those of the connector; the application that all tests share may start others. */
	private List<String> threads() {
		return this.before.newThreads()
			.stream()
			.filter((name) -> name.contains(this.application.unixSocket()))
			.toList();
	}

	/** Heap after a collection, and direct buffers. */
	private static long memory() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
				+ ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
					.stream()
					.mapToLong(BufferPoolMXBean::getMemoryUsed)
					.sum();
	}

}
