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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the tasks that are queued or running, and tells a listener when there is room
 * again after there was none. Lock-free.
 */
final class Capacity {

	private final int size;

	// Raised before a task can be seen, lowered after it.
	private final AtomicInteger load = new AtomicInteger();

	// Set by whoever was told that all cores are taken; cleared by the core that answers.
	private final AtomicBoolean wanted = new AtomicBoolean();

	private volatile Runnable listener = () -> {
	};

	Capacity(int size) {
		this.size = size;
	}

	void setListener(Runnable listener) {
		this.listener = listener;
	}

	boolean isLeft() {
		if (this.load.get() < this.size) {
			return true;
		}
		this.wanted.set(true);
		// A core may have become free before it could see the wish.
		return this.load.get() < this.size && this.wanted.compareAndSet(true, false);
	}

	void take() {
		this.load.incrementAndGet();
	}

	void giveBack() {
		this.load.decrementAndGet();
		if (this.wanted.get() && this.wanted.compareAndSet(true, false)) {
			this.listener.run();
		}
	}

}
