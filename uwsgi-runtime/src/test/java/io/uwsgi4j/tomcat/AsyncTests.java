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
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asynchronous requests wait without a core.
 */
class AsyncTests extends AbstractWireTests {

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(2);
		protocol.setMinSpareThreads(1);
	}

	@Test
	void whenRequestIsCompletedByAnotherThreadThenItIsAnswered() {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		server().handle((request, response) -> {
			AsyncContext context = request.startAsync();
			executor.execute(() -> complete(context));
		});
		for (int i = 0; i < 200; i++) {
			assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
		executor.shutdown();
	}

	@Test
	void whenRequestIsCompletedAtOnceThenItIsAnswered() {
		server().handle((request, response) -> complete(request.startAsync()));
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
	}

	@Test
	void whenManyRequestsWaitThenNoCoreIsHeld() {
		Queue<AsyncContext> contexts = new ConcurrentLinkedQueue<>();
		server().handle((request, response) -> contexts.add(request.startAsync()));
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			connections.add(client().connect().send(PACKET));
		}
		Await.until("50 requests wait", () -> contexts.size() == 50);
		server().reset();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		contexts.forEach(AsyncTests::complete);
		for (UwsgiConnection connection : connections) {
			assertThat(connection.response()).satisfies(WireAssertions::isOk);
			connection.close();
		}
	}

	@Test
	void whenRequestIsDispatchedThenItRunsAgain() {
		AtomicInteger runs = new AtomicInteger();
		server().handle((request, response) -> {
			if (runs.incrementAndGet() == 1) {
				request.startAsync().dispatch("/again");
			}
			else {
				response.getWriter().print("ok");
			}
		});
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		assertThat(runs).hasValue(2);
	}

	@Test
	void whenRequestTimesOutThenListenerAnswers() {
		server().handle((request, response) -> {
			AsyncContext context = request.startAsync();
			context.setTimeout(50);
			context.addListener(new Timeout503());
		});
		assertThat(exchange(UwsgiPacket.get("/")).status()).isEqualTo(503);
	}

	@Test
	void whenRequestTimesOutWithoutListenerThenAnswerIs500() {
		server().handle((request, response) -> request.startAsync().setTimeout(50));
		assertThat(exchange(UwsgiPacket.get("/")).status()).isEqualTo(500);
	}

	@Test
	void whenBodyIsReadInAnotherThreadThenItArrives() {
		byte[] body = Bodies.random(500_000);
		server().handle((request, response) -> {
			AsyncContext context = request.startAsync();
			context.start(() -> {
				try {
					context.getResponse().getOutputStream().write(context.getRequest().getInputStream().readAllBytes());
					context.complete();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		});
		assertThat(exchange(UwsgiPacket.post("/", body)).body()).isEqualTo(body);
	}

	@Test
	void whenRequestIsAnsweredInPartsThenEachPartLeavesAtOnce() throws IOException {
		AtomicReference<AsyncContext> context = new AtomicReference<>();
		server().handle((request, response) -> context.set(request.startAsync()));
		try (UwsgiConnection connection = client().connect().send(PACKET)) {
			Await.until("request waits", () -> context.get() != null);
			for (int i = 0; i < 5; i++) {
				context.get().getResponse().getWriter().print("event " + i);
				context.get().getResponse().flushBuffer();
				connection.readUntil("event " + i);
			}
			context.get().complete();
			assertThat(connection.response()).satisfies(WireAssertions::isWellFormed);
		}
	}

	@Test
	void whenPeerLeavesAWaitingRequestThenNothingIsLostOrLoud() {
		Queue<AsyncContext> contexts = new ConcurrentLinkedQueue<>();
		server().handle((request, response) -> contexts.add(request.startAsync()));
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			connections.add(client().connect().send(PACKET));
		}
		Await.until("20 requests wait", () -> contexts.size() == 20);
		connections.forEach(UwsgiConnection::reset);
		contexts.forEach(AsyncTests::completeIfPossible);
		server().reset();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		assertThat(log().errors()).isEmpty();
	}

	private static void complete(AsyncContext context) {
		try {
			context.getResponse().getWriter().print("ok");
			context.complete();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void completeIfPossible(AsyncContext context) {
		try {
			complete(context);
		}
		catch (IllegalStateException ex) {
			// ended by the container, as the peer has left
		}
	}

	private static final class Timeout503 implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			// nothing to do
		}

		@Override
		public void onTimeout(AsyncEvent event) throws IOException {
			((HttpServletResponse) event.getSuppliedResponse()).sendError(503);
			event.getAsyncContext().complete();
		}

		@Override
		public void onError(AsyncEvent event) {
			// nothing to do
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// nothing to do
		}

	}

}
