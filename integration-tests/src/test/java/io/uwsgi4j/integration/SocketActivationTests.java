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

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that is replaced for every reason there is while clients send requests, and
 * whose listening socket is held by somebody else. nginx has nobody to turn to but this
 * one socket, so whatever is lost is seen.
 */
@Timeout(300)
class SocketActivationTests {

	private static final int CLIENTS = 8;

	private static final long MEGABYTE = 1024 * 1024;

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private SupervisedApplication application;

	private FrontEnd nginx;

	private int generation = 1;

	@BeforeEach
	void start() {
		this.application = SupervisedApplication.start("--uwsgi.min-worker-lifetime=0",
				"--uwsgi.harakiri-graceful-timeout=1", "--uwsgi.memory-report=true",
				"--management.endpoint.uwsgi.access=unrestricted", "--management.endpoints.web.exposure.include=uwsgi");
		this.nginx = NginxProxy.start(this.application.socket());
	}

	@AfterEach
	void stop() {
		if (this.nginx != null) {
			this.nginx.close();
		}
		this.application.close();
	}

	@Test
	void whenEveryLimitIsReachedInTurnUnderLoadThenNoRequestFails() throws Exception {
		LoadClients clients = new LoadClients(this.nginx, CLIENTS);
		try (clients) {
			this.application.awaitGeneration(1);
			clients.awaitServed(100);
			limit("max-requests", 1);
			expectNext("Recycling: max-requests limit reached", clients);
			limit("max-worker-lifetime", 2);
			expectNext("Recycling: max-worker-lifetime limit reached", clients);
			limit("reload-on-as", 1);
			expectNext("Recycling: reload-on-as limit reached", clients);
			limit("reload-on-rss", 1);
			expectNext("Recycling: reload-on-rss limit reached", clients);
			leak();
			expectNext("Recycling: reload-on-rss limit reached", clients);
			assertThat(post("/actuator/uwsgi/reload", "{}")).isEqualTo(202);
			expectNext("Recycling: requested through the endpoint", clients);
			this.application.signal("HUP");
			expectNext("Recycling: SIGHUP received", clients);
			// The one that harakiri ends, and that nobody can bring back.
			assertThat(get("/harakiri/stuck")).isEqualTo(503);
			expectNext("Recycling: threads of requests that were given up have not come back", clients);
			assertThat(recycles()).isEqualTo(Map.of("max-requests", 1, "max-worker-lifetime", 1, "reload-on-as", 1,
					"reload-on-rss", 2, "reload", 2, "damaged", 1));
		}
		assertThat(clients.failures()).as(this::log).isEmpty();
		assertThat(this.application.count("ended with code 17")).isEqualTo(this.generation - 1);
	}

	@Test
	void whenEvilLimitIsReachedThenTheProcessIsGoneAtOnceAndTheNextOneServes() throws Exception {
		assertThat(get("/hello")).isEqualTo(200);
		this.application.awaitGeneration(1);
		// Its own answer may be what is lost.
		assertThat(post("/actuator/uwsgi/settings", "{\"evil-reload-on-rss\":1}")).isIn(200, 502);
		expectNext("EVIL RELOAD: evil-reload-on-rss limit reached");
		assertThat(this.application.count("Graceful shutdown")).isZero();
		assertThat(get("/hello")).isEqualTo(200);
	}

	private void limit(String name, int value) throws Exception {
		assertThat(post("/actuator/uwsgi/settings", "{\"%s\":%d}".formatted(name, value))).isEqualTo(200);
	}

	private void expectNext(String reason, LoadClients clients) {
		expectNext(reason);
		clients.awaitServed(100);
	}

	private void expectNext(String reason) {
		this.generation++;
		this.application.awaitGeneration(this.generation);
		assertThat(this.application.count(reason)).as(this::log).isPositive();
	}

	// More than the limit leaves, less than the JVM has.
	private void leak() throws Exception {
		long resident = ((Number) worker().get("rss")).longValue() / MEGABYTE;
		limit("reload-on-rss", (int) resident + 60);
		for (int i = 0; i < 12; i++) {
			assertThat(get("/leak?megabytes=10")).isEqualTo(200);
		}
	}

	private Map<?, ?> recycles() throws IOException, InterruptedException {
		return (Map<?, ?>) worker().get("recycles");
	}

	private Map<?, ?> worker() throws IOException, InterruptedException {
		String document = HTTP.send(request("/actuator/uwsgi").build(), HttpResponse.BodyHandlers.ofString()).body();
		Map<?, ?> stats = JsonMapper.shared().readValue(document, Map.class);
		return (Map<?, ?>) ((List<?>) stats.get("workers")).get(0);
	}

	private int get(String target) throws IOException, InterruptedException {
		return status(request(target));
	}

	private int post(String target, String json) throws IOException, InterruptedException {
		return status(request(target).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	private HttpRequest.Builder request(String target) {
		return HttpRequest.newBuilder(this.nginx.uri(target)).timeout(Duration.ofSeconds(60));
	}

	private static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	private String log() {
		return this.application.log() + this.nginx.log();
	}

}
