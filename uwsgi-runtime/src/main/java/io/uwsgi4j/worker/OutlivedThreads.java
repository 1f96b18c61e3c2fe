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

package io.uwsgi4j.worker;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that still run a task which nobody waits for any more, and whose places as
 * cores others have taken. Lock-free.
 */
final class OutlivedThreads {

	private final int limit;

	private final AtomicInteger count = new AtomicInteger();

	OutlivedThreads(int limit) {
		this.limit = limit;
	}

	/**
	 * Leaves the thread of a core to itself.
	 * @param core the core
	 * @param turn the task that it is to be running
	 * @return whether it is running it, and there are not too many already
	 */
	boolean add(Core core, long turn) {
		if (this.count.incrementAndGet() <= this.limit && core.giveUp(turn)) {
			return true;
		}
		this.count.decrementAndGet();
		return false;
	}

	void ended() {
		this.count.decrementAndGet();
	}

}
