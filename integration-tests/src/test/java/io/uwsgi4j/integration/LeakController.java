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

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Keeps memory that nobody will ever ask for.
 */
@RestController
class LeakController {

	private static final int MEGABYTE = 1024 * 1024;

	private static final int PAGE = 4096;

	private static final Queue<ByteBuffer> KEPT = new ConcurrentLinkedQueue<>();

	@GetMapping("/leak")
	int leak(int megabytes) {
		ByteBuffer memory = ByteBuffer.allocateDirect(megabytes * MEGABYTE);
		for (int i = 0; i < memory.capacity(); i += PAGE) {
			// What is not touched is not resident.
			memory.put(i, (byte) 1);
		}
		KEPT.add(memory);
		return KEPT.size();
	}

}
