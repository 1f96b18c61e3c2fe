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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.integration.AsyncController.Item;
import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;

import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that leave in the middle of a stream: whoever writes it is told, and ends, and
 * the log stays quiet.
 */
class NginxStreamLeaverTests extends AbstractNginxTests {

	private static final Item ITEM = new Item("tick", 1);

	@AfterEach
	void nothingIsLoud() {
		assertQuiet();
		assertThat(get("/hello").body()).isEqualTo("hello");
	}

	@Test
	void whenClientLeavesAStreamedBodyThenItsWriterEnds() {
		AtomicReference<IOException> failure = new AtomicReference<>();
		StreamingResponseBody stream = (out) -> {
			byte[] piece = new byte[20_000];
			try {
				for (int i = 0; i < 100_000; i++) {
					out.write(piece);
					out.flush();
				}
			}
			catch (IOException ex) {
				failure.set(ex);
				throw ex;
			}
		};
		leaveAfter("\r\n\r\n", AsyncController.prepare("body", stream) + "?buffering=no");
		Await.until("failure of the writer", () -> failure.get() != null);
	}

	@Test
	void whenClientLeavesAnEmitterThenItsCallbacksAreCalled() throws IOException {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter(60_000L);
		Queue<String> callbacks = record(emitter);
		emitter.send("first");
		leaveAfter("first", AsyncController.prepare("emitter", emitter) + "?buffering=no");
		Await.until("failure of an emitter", () -> fails(emitter));
		awaitFailure(callbacks);
	}

	@Test
	void whenClientLeavesEventsThenTheirCallbacksAreCalled() throws IOException {
		SseEmitter emitter = new SseEmitter(60_000L);
		Queue<String> callbacks = record(emitter);
		emitter.send("first");
		leaveAfter("first", AsyncController.prepare("sse", emitter));
		Await.until("failure of an emitter", () -> fails(emitter));
		awaitFailure(callbacks);
	}

	@Test
	void whenClientLeavesEventsOfAFluxThenItIsCancelled() {
		Sinks.Many<Item> sink = Sinks.many().unicast().onBackpressureBuffer();
		AtomicReference<SignalType> end = new AtomicReference<>();
		Flux<Item> flux = sink.asFlux().doFinally(end::set);
		sink.tryEmitNext(ITEM).orThrow();
		leaveAfter("tick", AsyncController.prepare("events", flux));
		Await.until("cancellation of the flux", () -> sink.tryEmitNext(ITEM) == Sinks.EmitResult.FAIL_CANCELLED);
		Await.until("signal", () -> end.get() == SignalType.CANCEL);
	}

	@Test
	void whenClientLeavesAMonoThenItsValueIsDropped() {
		Sinks.One<Item> sink = Sinks.one();
		String target = AsyncController.prepare("mono", sink.asMono());
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(target);
			AsyncController.awaitRequest(target);
		}
		sink.tryEmitValue(ITEM).orThrow();
	}

	private void leaveAfter(String text, String target) {
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(target).readUntil(text);
			// Tomcat forgets to tell about the end if a write fails before the request
			// has
			// become asynchronous entirely.
			application().awaitIdleCores();
		}
	}

	private static Queue<String> record(ResponseBodyEmitter emitter) {
		Queue<String> callbacks = new ConcurrentLinkedQueue<>();
		emitter.onError((ex) -> callbacks.add("error"));
		emitter.onCompletion(() -> callbacks.add("completion"));
		return callbacks;
	}

	private static void awaitFailure(Queue<String> callbacks) {
		Await.until(() -> "error and completion, got " + callbacks, Await.LIMIT,
				() -> List.copyOf(callbacks).equals(List.of("error", "completion")));
	}

	private static boolean fails(ResponseBodyEmitter emitter) {
		try {
			emitter.send("more");
			return false;
		}
		catch (IOException | IllegalStateException ex) {
			return true;
		}
	}

}
