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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What nginx is told about the buffering of event streams, by which header and to which
 * effect.
 */
class NginxAccelBufferingTests extends AbstractNginxTests {

	@AfterEach
	void nothingIsLoud() {
		assertQuiet();
	}

	@Test
	void whenApplicationSaysNothingThenEventsAreNotToBeBuffered() throws IOException {
		SseEmitter emitter = new SseEmitter();
		assertThat(accelBuffering(AsyncController.prepare("sse", emitter), emitter)).containsExactly("no");
	}

	@Test
	void whenApplicationWantsBufferingThenItsHeaderStands() throws IOException {
		SseEmitter emitter = new SseEmitter();
		assertThat(accelBuffering(AsyncController.prepare("sse", emitter) + "?buffering=yes", emitter))
			.containsExactly("yes");
	}

	@Test
	void whenApplicationForbidsBufferingThenItIsSaidOnce() throws IOException {
		SseEmitter emitter = new SseEmitter();
		assertThat(accelBuffering(AsyncController.prepare("sse", emitter) + "?buffering=no", emitter))
			.containsExactly("no");
	}

	@Test
	void whenStreamIsNotOfEventsThenNothingIsSaid() throws IOException {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter();
		assertThat(accelBuffering(AsyncController.prepare("emitter", emitter), emitter)).isEmpty();
	}

	@Test
	void whenApplicationWantsBufferingThenEventsArriveTogether() throws IOException {
		CountDownLatch flushed = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		String target = HandlerServlet.serve((request, response) -> {
			response.setContentType("text/event-stream");
			response.setHeader("X-Accel-Buffering", "yes");
			response.getWriter().print("data:first\n\n");
			response.flushBuffer();
			flushed.countDown();
			await(go);
			response.getWriter().print("data:second\n\n");
		});
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(target);
			await(flushed);
			// nginx has one worker, which has seen the first event when it has served
			// this.
			assertThat(get("/hello").body()).isEqualTo("hello");
			assertThat(http.in().available()).isZero();
			go.countDown();
			assertThat(http.readUntil("second")).contains("data:first\n\n");
		}
		finally {
			go.countDown();
		}
	}

	private List<String> accelBuffering(String target, ResponseBodyEmitter emitter) throws IOException {
		emitter.send("first");
		emitter.complete();
		return new UwsgiClient(address()).exchange(UwsgiPacket.get(target)).headers("X-Accel-Buffering");
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
