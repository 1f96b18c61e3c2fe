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

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Returns what the test has prepared, as each of the types with which Spring MVC answers
 * later. The parameter {@code buffering} becomes the header by which nginx is told.
 */
@RestController
@RequestMapping("/async")
class AsyncController {

	private static final Map<String, Object> PREPARED = new ConcurrentHashMap<>();

	private static final AtomicInteger COUNTER = new AtomicInteger();

	/**
	 * Prepares what one request returns.
	 * @param type the first part of the path, which is that of a method below
	 * @param value what the method returns
	 * @return the path of the request
	 */
	static String prepare(String type, Object value) {
		String path = "/async/%s/%d".formatted(type, COUNTER.incrementAndGet());
		PREPARED.put(path, value);
		return path;
	}

	/**
	 * Waits for the request.
	 * @param path the path of the request
	 */
	static void awaitRequest(String path) {
		Await.until("request of " + path, () -> !PREPARED.containsKey(path));
	}

	@GetMapping("/callable/*")
	Callable<String> callable(HttpServletRequest request, HttpServletResponse response) {
		return take(request, response);
	}

	@GetMapping("/deferred/*")
	DeferredResult<String> deferred(HttpServletRequest request, HttpServletResponse response) {
		return take(request, response);
	}

	@GetMapping("/task/*")
	WebAsyncTask<String> task(HttpServletRequest request, HttpServletResponse response) {
		return take(request, response);
	}

	@GetMapping("/body/*")
	StreamingResponseBody body(HttpServletRequest request, HttpServletResponse response) {
		return take(request, response);
	}

	@GetMapping("/emitter/*")
	ResponseBodyEmitter emitter(HttpServletRequest request, HttpServletResponse response) {
		return take(request, response);
	}

	@GetMapping("/sse/*")
	SseEmitter sse(HttpServletRequest request, HttpServletResponse response) {
		return take(request, response);
	}

	@GetMapping("/mono/*")
	Mono<Item> mono(HttpServletRequest request, HttpServletResponse response) {
		return take(request, response);
	}

	@GetMapping("/flux/*")
	Flux<Item> flux(HttpServletRequest request, HttpServletResponse response) {
		return take(request, response);
	}

	@GetMapping(path = "/events/*", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Item> events(HttpServletRequest request, HttpServletResponse response) {
		return take(request, response);
	}

	@SuppressWarnings("unchecked")
	private static <T> T take(HttpServletRequest request, HttpServletResponse response) {
		String buffering = request.getParameter("buffering");
		if (buffering != null) {
			response.setHeader("X-Accel-Buffering", buffering);
		}
		return (T) PREPARED.remove(request.getRequestURI());
	}

	/**
	 * What the reactive types consist of.
	 *
	 * @param name a name
	 * @param number a number
	 */
	record Item(String name, int number) {
	}

}
