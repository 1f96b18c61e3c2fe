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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.integration.AsyncController.Item;
import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring MVC's ways to write a response bit by bit. nginx hands on each bit at once if it
 * does not buffer, or is told not to.
 */
class NginxMvcStreamingTests extends AbstractNginxTests {

	private static final String NO_BUFFERING = "?buffering=no";

	private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

	@AfterEach
	void nothingIsLoud() {
		assertQuiet();
	}

	@Test
	void whenBodyIsStreamedThenItArrivesUnchanged() {
		byte[] body = Payload.bytes(3_000_000);
		StreamingResponseBody stream = (out) -> {
			for (int from = 0; from < body.length; from += 50_000) {
				out.write(body, from, 50_000);
				out.flush();
			}
		};
		HttpRequest request = HttpRequest.newBuilder(uri(AsyncController.prepare("body", stream))).build();
		HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
		assertThat(Payload.digest(response.body())).isEqualTo(Payload.digest(body));
	}

	// Spring takes no notice of a flush, but what no buffer can hold has to leave.
	@Test
	void whenBodyIsStreamedUnbufferedThenItArrivesBeforeItIsComplete() throws IOException {
		CountDownLatch received = new CountDownLatch(1);
		StreamingResponseBody stream = (out) -> {
			out.write(new byte[200_000]);
			await(received);
			out.write("end".getBytes(StandardCharsets.UTF_8));
		};
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(AsyncController.prepare("body", stream) + NO_BUFFERING);
			assertThat(http.in().readNBytes(100_000)).hasSize(100_000);
			received.countDown();
			http.readUntil("end" + LAST_CHUNK);
		}
		finally {
			received.countDown();
		}
	}

	@Test
	void whenEmitterIsUnbufferedThenEachPieceArrives() throws IOException {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter(60_000L);
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(AsyncController.prepare("emitter", emitter) + NO_BUFFERING);
			for (int i = 0; i < 10; i++) {
				emitter.send("piece " + i + ";");
				http.readUntil("piece " + i + ";");
			}
			emitter.complete();
			http.readUntil(LAST_CHUNK);
		}
	}

	@Test
	void whenEventsAreSentThenEachArrives() throws IOException {
		SseEmitter emitter = new SseEmitter(60_000L);
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(AsyncController.prepare("sse", emitter));
			for (int i = 0; i < 10; i++) {
				emitter.send(SseEmitter.event().id("id-" + i).name("tick").data(Map.of("number", i)));
				assertThat(http.readUntil("{\"number\":" + i + "}")).contains("id:id-" + i + "\nevent:tick\ndata:");
			}
			emitter.complete();
			http.readUntil(LAST_CHUNK);
		}
	}

	@Test
	void whenEmitterTimesOutThenTheStreamEnds() throws IOException {
		BlockingQueue<String> callbacks = new LinkedBlockingQueue<>();
		SseEmitter emitter = new SseEmitter(100L);
		emitter.onTimeout(() -> {
			callbacks.add("timeout");
			emitter.complete();
		});
		emitter.onCompletion(() -> callbacks.add("completion"));
		emitter.send("only");
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(AsyncController.prepare("sse", emitter)).readUntil("only");
			http.readUntil(LAST_CHUNK);
		}
		Await.until("callbacks", () -> callbacks.size() == 2);
		assertThat(callbacks).containsExactly("timeout", "completion");
	}

	@Test
	void whenMonoHasItsValueThenClientGetsJson() {
		Sinks.One<Item> sink = Sinks.one();
		Mono<Item> mono = sink.asMono();
		String target = AsyncController.prepare("mono", mono);
		CompletableFuture<HttpResponse<String>> response = getAsync(target);
		AsyncController.awaitRequest(target);
		assertThat(response).isNotDone();
		sink.tryEmitValue(new Item("one", 1)).orThrow();
		assertThat(response.join().headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.join().body()).isEqualTo("{\"name\":\"one\",\"number\":1}");
	}

	@Test
	void whenFluxIsCompleteThenClientGetsAJsonArray() {
		Sinks.Many<Item> sink = Sinks.many().unicast().onBackpressureBuffer();
		String target = AsyncController.prepare("flux", sink.asFlux());
		CompletableFuture<HttpResponse<String>> response = getAsync(target);
		AsyncController.awaitRequest(target);
		sink.tryEmitNext(new Item("one", 1)).orThrow();
		sink.tryEmitNext(new Item("two", 2)).orThrow();
		assertThat(response).isNotDone();
		sink.tryEmitComplete().orThrow();
		assertThat(response.join().headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.join().body())
			.isEqualTo("[{\"name\":\"one\",\"number\":1},{\"name\":\"two\",\"number\":2}]");
	}

	@Test
	void whenFluxIsEmptyThenClientGetsAnEmptyArray() {
		assertThat(get(AsyncController.prepare("flux", Flux.empty())).body()).isEqualTo("[]");
	}

	@Test
	void whenFluxIsAnEventStreamThenEachEventArrives() {
		Sinks.Many<Item> sink = Sinks.many().unicast().onBackpressureBuffer();
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(AsyncController.prepare("events", sink.asFlux()));
			for (int i = 0; i < 10; i++) {
				sink.tryEmitNext(new Item("tick", i)).orThrow();
				http.readUntil("{\"name\":\"tick\",\"number\":" + i + "}");
			}
			sink.tryEmitComplete().orThrow();
			http.readUntil(LAST_CHUNK);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
