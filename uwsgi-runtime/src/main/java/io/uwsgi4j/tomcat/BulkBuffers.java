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

package io.uwsgi4j.tomcat;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A few large buffers, lent to requests while they receive a large body: fewer system
 * calls for an upload, without the memory of a large buffer in every processor. When all
 * are lent, the others go on with the small ones that they have. Thread-safe.
 */
final class BulkBuffers {

	static final int SIZE = 128 * 1024;

	// 2 MiB in all. More uploads at a time are limited by their clients, not by us.
	static final int MAX_COUNT = 16;

	private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

	private final AtomicInteger created = new AtomicInteger();

	/**
	 * Lends a buffer.
	 * @return an empty direct buffer, to be given back, or {@code null} if all are lent
	 */
	@Nullable ByteBuffer take() {
		ByteBuffer buffer = this.free.poll();
		if (buffer == null && this.created.get() < MAX_COUNT) {
			if (this.created.incrementAndGet() <= MAX_COUNT) {
				return ByteBuffer.allocateDirect(SIZE);
			}
			this.created.decrementAndGet();
		}
		return buffer;
	}

	/**
	 * Takes a buffer back.
	 * @param buffer a buffer that nobody reads or writes any more
	 */
	void giveBack(ByteBuffer buffer) {
		this.free.add(buffer.clear());
	}

	/**
	 * Lets go of the buffers that are not lent.
	 */
	void clear() {
		while (this.free.poll() != null) {
			this.created.decrementAndGet();
		}
	}

}
