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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.recycling.RecycleReason;
import io.uwsgi4j.spring.boot.recycle.ObservedExit;
import io.uwsgi4j.spring.boot.recycle.UwsgiRecycler;
import io.uwsgi4j.spring.boot.web.Harakiri;
import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code uwsgi.harakiri} and {@link Harakiri @Harakiri}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UwsgiHarakiriTests {

	@TempDir
	private Path directory;

	@Test
	void whenRequestTakesTooLongThenItIsAnsweredAndReported(CapturedOutput output) {
		try (ActuatorServer server = start("--uwsgi.harakiri=1", "--uwsgi.harakiri-verbose=true")) {
			assertThat(server.get("/sleep?a=1").status()).isEqualTo(503);
			Await.until("a report", () -> report(output).contains("\tat "));
			assertThat(report(output)).contains("GET /sleep?a=1 from ", "answered with 503", "TIMED_WAITING",
					SlowController.class.getName() + ".sleep(");
			assertThat(server.get("/hello").text()).isEqualTo("hello");
			Await.until("it has ended", () -> output.getOut().contains("has ended after another"));
		}
	}

	@Test
	void whenHandlerHasALimitOfItsOwnThenThatCounts() {
		try (ActuatorServer server = start("--uwsgi.harakiri=1")) {
			assertThat(server.get("/patient").text()).isEqualTo("patient");
		}
		try (ActuatorServer server = start()) {
			assertThat(server.get("/impatient").status()).isEqualTo(503);
			assertThat(server.get("/patient").text()).isEqualTo("patient");
		}
	}

	@Test
	void whenLimitIsChangedThenItIsInEffectForRunningRequests() {
		try (ActuatorServer server = start("--management.endpoint.uwsgi.access=unrestricted")) {
			Thread changer = new Thread(() -> {
				SlowController.awaitSleeper();
				server.post("/actuator/uwsgi/settings", "{\"harakiri\":1}");
			});
			changer.start();
			assertThat(server.get("/sleep").status()).isEqualTo(503);
			assertThat(server.json("/actuator/uwsgi/settings").toString()).contains("uwsgi.harakiri={value=1s");
		}
	}

	@Test
	void whenThreadDoesNotComeBackThenTheProcessIsRecycled(CapturedOutput output) {
		try (ActuatorServer server = start("--uwsgi.harakiri=1", "--uwsgi.harakiri-graceful-timeout=1")) {
			ObservedExit exit = server.context().getBean(ObservedExit.class);
			UwsgiRecycler recycler = server.context().getBean(UwsgiRecycler.class);
			assertThat(server.get("/stuck").status()).isEqualTo(503);
			// The thread is still there, and the end does not wait for it
			assertThat(exit.await()).isEqualTo(recycler.exitCode());
			assertThat(recycler.cause()).extracting(RecycleCause::reason).isEqualTo(RecycleReason.DAMAGED);
			assertThat(output).contains("Worker 1 is damaged",
					"Recycling: threads of requests that were given up have not come back");
			SlowController.STUCK.countDown();
		}
	}

	// What follows may come piece by piece.
	private static String report(CapturedOutput output) {
		String text = output.getOut();
		int start = text.indexOf("*** HARAKIRI ON WORKER 1");
		int end = text.indexOf("org.apache.catalina", Math.max(0, start));
		return (start < 0 || end < 0) ? "" : text.substring(start, end);
	}

	private ActuatorServer start(String... arguments) {
		return ActuatorServer.start(Application.class, this.directory, arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ SlowController.class, PatientController.class, ObservedExit.Beans.class })
	static class Application {

	}

	@RestController
	static class SlowController {

		static final CountDownLatch STUCK = new CountDownLatch(1);

		private static volatile boolean sleeping;

		static void awaitSleeper() {
			Await.until("a request sleeps", () -> sleeping);
		}

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/sleep")
		String sleep() throws InterruptedException {
			sleeping = true;
			try {
				Thread.sleep(60_000);
			}
			finally {
				sleeping = false;
			}
			return "slept";
		}

		@GetMapping("/stuck")
		String stuck() {
			boolean over = false;
			while (!over) {
				try {
					over = STUCK.await(60, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					// As if the thread could not be reached.
				}
			}
			return "stuck";
		}

	}

	@RestController
	@Harakiri(0)
	static class PatientController {

		@GetMapping("/patient")
		String patient() throws InterruptedException {
			Thread.sleep(1500);
			return "patient";
		}

		@Harakiri(1)
		@GetMapping("/impatient")
		String impatient() throws InterruptedException {
			Thread.sleep(60_000);
			return "impatient";
		}

	}

}
