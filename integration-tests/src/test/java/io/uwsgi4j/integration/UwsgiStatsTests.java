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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our stats server beside that of uWSGI.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class UwsgiStatsTests {

	private static final String STATS = "stats.sock";

	private static final int CONNECTIONS = 64;

	private static final UwsgiPacket HELD = UwsgiPacket.get("/held").header("X-Text", "a\"b\\c/\u00c3\u00a9\t<>");

	@ParameterizedTest
	@ValueSource(strings = { "", "stats-minified", "stats-no-cores" })
	void whenNothingRunsThenOnlyValuesDiffer(String option) {
		try (PythonUwsgi uwsgi = startUwsgi(option.isEmpty() ? List.of() : List.of("--" + option));
				OwnApplication ours = start(option)) {
			client(uwsgi).exchange(UwsgiPacket.get("/200/5"));
			ours.exchange(UwsgiPacket.get("/"));
			String expected = read(uwsgi.file(STATS), "");
			String actual = read(stats(ours), "");
			assertThat(withoutValues(actual)).isEqualTo(withoutValues(expected));
			assertThat(shape(actual)).isEqualTo(shape(expected)).hasSizeGreaterThan(40);
		}
	}

	@Test
	void whenARequestRunsThenNamesOrderAndTypesAreThoseOfUwsgi() {
		try (Gate gate = HeldController.hold();
				PythonUwsgi uwsgi = startUwsgi(List.of());
				OwnApplication ours = start("");
				UwsgiConnection theirRequest = client(uwsgi).connect().send(HELD.toBytes());
				UwsgiConnection ourRequest = ours.client().connect().send(HELD.toBytes())) {
			gate.awaitWaiting(1);
			Await.until("a request runs", () -> isBusy(read(uwsgi.file(STATS), "")));
			String expected = read(uwsgi.file(STATS), "");
			String actual = read(stats(ours), "");
			assertThat(shape(actual)).isEqualTo(shape(expected)).anyMatch((line) -> line.contains("request_start"));
			assertThat(busyCore(actual).get("vars")).isEqualTo(busyCore(expected).get("vars"));
			gate.open();
			uwsgi.release();
			assertThat(ourRequest.response().status()).isEqualTo(200);
			assertThat(theirRequest.response().status()).isEqualTo(200);
		}
	}

	@Test
	void whenHttpThenTheHeadIsThatOfUwsgi() {
		try (PythonUwsgi uwsgi = startUwsgi(List.of("--stats-http")); OwnApplication ours = start("stats-http")) {
			String expected = read(uwsgi.file(STATS), "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
			String actual = read(stats(ours), "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(withoutValues(actual)).startsWith("HTTP/1.0 200 OK\r\n").isEqualTo(withoutValues(expected));
		}
	}

	@Test
	void whenUwsgiConnectsToReadThenItGetsTheDocument() throws Exception {
		String program = ManagedProcess.find("uwsgi-core", "uwsgi-core");
		try (OwnApplication ours = start("")) {
			Process reader = new ProcessBuilder(program, "--connect-and-read", stats(ours)).redirectErrorStream(true)
				.start();
			String output = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(reader.waitFor(20, TimeUnit.SECONDS)).isTrue();
			assertThat(shape(output.substring(output.indexOf('{'), output.lastIndexOf('}') + 1)))
				.isEqualTo(shape(read(stats(ours), "")));
		}
	}

	@Test
	void whenManyConnectionsAreServedThenEveryDocumentIsConsistent() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
		try (OwnApplication ours = start("")) {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				running.add(clients.submit(() -> {
					for (int j = 0; j < 50; j++) {
						assertThat(ours.client().exchange(UwsgiPacket.get("/hello")).status()).isEqualTo(200);
					}
				}));
			}
			JsonNode before = worker(read(stats(ours), ""));
			while (!running.stream().allMatch(Future::isDone)) {
				JsonNode worker = worker(read(stats(ours), ""));
				assertConsistent(worker, before);
				before = worker;
			}
			for (Future<?> client : running) {
				client.get(20, TimeUnit.SECONDS);
			}
			JsonNode last = worker(read(stats(ours), ""));
			assertConsistent(last, before);
			assertThat(last.get("requests").asLong()).isEqualTo(50L * CONNECTIONS);
			assertThat(last.get("status").asString()).isEqualTo("idle");
		}
		finally {
			clients.shutdownNow();
		}
	}

	private static void assertConsistent(JsonNode worker, JsonNode before) {
		long requests = 0;
		long running = 0;
		for (JsonNode core : worker.get("cores")) {
			requests += core.get("requests").asLong();
			running += core.get("in_request").asLong();
			assertThat(core.get("in_request").asLong()).isBetween(0L, 1L);
			assertThat(core.get("in_request").asLong() == 1).isEqualTo(core.get("req_info").has("request_start"));
			List<String> vars = new ArrayList<>();
			core.get("vars").forEach((variable) -> vars.add(variable.asString()));
			if (!vars.isEmpty()) {
				assertThat(vars).contains("REQUEST_URI=/hello", "REQUEST_METHOD=GET").endsWith("");
			}
		}
		assertThat(worker.get("requests").asLong()).isEqualTo(requests);
		assertThat(worker.get("status").asString()).isEqualTo((running > 0) ? "busy" : "idle");
		for (String counter : List.of("requests", "exceptions", "tx", "running_time")) {
			assertThat(worker.get(counter).asLong()).as(counter).isGreaterThanOrEqualTo(before.get(counter).asLong());
		}
	}

	private static JsonNode worker(String document) {
		return JsonMapper.shared().readTree(document).get("workers").get(0);
	}

	private static PythonUwsgi startUwsgi(List<String> further) {
		List<String> options = new ArrayList<>(
				List.of("--stats", STATS, "--processes", "1", "--threads", "2", "--master"));
		options.addAll(further);
		PythonUwsgi uwsgi = new PythonUwsgi(options.toArray(String[]::new));
		Await.until("the stats server listens",
				() -> uwsgi.lines().stream().anyMatch((line) -> line.contains("Stats server enabled on " + STATS)));
		return uwsgi;
	}

	private static UwsgiClient client(PythonUwsgi uwsgi) {
		return new UwsgiClient(uwsgi.socket());
	}

	/**
	 * Reads what a stats server says.
	 * @param address where it listens
	 * @param request what to say to it, maybe nothing
	 * @return the document, with the head if there is one
	 */
	private static String read(String address, String request) {
		try (UwsgiConnection connection = new UwsgiClient(address).connect()) {
			connection.send(Packets.octets(request));
			return new String(connection.readToEnd(), StandardCharsets.UTF_8);
		}
	}

	private static OwnApplication start(String option) {
		return OwnApplication.start("uwsgi.threads=2", "uwsgi.stats=127.0.0.1:0",
				option.isEmpty() ? "uwsgi.stats-http=false" : "uwsgi." + option + "=true");
	}

	private static String stats(OwnApplication application) {
		UwsgiProtocol protocol = (UwsgiProtocol) application.connector().getProtocolHandler();
		return protocol.getBoundStats().toString();
	}

	private static boolean isBusy(String document) {
		return document.contains("\"status\":\"busy\"");
	}

	/**
	 * Leaves of a document its names, their order, and all white space.
	 */
	private static String withoutValues(String document) {
		return document.replaceAll(":\"[^\"]*\"", ":\"\"").replaceAll("\":[0-9]+", "\":0");
	}

	/**
	 * Lists all names and types in order, of a core that serves a request first.
	 */
	private static List<String> shape(String document) {
		List<String> lines = new ArrayList<>();
		describe("", JsonMapper.shared().readTree(document), lines);
		return lines;
	}

	private static void describe(String path, JsonNode node, List<String> lines) {
		if (node.isObject()) {
			lines.add(path + " object");
			node.properties().forEach((entry) -> describe(path + "." + entry.getKey(), entry.getValue(), lines));
		}
		else if (node.isArray()) {
			lines.add(path + " list of " + node.size());
			elements(node).forEach((element) -> describe(path + "[]", element, lines));
		}
		else {
			lines.add(path + " " + (node.isIntegralNumber() ? "integer" : node.getNodeType()));
		}
	}

	private static List<JsonNode> elements(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false)
			.sorted(Comparator.comparing((element) -> -element.path("in_request").asInt(0)))
			.toList();
	}

	private static JsonNode busyCore(String document) {
		JsonNode cores = JsonMapper.shared().readTree(document).get("workers").get(0).get("cores");
		return elements(cores).get(0);
	}

}
