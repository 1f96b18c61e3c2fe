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
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.uwsgi4j.spring.boot.web.Harakiri;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes too long by its own account, and comes back when it is told so.
 */
@RestController
@Harakiri(1)
class HarakiriController {

	@GetMapping("/harakiri")
	String sleep() {
		await();
		return "late";
	}

	@GetMapping("/harakiri/begun")
	void beginAndSleep(HttpServletResponse response) throws IOException {
		response.setContentLength(1000);
		response.getOutputStream().print("begun");
		response.flushBuffer();
		await();
		try {
			response.getOutputStream().print("late");
			response.flushBuffer();
		}
		catch (IOException ex) {
			// As it should be.
		}
	}

	@GetMapping("/harakiri/async")
	Callable<String> sleepElsewhere() {
		return () -> {
			await();
			return "late";
		};
	}

	@GetMapping("/harakiri/stuck")
	void neverComeBack() {
		while (true) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
			// Whoever interrupts it is not heard.
			Thread.interrupted();
		}
	}

	// Nobody but harakiri has a reason to interrupt it.
	private static void await() {
		try {
			TimeUnit.SECONDS.sleep(10);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
