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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The meters as Prometheus scrapes them, through nginx and under load.
 */
@Timeout(120)
class NginxPrometheusTests {

	private static final int CORES = 6;

	private static final int SERVED = 300;

	// What uwsgi_exporter 1.3.0 makes of uWSGI's statistics
	private static final List<String> GAUGES = List.of("uwsgi_listen_queue_length", "uwsgi_listen_queue_errors",
			"uwsgi_signal_queue_length", "uwsgi_workers", "uwsgi_socket_queue_length", "uwsgi_socket_max_queue_length",
			"uwsgi_socket_shared", "uwsgi_socket_can_offload", "uwsgi_worker_accepting", "uwsgi_worker_delta_requests",
			"uwsgi_worker_signal_queue_length", "uwsgi_worker_rss_bytes", "uwsgi_worker_vsz_bytes",
			"uwsgi_worker_running_time_seconds", "uwsgi_worker_last_spawn_time_seconds",
			"uwsgi_worker_average_response_time_seconds", "uwsgi_worker_apps", "uwsgi_worker_cores",
			"uwsgi_worker_busy", "uwsgi_worker_idle", "uwsgi_worker_cheap", "uwsgi_worker_app_startup_time_seconds",
			"uwsgi_worker_core_busy");

	private static final List<String> COUNTERS = List.of("uwsgi_worker_requests_total", "uwsgi_worker_exceptions_total",
			"uwsgi_worker_harakiri_count_total", "uwsgi_worker_signals_total", "uwsgi_worker_respawn_count_total",
			"uwsgi_worker_transmitted_bytes_total", "uwsgi_worker_app_requests_total",
			"uwsgi_worker_app_exceptions_total", "uwsgi_worker_core_requests_total",
			"uwsgi_worker_core_static_requests_total", "uwsgi_worker_core_routed_requests_total",
			"uwsgi_worker_core_offloaded_requests_total", "uwsgi_worker_core_write_errors_total",
			"uwsgi_worker_core_read_errors_total");

	// What uWSGI does not have
	private static final List<String> OUR_GAUGES = List.of("uwsgi_connections", "uwsgi_listen_queue_max",
			"uwsgi_listen_queue_high_water_mark", "uwsgi_worker_busy_cores");

	private static final List<String> OUR_COUNTERS = List.of("uwsgi_client_aborts_total",
			"uwsgi_requests_rejected_total", "uwsgi_worker_recycles_total");

	private static final List<String> OUR_HISTOGRAMS = List.of("uwsgi_request_duration_seconds",
			"uwsgi_listen_queue_wait_seconds");

	private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(\\{.*\\})? (\\S+)");

	private static WorkDirectory directory;

	private static Path socket;

	private static ApplicationProcess process;

	private static FrontEnd nginx;

	@BeforeAll
	static void start() {
		directory = WorkDirectory.create();
		socket = directory.path().resolve("app.sock");
		process = ApplicationProcess.start(socket, "--uwsgi.threads=" + CORES,
				"--management.endpoints.web.exposure.include=*", "--management.metrics.enable.uwsgi.worker.core=true");
		nginx = NginxProxy.start(socket);
	}

	@AfterAll
	static void stop() {
		if (nginx != null) {
			nginx.close();
		}
		process.close();
		directory.close();
	}

	@Test
	void whenScrapedThenNamesAndTypesAreThoseOfTheExporter() {
		Map<String, String> types = types(scrape());
		assertThat(types).allSatisfy((name, type) -> assertThat(type).isIn("gauge", "counter", "histogram"))
			.containsAllEntriesOf(expected());
		assertThat(types.keySet()).filteredOn((name) -> !name.endsWith("_max") || OUR_GAUGES.contains(name))
			.containsExactlyInAnyOrderElementsOf(expected().keySet());
	}

	@Test
	void whenScrapedUnderLoadThenValuesArePlausible() {
		Map<String, Double> first;
		Map<String, Double> second;
		LoadClients clients = new LoadClients(nginx, 4);
		try (clients) {
			clients.awaitServed(SERVED);
			first = samples(scrape());
			clients.awaitServed(SERVED);
			second = samples(scrape());
		}
		assertThat(clients.failures()).isEmpty();
		assertWorker(first);
		assertSocket(first);
		assertCores(first);
		assertThat(second.get("uwsgi_worker_requests_total{worker_id=\"1\"}"))
			.isGreaterThan(first.get("uwsgi_worker_requests_total{worker_id=\"1\"}"));
		assertCountersGoOn(first, second);
	}

	@Test
	void whenACoreIsReplacedThenNothingIsMissingAndNoCounterFalls() {
		Map<String, Double> before = samples(scrape());
		double given = worker(before, "harakiri_count_total");
		assertThat(get("/harakiri").statusCode()).isEqualTo(503);
		Await.until("it is counted", () -> worker(samples(scrape()), "harakiri_count_total") == given + 1);
		Map<String, Double> after = samples(scrape());
		assertThat(types(scrape())).containsAllEntriesOf(expected());
		assertThat(worker(after, "cores")).isEqualTo(CORES);
		assertThat(worker(after, "requests_total")).isGreaterThan(worker(before, "requests_total"));
		assertCountersGoOn(before, after);
	}

	private static void assertCountersGoOn(Map<String, Double> before, Map<String, Double> after) {
		assertThat(before).allSatisfy((name, value) -> {
			if (name.contains("_total") || name.contains("_count") || name.contains("_bucket")) {
				assertThat(after.get(name)).as(name).isGreaterThanOrEqualTo(value);
			}
		});
	}

	private static void assertWorker(Map<String, Double> samples) {
		assertThat(samples.get("uwsgi_workers")).isEqualTo(1);
		assertThat(worker(samples, "requests_total")).isGreaterThanOrEqualTo(SERVED);
		assertThat(worker(samples, "delta_requests")).isGreaterThanOrEqualTo(SERVED);
		assertThat(samples.get("uwsgi_request_duration_seconds_count")).isGreaterThanOrEqualTo(SERVED);
		assertThat(samples.get("uwsgi_request_duration_seconds_bucket{le=\"+Inf\"}")).isGreaterThanOrEqualTo(SERVED);
		assertThat(worker(samples, "accepting")).isEqualTo(1);
		// With the scrape itself
		assertThat(worker(samples, "busy")).isEqualTo(1);
		assertThat(worker(samples, "idle")).isZero();
		assertThat(worker(samples, "cheap")).isZero();
		assertThat(worker(samples, "cores")).isEqualTo(CORES);
		assertThat(worker(samples, "apps")).isEqualTo(1);
		assertThat(worker(samples, "rss_bytes")).isGreaterThan(30_000_000);
		assertThat(worker(samples, "vsz_bytes")).isGreaterThan(worker(samples, "rss_bytes"));
		assertThat(worker(samples, "respawn_count_total")).isEqualTo(1);
		assertThat(worker(samples, "transmitted_bytes_total")).isGreaterThan(SERVED * "HTTP/1.1 200".length());
		double now = System.currentTimeMillis() / 1000.0;
		assertThat(worker(samples, "last_spawn_time_seconds")).isBetween(now - 600, now + 1);
		assertThat(worker(samples, "running_time_seconds")).isBetween(0.001, 600.0 * CORES);
		assertThat(worker(samples, "average_response_time_seconds")).isBetween(0.000001, 20.0);
		assertThat(
				samples.get("uwsgi_worker_app_requests_total{app_id=\"0\",chdir=\"\",mountpoint=\"\",worker_id=\"1\"}"))
			.isGreaterThanOrEqualTo(SERVED);
		assertThat(samples.get("uwsgi_connections")).isBetween(1.0, 100.0);
	}

	private static void assertSocket(Map<String, Double> samples) {
		String labels = "{name=\"%s\",proto=\"uwsgi\"}".formatted(socket);
		assertThat(samples).containsKeys("uwsgi_socket_queue_length" + labels, "uwsgi_socket_shared" + labels)
			.containsEntry("uwsgi_socket_max_queue_length" + labels, 1024.0)
			.containsEntry("uwsgi_listen_queue_max{name=\"%s\"}".formatted(socket), 1024.0);
	}

	private static void assertCores(Map<String, Double> samples) {
		double requests = 0;
		double busy = 0;
		for (int id = 0; id < CORES; id++) {
			String labels = "{core_id=\"%d\",worker_id=\"1\"}".formatted(id);
			requests += samples.get("uwsgi_worker_core_requests_total" + labels);
			busy += samples.get("uwsgi_worker_core_busy" + labels);
		}
		assertThat(requests).isGreaterThanOrEqualTo(SERVED);
		assertThat(busy).isBetween(1.0, (double) CORES);
	}

	private static double worker(Map<String, Double> samples, String name) {
		Double value = samples.get("uwsgi_worker_%s{worker_id=\"1\"}".formatted(name));
		assertThat(value).as(name).isNotNull();
		return value;
	}

	private static Map<String, String> expected() {
		Map<String, String> expected = new TreeMap<>();
		GAUGES.forEach((name) -> expected.put(name, "gauge"));
		OUR_GAUGES.forEach((name) -> expected.put(name, "gauge"));
		COUNTERS.forEach((name) -> expected.put(name, "counter"));
		OUR_COUNTERS.forEach((name) -> expected.put(name, "counter"));
		OUR_HISTOGRAMS.forEach((name) -> expected.put(name, "histogram"));
		return expected;
	}

	private static List<String> scrape() {
		HttpResponse<String> response = get("/actuator/prometheus");
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body().lines().toList();
	}

	private static HttpResponse<String> get(String target) {
		return AbstractNginxTests.HTTP
			.sendAsync(HttpRequest.newBuilder(nginx.uri(target)).build(), HttpResponse.BodyHandlers.ofString())
			.orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)
			.join();
	}

	private static Map<String, String> types(List<String> lines) {
		Map<String, String> types = new TreeMap<>();
		lines.stream()
			.filter((line) -> line.startsWith("# TYPE uwsgi_"))
			.map((line) -> line.split(" "))
			.forEach((words) -> types.put(words[2], words[3]));
		return types;
	}

	private static Map<String, Double> samples(List<String> lines) {
		Map<String, Double> samples = new LinkedHashMap<>();
		lines.stream().filter((line) -> line.startsWith("uwsgi_")).forEach((line) -> {
			Matcher matcher = SAMPLE.matcher(line);
			assertThat(matcher.matches()).as(line).isTrue();
			String labels = (matcher.group(2) != null) ? matcher.group(2) : "";
			samples.put(matcher.group(1) + labels, Double.valueOf(matcher.group(3)));
		});
		return samples;
	}

}
