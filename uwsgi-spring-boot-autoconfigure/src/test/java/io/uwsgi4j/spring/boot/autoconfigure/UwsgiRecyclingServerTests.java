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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.spring.boot.actuate.UwsgiEndpoint;
import io.uwsgi4j.spring.boot.recycle.ObservedExit;
import io.uwsgi4j.spring.boot.recycle.UwsgiRecycler;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the end of an application that has reached a limit, and for what operators
 * steer it with.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class UwsgiRecyclingServerTests {

	private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

	@TempDir
	private Path directory;

	private ObservedExit exit;

	@Test
	void whenEnoughRequestsWereServedThenTheProcessIsRecycled(CapturedOutput output) {
		try (ActuatorServer server = start("--uwsgi.max-requests=3", "--uwsgi.min-worker-lifetime=0")) {
			server.get("/hello");
			server.get("/hello");
			assertThat(this.exit.hasHappened()).isFalse();
			assertThat(server.get("/hello").status()).isEqualTo(200);
			assertThat(this.exit.await()).isEqualTo(17);
			assertThat(output)
				.contains("Recycling: max-requests limit reached (3 >= 3). Requests that have connected are"
						+ " served for up to 60 s, then the process ends with exit code 17");
		}
	}

	@Test
	void whenRecyclingThenDocumentMetersAndHealthTellTheReason() {
		try (ActuatorServer server = start("--uwsgi.max-requests=1", "--uwsgi.min-worker-lifetime=0")) {
			UwsgiEndpoint endpoint = server.context().getBean(UwsgiEndpoint.class);
			MeterRegistry meters = server.context().getBean(MeterRegistry.class);
			HealthIndicator health = server.context().getBean("uwsgiHealthIndicator", HealthIndicator.class);
			assertThat(worker(endpoint)).doesNotContainKeys("recycling", "recycles");
			assertThat(recycles(meters, "max-requests")).isZero();
			try (UwsgiConnection running = running(server)) {
				server.get("/hello");
				Await.until("recycling", () -> server.context().getBean(UwsgiRecycler.class).cause() != null);
				assertThat(worker(endpoint)).containsEntry("recycling", "max-requests")
					.containsEntry("recycles", Map.of("max-requests", 1L))
					.containsEntry("respawn_count", 1L);
				Await.until("the meter is read again", () -> recycles(meters, "max-requests") == 1);
				assertThat(recycles(meters, "reload-on-rss")).isZero();
				assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
				assertThat(health.health().getDetails()).containsEntry("reason",
						"the process is being recycled: max-requests limit reached (1 >= 1)");
				running.send(BODY);
				assertThat(running.response().status()).isEqualTo(200);
			}
			assertThat(this.exit.await()).isEqualTo(17);
		}
	}

	@Test
	void whenLimitIsSetAtRunTimeThenItIsInEffect() {
		try (ActuatorServer server = start("--uwsgi.min-worker-lifetime=0", "--uwsgi.max-requests=1000000",
				"--management.endpoint.uwsgi.access=unrestricted")) {
			UwsgiRecycler recycler = server.context().getBean(UwsgiRecycler.class);
			assertThat(server.post("/actuator/uwsgi/settings", "{\"worker-reload-mercy\":20,\"reload-on-rss\":1}")
				.status()).isEqualTo(200);
			assertThat(this.exit.await()).isEqualTo(17);
			assertThat(recycler.getMercy()).hasSeconds(20);
			assertThat(recycler.cause()).extracting(RecycleCause::description)
				.asString()
				.startsWith("reload-on-rss limit reached (")
				.contains(" MB >= 1 MB, ");
		}
	}

	@Test
	void whenMercyIsOverThenRunningRequestsAreCutOff() {
		try (ActuatorServer server = start("--uwsgi.max-requests=1", "--uwsgi.min-worker-lifetime=0",
				"--uwsgi.worker-reload-mercy=1", "--spring.lifecycle.timeout-per-shutdown-phase=5m")) {
			try (UwsgiConnection running = running(server)) {
				server.get("/hello");
				assertThat(this.exit.await()).isEqualTo(17);
				assertThat(running.awaitEnd()).isEmpty();
			}
		}
	}

	@Test
	void whenEvilLimitIsReachedThenRunningRequestsAreLost(CapturedOutput output) {
		try (ActuatorServer server = start("--uwsgi.evil-reload-on-rss=1", "--uwsgi.min-worker-lifetime=0")) {
			Await.until("halted", () -> this.exit.hasHappened());
			assertThat(output).contains("EVIL RELOAD: evil-reload-on-rss limit reached (");
			assertThat(server.context().isActive()).isTrue();
		}
	}

	@Test
	void whenHangUpSignalArrivesThenTheProcessIsRecycled(CapturedOutput output) throws Exception {
		try (ActuatorServer server = start()) {
			signal("HUP");
			assertThat(this.exit.await()).isEqualTo(17);
			assertThat(output).contains("Recycling: SIGHUP received");
		}
	}

	@Test
	void whenTheFirstOfTwoApplicationsIsClosedThenTheSignalReachesTheOther() throws Exception {
		ActuatorServer first = start();
		try (ActuatorServer second = ActuatorServer.start(Application.class,
				Files.createDirectory(this.directory.resolve("second")))) {
			first.close();
			signal("HUP");
			assertThat(second.context().getBean(ObservedExit.class).await()).isEqualTo(17);
			assertThat(this.exit.hasHappened()).isFalse();
		}
	}

	@Test
	void whenUserSignalArrivesThenTheCountersAreLogged(CapturedOutput output) throws Exception {
		try (ActuatorServer server = start()) {
			server.get("/hello");
			signal("USR1");
			Await.until("logged", () -> output.getOut().contains("-----------------"));
			assertThat(output).containsPattern("worker 1 \\(pid: \\d+\\) total requests: 1 exceptions: 0 harakiri: 0")
				.contains("\tworker 1 app 0 [] requests: 1 exceptions: 0")
				.containsPattern("\tworker 1 core \\d+ requests: 1 read errors: 0 write errors: 0");
			assertThat(this.exit.hasHappened()).isFalse();
		}
	}

	@Test
	void whenThereIsAPidfileThenItHasTheNumberUntilTheEnd() throws IOException {
		Path file = this.directory.resolve("run").resolve("app.pid");
		try (ActuatorServer server = start("--uwsgi.pidfile=" + file)) {
			assertThat(server.get("/hello").status()).isEqualTo(200);
			assertThat(Files.readString(file)).isEqualTo(String.valueOf(ProcessHandle.current().pid()));
		}
		assertThat(file).doesNotExist();
	}

	@Test
	void whenThereIsAPidfileThenTheNextProcessKnowsWhyTheOnesBeforeHaveEnded() throws IOException {
		String pidfile = "--uwsgi.pidfile=" + this.directory.resolve("app.pid");
		for (int i = 0; i < 2; i++) {
			try (ActuatorServer server = start(pidfile, "--uwsgi.max-requests=1", "--uwsgi.min-worker-lifetime=0")) {
				server.get("/hello");
				this.exit.await();
			}
		}
		try (ActuatorServer server = start(pidfile)) {
			assertThat(worker(server.context().getBean(UwsgiEndpoint.class))).doesNotContainKey("recycling")
				.containsEntry("recycles", Map.of("max-requests", 2L))
				.containsEntry("respawn_count", 3L);
			assertThat(recycles(server.context().getBean(MeterRegistry.class), "max-requests")).isEqualTo(2);
		}
	}

	@Test
	void whenPidfileIsSomebodyElsesMeanwhileOrIsToStayThenItStays() throws IOException {
		Path file = this.directory.resolve("app.pid");
		try (ActuatorServer server = start("--uwsgi.pidfile=" + file)) {
			assertThat(server.get("/hello").status()).isEqualTo(200);
			Files.writeString(file, "1");
		}
		assertThat(file).hasContent("1");
		start("--uwsgi.pidfile=" + file, "--uwsgi.vacuum=false").close();
		assertThat(file).hasContent(String.valueOf(ProcessHandle.current().pid()));
	}

	@Test
	void whenPidfileCannotBeWrittenThenTheStartFails(CapturedOutput output) throws IOException {
		Path file = Files.createDirectory(this.directory.resolve("app.pid"));
		assertThatException().isThrownBy(() -> start("--uwsgi.pidfile=" + file))
			.havingRootCause()
			.isInstanceOf(IOException.class);
		assertThat(output).contains("APPLICATION FAILED TO START",
				"The file '" + file + "' of 'uwsgi.pidfile' cannot be written: ");
	}

	private static void signal(String name) throws Exception {
		String pid = String.valueOf(ProcessHandle.current().pid());
		assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
	}

	private static UwsgiConnection running(ActuatorServer server) {
		UwsgiConnection running = new UwsgiClient(server.address()).connect();
		running.send(UwsgiPacket.announce("/echo", BODY.length).set("CONTENT_TYPE", "application/json").toBytes());
		HealthIndicator health = server.context().getBean("uwsgiHealthIndicator", HealthIndicator.class);
		Await.until("the request is running",
				() -> Long.valueOf(1).equals(health.health().getDetails().get("busyCores")));
		return running;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> worker(UwsgiEndpoint endpoint) {
		Map<String, Object> stats = endpoint.stats();
		assertThat(stats).isNotNull();
		return ((List<Map<String, Object>>) stats.get("workers")).get(0);
	}

	private static double recycles(MeterRegistry meters, String reason) {
		return meters.get("uwsgi.worker.recycles").tag("reason", reason).functionCounter().count();
	}

	private ActuatorServer start(String... arguments) {
		ActuatorServer server = ActuatorServer.start(Application.class, this.directory, arguments);
		// The application may be gone before it is asked for
		this.exit = server.context().getBean(ObservedExit.class);
		return server;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ EchoController.class, ObservedExit.Beans.class })
	static class Application {

	}

	@RestController
	static class EchoController {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

		@PostMapping("/echo")
		String echo(@RequestBody String body) {
			return body;
		}

	}

}
