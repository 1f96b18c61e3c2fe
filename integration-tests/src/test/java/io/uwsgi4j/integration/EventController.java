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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Await;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Event streams whose events the test sends.
 */
@RestController
class EventController {

	private static final Queue<SseEmitter> STREAMS = new ConcurrentLinkedQueue<>();

	@GetMapping("/events")
	SseEmitter events() throws IOException {
		SseEmitter emitter = new SseEmitter(60_000L);
		emitter.send("connected");
		STREAMS.add(emitter);
		return emitter;
	}

	/**
	 * Waits for a stream and takes it.
	 * @return the oldest stream that nobody has taken
	 */
	static SseEmitter awaitStream() {
		AtomicReference<SseEmitter> stream = new AtomicReference<>();
		Await.until("a stream", () -> {
			stream.set(take());
			return stream.get() != null;
		});
		return stream.get();
	}

	/**
	 * Takes the oldest stream that nobody has taken.
	 * @return the stream or {@code null}
	 */
	static SseEmitter take() {
		return STREAMS.poll();
	}

}
