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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Requests that take as long as the test wants.
 */
@RestController
class HeldController {

	private static final Queue<DeferredResult<String>> PENDING = new ConcurrentLinkedQueue<>();

	private static volatile Gate gate = new Gate();

	/**
	 * Makes all further requests wait.
	 * @return what they wait at
	 */
	static Gate hold() {
		gate = new Gate();
		return gate;
	}

	@GetMapping("/held")
	String held() {
		gate.pass();
		return "held";
	}

	@GetMapping("/pending")
	DeferredResult<String> pending() {
		DeferredResult<String> result = new DeferredResult<>(60_000L);
		PENDING.add(result);
		return result;
	}

	/**
	 * Waits for a pending request and takes it.
	 * @return the oldest one that nobody has taken
	 */
	static DeferredResult<String> awaitPending() {
		AtomicReference<DeferredResult<String>> result = new AtomicReference<>();
		Await.until("a pending request", () -> {
			result.set(PENDING.poll());
			return result.get() != null;
		});
		return result.get();
	}

}
