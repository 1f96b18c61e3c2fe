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

package io.uwsgi4j.spring.boot.autoconfigure;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.uwsgi4j.spring.boot.metrics.UwsgiMeters;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the meters of a running application.
 */
class UwsgiMetricsServerTests {

	private static final String CORES = "--management.metrics.enable.uwsgi.worker.core=true";

	@TempDir
	private Path directory;

	@Test
	void allMetersButThoseOfCoresAreThereAtOnce() {
		try (ActuatorServer server = start()) {
			for (UwsgiMeters meter : UwsgiMeters.values()) {
				boolean ofCore = meter.name().startsWith("WORKER_CORE_");
				assertThat(registry(server).find(meter.getName()).meters().isEmpty()).as(meter.getName())
					.isEqualTo(ofCore);
			}
		}
	}

	@Test
	void whenMetersOfCoresAreEnabledThenEachCoreHasThem() {
		try (ActuatorServer server = start(CORES, "--uwsgi.threads=3")) {
			assertThat(Arrays.stream(UwsgiMeters.values()).filter((meter) -> meter.name().startsWith("WORKER_CORE_")))
				.hasSize(7)
				.allSatisfy((meter) -> assertThat(registry(server).find(meter.getName()).meters()).hasSize(3));
			serve(server, 2);
			double requests = registry(server).find("uwsgi.worker.core.requests")
				.functionCounters()
				.stream()
				.mapToDouble(FunctionCounter::count)
				.sum();
			assertThat(requests).isEqualTo(2);
		}
	}

	@Test
	void requestsAreCountedAndTimed() {
		try (ActuatorServer server = start()) {
			serve(server, 5);
			server.exchange(UwsgiPacket.get("/").set("REQUEST_METHOD", "GET").set("CONTENT_LENGTH", "some"));
			awaitCount(server, "uwsgi.worker.requests", 6);
			assertThat(count(server, "uwsgi.worker.transmitted")).isGreaterThan(5 * "hello".length());
			assertThat(registry(server).get("uwsgi.requests.rejected")
				.tag("reason", "bad-variable")
				.functionCounter()
				.count()).isEqualTo(1);
			Timer duration = registry(server).get("uwsgi.request.duration").timer();
			assertThat(duration.count()).isEqualTo(5);
			assertThat(duration.totalTime(TimeUnit.NANOSECONDS)).isPositive();
			assertThat(gauge(server, "uwsgi.worker.running.time")).isPositive()
				.isLessThan(duration.totalTime(TimeUnit.SECONDS) + 10);
		}
	}

	@Test
	void waitInTheListenQueueIsTimedIfTheProxySaysWhenItBegan() {
		try (ActuatorServer server = start()) {
			Timer wait = registry(server).get("uwsgi.listen.queue.wait").timer();
			serve(server, 1);
			assertThat(wait.count()).isZero();
			// Two seconds ago, as nginx writes it
			String start = "%.3f".formatted(System.currentTimeMillis() / 1000.0 - 2).replace(',', '.');
			server.exchange(UwsgiPacket.get("/").var("REQUEST_START", start));
			Await.until("the wait is timed", () -> wait.count() == 1);
			assertThat(wait.totalTime(TimeUnit.SECONDS)).isBetween(1.9, 60.0);
		}
	}

	@Test
	void memoryIsTheProcessesThoughItIsNotReported() {
		try (ActuatorServer server = start()) {
			assertThat(gauge(server, "uwsgi.worker.rss")).isGreaterThan(10_000_000);
			assertThat(gauge(server, "uwsgi.worker.vsz")).isGreaterThan(gauge(server, "uwsgi.worker.rss"));
		}
	}

	@Test
	void whenServerIsStoppedAndStartedThenNothingIsLostOrDoubled() {
		try (ActuatorServer server = start()) {
			serve(server, 3);
			long meters = countMeters(registry(server));
			for (int i = 1; i <= 3; i++) {
				server.context().stop();
				Await.until("the stop is seen", () -> gauge(server, "uwsgi.worker.accepting") == 0);
				assertThat(count(server, "uwsgi.worker.requests")).isEqualTo(3 * i);
				server.context().start();
				serve(server, 3);
				assertThat(count(server, "uwsgi.worker.requests")).isEqualTo(3 * i + 3);
			}
			assertThat(countMeters(registry(server))).isEqualTo(meters);
			assertThat(registry(server).get("uwsgi.request.duration").timer().count()).isEqualTo(12);
			assertThat(gauge(server, "uwsgi.worker.accepting")).isEqualTo(1);
		}
	}

	@Test
	void whenPortIsAnotherAfterARestartThenTheOldSocketIsGone() {
		try (ActuatorServer server = start("--uwsgi.socket=127.0.0.1:0")) {
			String before = Servers.uwsgi(server.context()).getBoundAddresses().get(1).toString();
			assertThat(registry(server).find("uwsgi.socket.queue.length").tag("name", before).gauge()).isNotNull();
			server.context().stop();
			server.context().start();
			String after = Servers.uwsgi(server.context()).getBoundAddresses().get(1).toString();
			assertThat(registry(server).get("uwsgi.socket.queue.length").meters())
				.extracting((meter) -> meter.getId().getTag("name"))
				.containsExactlyInAnyOrder(server.address(), after)
				.doesNotContain(before);
		}
	}

	@Test
	void whenManagementServerStartsThenTheMetersAreStillTheApplications() {
		try (ActuatorServer server = start("--management.server.port=0", "--management.server.address=127.0.0.1")) {
			serve(server, 1);
			assertThat(registry(server).get("uwsgi.socket.queue.length").meters()).singleElement()
				.satisfies((meter) -> assertThat(meter.getId().getTag("name")).isEqualTo(server.address()));
			assertThat(count(server, "uwsgi.worker.requests")).isEqualTo(1);
		}
	}

	@Test
	void whenGarbageIsCollectedThenNoMeterLosesItsObject() {
		try (ActuatorServer server = start(CORES)) {
			serve(server, 1);
			IntStream.range(0, 3).forEach((run) -> System.gc());
			for (Meter meter : registry(server).getMeters()) {
				meter.measure()
					.forEach((measurement) -> assertThat(measurement.getValue()).as(meter.getId().toString())
						.isNotNaN());
			}
			assertThat(gauge(server, "uwsgi.worker.last.spawn.time")).isPositive();
		}
	}

	@Test
	void whenApplicationIsClosedThenTheMetersAreGone() {
		SimpleMeterRegistry registry;
		try (ActuatorServer server = start()) {
			registry = registry(server);
			assertThat(countMeters(registry)).isPositive();
		}
		assertThat(countMeters(registry)).isZero();
	}

	private ActuatorServer start(String... arguments) {
		String[] settings = Stream
			.concat(Stream.of("--management.prometheus.metrics.export.enabled=false"), Stream.of(arguments))
			.toArray(String[]::new);
		return ActuatorServer.start(Application.class, this.directory, settings);
	}

	private static void serve(ActuatorServer server, int count) {
		double before = count(server, "uwsgi.worker.requests");
		for (int i = 0; i < count; i++) {
			assertThat(server.get("/").status()).isEqualTo(200);
		}
		awaitCount(server, "uwsgi.worker.requests", before + count);
	}

	private static void awaitCount(ActuatorServer server, String name, double count) {
		Await.until(() -> name + " is " + count(server, name), Await.LIMIT, () -> count(server, name) >= count);
	}

	private static double count(ActuatorServer server, String name) {
		return registry(server).get(name).functionCounter().count();
	}

	private static double gauge(ActuatorServer server, String name) {
		return registry(server).get(name).gauge().value();
	}

	private static long countMeters(MeterRegistry registry) {
		return registry.getMeters().stream().filter((meter) -> meter.getId().getName().startsWith("uwsgi.")).count();
	}

	private static SimpleMeterRegistry registry(ActuatorServer server) {
		return (SimpleMeterRegistry) server.context().getBean(MeterRegistry.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ActuatorServer.HelloController.class)
	static class Application {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

}
