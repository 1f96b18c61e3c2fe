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

package io.uwsgi4j.sample;

import java.time.Duration;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Keeps a core busy for a while: to watch a graceful stop, or to fill all cores and see
 * further requests wait in the listen queue.
 */
@RestController
class SlowController {

	static final long MAX_MILLIS = 30_000;

	@GetMapping("/slow")
	Nap slow(@RequestParam(defaultValue = "1000") long ms) throws InterruptedException {
		if (ms < 0 || ms > MAX_MILLIS) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"ms: %d (expected: 0 to %d)".formatted(ms, MAX_MILLIS));
		}
		long start = System.nanoTime();
		Thread.sleep(ms);
		return new Nap(Duration.ofNanos(System.nanoTime() - start).toMillis(), Thread.currentThread().getName());
	}

	/**
	 * How long the request slept, and where.
	 *
	 * @param slept milliseconds
	 * @param core name of the thread that slept
	 */
	record Nap(long slept, String core) {

	}

}
