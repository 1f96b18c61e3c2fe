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

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request that takes too long dies visibly, whatever it is doing.
 */
class HarakiriTests extends AbstractHarakiriTests {

	@Test
	void whenHandlerSleepsThenClientGets503AndLogSaysWhy() {
		long before = worker().harakiriCount();
		AtomicReference<Object> end = new AtomicReference<>();
		server().handle((request, response) -> {
			try {
				Thread.sleep(60_000);
			}
			catch (InterruptedException ex) {
				end.set(ex);
			}
		});
		Response response = exchange(SLOW);
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.text()).isEqualTo("503 Service Unavailable\n");
		Await.until("the handler is interrupted", () -> end.get() instanceof InterruptedException);
		assertThat(worker().harakiriCount()).isEqualTo(before + 1);
		assertThat(report()).contains("*** HARAKIRI ON WORKER 1 CORE ", "GET /slow?a=1 from 192.0.2.7, running for 1.",
				"answered with 503");
	}

	@Test
	void whenRequestStaysWithinTheLimitThenItIsLeftAlone() {
		server().protocol().setHarakiri(30);
		try {
			long before = worker().harakiriCount();
			server().handle((request, response) -> {
				Await.pause(Duration.ofMillis(1500).toNanos());
				response.getWriter().print("ok");
			});
			assertThat(exchange(SLOW)).satisfies(WireAssertions::isOk);
			assertThat(worker().harakiriCount()).isEqualTo(before);
			assertThat(reports()).isEmpty();
		}
		finally {
			server().protocol().setHarakiri(1);
		}
	}

	@Test
	void whenResponseHasBegunThenItIsCutOffAndNothingFollows() {
		AtomicReference<Exception> failure = new AtomicReference<>();
		server().handle((request, response) -> {
			response.setContentLength(1000);
			response.getOutputStream().print("begun");
			response.flushBuffer();
			waitForTheEnd();
			try {
				response.getOutputStream().print("late");
				response.flushBuffer();
			}
			catch (IOException ex) {
				failure.set(ex);
			}
		});
		try (UwsgiConnection connection = client().connect().send(SLOW.toBytes())) {
			Response response = connection.response();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.text()).isEqualTo("begun");
			this.over.set(true);
			Await.until("the late write fails", () -> failure.get() != null);
			assertThat(connection.response().text()).isEqualTo("begun");
		}
		assertThat(report()).contains("the response was cut off");
	}

	@Test
	void whenHandlerWaitsForALockThenItIsGivenUpAndTheLogNamesTheOwner() {
		server().protocol().setHarakiriVerbose(true);
		Object lock = new Object();
		server().handle((request, response) -> {
			synchronized (lock) {
				response.getWriter().print("never");
			}
		});
		synchronized (lock) {
			assertThat(exchange(SLOW).status()).isEqualTo(503);
			Await.until("a report", () -> !reports().isEmpty());
		}
		assertThat(report()).contains("BLOCKED on java.lang.Object@",
				"owned by \"" + Thread.currentThread().getName() + "\"", HarakiriTests.class.getName() + ".lambda",
				"owner \"" + Thread.currentThread().getName() + "\"");
	}

	@Test
	void whenBodyDoesNotArriveThenItIsGivenUp() {
		server().handle((request, response) -> request.getInputStream().readAllBytes());
		try (UwsgiConnection connection = client().connect().send(UwsgiPacket.announce("/", 100).head())) {
			assertThat(connection.response().status()).isEqualTo(503);
		}
	}

	@Test
	void whenBodyIsUnreadThenTheAnswerArrivesNevertheless() {
		server().handle(loop(new AtomicInteger()));
		assertThat(exchange(UwsgiPacket.post("/", new byte[100_000])).status()).isEqualTo(503);
	}

	@Test
	void whenClientDoesNotReadThenItIsCutOff() {
		server().handle((request, response) -> {
			for (int i = 0; i < 1000; i++) {
				response.getOutputStream().write(new byte[65_536]);
			}
		});
		try (UwsgiConnection connection = client().connect().send(SLOW.toBytes())) {
			Await.until("a report", () -> !reports().isEmpty());
		}
		assertThat(report()).contains("cut off");
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenRequestWaitsAsynchronouslyThenItIsGivenUpAndTheApplicationIsTold() {
		AtomicReference<AsyncEvent> error = new AtomicReference<>();
		server().handle((request, response) -> {
			AsyncContext context = request.startAsync();
			context.setTimeout(0);
			context.addListener(new ErrorListener(error));
		});
		assertThat(exchange(SLOW).status()).isEqualTo(503);
		Await.until("onError", () -> error.get() != null);
		assertThat(worker().cores()).extracting(CoreStats::inRequest).containsOnly(0L);
	}

	@Test
	void whenRequestSetsItsOwnLimitThenThatCounts() {
		server().protocol().setHarakiri(30);
		try {
			server().handle((request, response) -> {
				request.setAttribute(UwsgiProtocol.HARAKIRI_ATTRIBUTE, 1);
				waitForTheEnd();
			});
			assertThat(exchange(SLOW).status()).isEqualTo(503);
			this.over.set(true);
			server().protocol().setHarakiri(1);
			server().handle((request, response) -> {
				request.setAttribute(UwsgiProtocol.HARAKIRI_ATTRIBUTE, Duration.ZERO);
				Await.pause(Duration.ofMillis(1500).toNanos());
				response.getWriter().print("ok");
			});
			assertThat(exchange(SLOW)).satisfies(WireAssertions::isOk);
		}
		finally {
			server().protocol().setHarakiri(1);
		}
	}

	/**
	 * Takes note of an error.
	 *
	 * @param error where to put it
	 */
	private record ErrorListener(AtomicReference<AsyncEvent> error) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onError(AsyncEvent event) {
			this.error.set(event);
			event.getAsyncContext().complete();
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
		}

	}

}
