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
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.uwsgi4j.test.Await;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asynchronous servlets without a framework: who may end a request, and who is told.
 */
class NginxAsyncServletTests extends AbstractNginxTests {

	private static final long SOON = 100;

	private final ExecutorService executor = Executors.newFixedThreadPool(4);

	@AfterEach
	void endThreads() {
		this.executor.shutdown();
	}

	@Test
	void whenHandlerItselfCompletesThenClientIsAnswered() {
		String target = HandlerServlet.serve((request, response) -> complete(request.startAsync()));
		assertThat(get(target).body()).isEqualTo("ok");
		assertQuiet();
	}

	@Test
	void whenContainerThreadCompletesThenClientIsAnswered() {
		String target = HandlerServlet.serve((request, response) -> {
			AsyncContext context = request.startAsync();
			context.start(() -> complete(context));
		});
		assertThat(get(target).body()).isEqualTo("ok");
		assertQuiet();
	}

	@Test
	void whenOtherThreadsCompleteThenNoRequestIsLost() {
		String target = HandlerServlet.serve((request, response) -> {
			AsyncContext context = request.startAsync();
			this.executor.execute(() -> complete(context));
		});
		List<CompletableFuture<HttpResponse<String>>> responses = Stream.generate(() -> getAsync(target))
			.limit(300)
			.toList();
		assertThat(responses).allSatisfy((response) -> assertThat(response.join().body()).isEqualTo("ok"));
		assertQuiet();
	}

	@Test
	void whenRequestIsDispatchedAgainAndAgainThenTheLastCycleAnswers() {
		AsyncEvents events = new AsyncEvents();
		Queue<DispatcherType> cycles = new ConcurrentLinkedQueue<>();
		String target = HandlerServlet.serve((request, response) -> {
			cycles.add(request.getDispatcherType());
			AsyncContext context = request.startAsync();
			if (cycles.size() == 1) {
				context.addListener(events);
			}
			if (cycles.size() < 4) {
				this.executor.execute(context::dispatch);
			}
			else {
				this.executor.execute(() -> complete(context));
			}
		});
		assertThat(get(target).body()).isEqualTo("ok");
		assertThat(cycles).containsExactly(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ASYNC,
				DispatcherType.ASYNC);
		events.await("start", "start", "start", "complete");
		assertQuiet();
	}

	@Test
	void whenRequestIsDispatchedElsewhereThenThatAnswers() {
		AsyncEvents events = new AsyncEvents();
		String target = HandlerServlet.serve((request, response) -> {
			AsyncContext context = request.startAsync();
			context.addListener(events);
			this.executor.execute(() -> context.dispatch("/hello"));
		});
		assertThat(get(target).body()).isEqualTo("hello");
		events.await("complete");
		assertQuiet();
	}

	@Test
	void whenRequestTimesOutThenListenerAnswers() {
		AsyncEvents events = new AsyncEvents(504);
		HttpResponse<String> response = get(serveNobody(events, SOON));
		assertThat(response.statusCode()).isEqualTo(504);
		assertThat(response.body()).isEqualTo("too late");
		events.await("timeout", "complete");
		assertQuiet();
	}

	@Test
	void whenRequestTimesOutUnansweredThenClientGetsTheErrorPage() {
		AsyncEvents events = new AsyncEvents();
		String target = serveNobody(events, SOON);
		assertErrorPage(get(target), 500, target);
		events.await("timeout", "complete");
		assertQuiet();
	}

	@Test
	void whenHandlerFailsAfterItsStartThenClientGetsTheErrorPage() {
		// Tomcat never tells that the request is complete if the listener does not end
		// it.
		AsyncEvents events = new AsyncEvents(504);
		String target = HandlerServlet.serve((request, response) -> {
			request.startAsync().addListener(events);
			throw new IllegalStateException("broken on purpose");
		});
		assertErrorPage(get(target), 500, target);
		events.await("error", "complete");
		assertThat(application().log().errors()).isNotEmpty().allMatch((line) -> line.contains("broken on purpose"));
	}

	@Test
	void whenDispatchedHandlerFailsThenClientGetsTheErrorPage() {
		String target = HandlerServlet.serve((request, response) -> {
			if (request.getDispatcherType() == DispatcherType.ASYNC) {
				throw new IllegalStateException("broken on purpose");
			}
			this.executor.execute(request.startAsync()::dispatch);
		});
		assertErrorPage(get(target), 500, target);
		assertThat(application().log().errors()).isNotEmpty().allMatch((line) -> line.contains("broken on purpose"));
	}

	@Test
	void whenAnotherThreadSendsAnErrorThenClientGetsTheErrorPage() {
		String target = HandlerServlet.serve((request, response) -> {
			AsyncContext context = request.startAsync();
			this.executor.execute(() -> completeWith(context, 409));
		});
		assertErrorPage(get(target), 409, target);
		assertQuiet();
	}

	@Test
	void whenClientHasLeftThenListenerHearsOfTheFailedWrite() throws IOException {
		AsyncEvents events = new AsyncEvents();
		AtomicReference<AsyncContext> waiting = new AtomicReference<>();
		String target = HandlerServlet.serve((request, response) -> {
			AsyncContext context = request.startAsync();
			context.addListener(events);
			waiting.set(context);
		});
		ServletOutputStream out;
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(target);
			Await.until("request waits", () -> waiting.get() != null);
			application().awaitIdleCores();
			// So that nginx passes on what it gets.
			waiting.get().getResponse().setContentType("text/event-stream");
			out = waiting.get().getResponse().getOutputStream();
			out.print("first");
			out.flush();
			http.readUntil("first");
		}
		Await.until("a write fails", () -> fails(out));
		events.await("error", "complete");
		assertQuiet();
	}

	private static String serveNobody(AsyncEvents events, long timeout) {
		return HandlerServlet.serve((request, response) -> {
			AsyncContext context = request.startAsync();
			context.setTimeout(timeout);
			context.addListener(events);
		});
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

	private static void completeWith(AsyncContext context, int status) {
		try {
			((HttpServletResponse) context.getResponse()).sendError(status);
			context.complete();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean fails(ServletOutputStream out) {
		try {
			out.print("more");
			out.flush();
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

}
