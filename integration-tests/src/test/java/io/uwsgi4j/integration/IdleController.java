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
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams that say one thing and then nothing for ever, and a request that ends only if
 * it has company.
 */
@RestController
class IdleController {

	/** How many requests have to be served at the same time for any of them to end. */
	static final int COMPANY = 8;

	private static final CyclicBarrier MEETING = new CyclicBarrier(COMPANY);

	@GetMapping("/idle")
	SseEmitter idle() throws IOException {
		SseEmitter emitter = new SseEmitter(0L);
		emitter.send("connected");
		return emitter;
	}

	@GetMapping("/meeting")
	String meeting() throws Exception {
		MEETING.await(20, TimeUnit.SECONDS);
		return "met";
	}

}
