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
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.springframework.context.annotation.Profile;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Results that come from other threads, or in pieces, or too late.
 */
@RestController
@Profile(ComparedApplication.PROFILE)
@RequestMapping("/async")
class ComparedAsyncController {

	@GetMapping("/callable")
	Callable<String> callable() {
		return () -> "from a callable\n";
	}

	@GetMapping("/callable-failure")
	Callable<String> callableFailure() {
		return () -> {
			throw new IllegalStateException("on purpose");
		};
	}

	@GetMapping("/deferred")
	DeferredResult<ResponseEntity<String>> deferred() {
		DeferredResult<ResponseEntity<String>> result = new DeferredResult<>();
		CompletableFuture
			.runAsync(() -> result.setResult(ResponseEntity.accepted().header("X-Late", "1").body("later")));
		return result;
	}

	@GetMapping("/timeout")
	DeferredResult<String> timeout() {
		return new DeferredResult<>(200L);
	}

	@GetMapping("/emitter")
	ResponseBodyEmitter emitter() {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter();
		CompletableFuture.runAsync(() -> send(emitter));
		return emitter;
	}

	@GetMapping("/events")
	SseEmitter events() {
		SseEmitter emitter = new SseEmitter();
		CompletableFuture.runAsync(() -> send(emitter));
		return emitter;
	}

	@GetMapping("/stream")
	StreamingResponseBody stream() {
		return (out) -> {
			for (int i = 0; i < 3; i++) {
				out.write("piece %d\n".formatted(i).getBytes(StandardCharsets.UTF_8));
				out.flush();
			}
		};
	}

	private static void send(ResponseBodyEmitter emitter) {
		try {
			emitter.send("one\n");
			emitter.send("two\n");
			emitter.complete();
		}
		catch (IOException ex) {
			emitter.completeWithError(ex);
		}
	}

}
