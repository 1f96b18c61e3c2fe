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

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * One core: takes tasks from the pool until it is no longer needed. The pool starts it;
 * its thread runs {@link #serve()} and nothing else.
 */
final class Core {

	private final CorePool pool;

	private final int id;

	// Whether the pool holds back further wake-ups until this core has looked at the
	// queue.
	// Only used by the core's own thread after the start.
	private boolean awaited;

	// Written by the core's own thread before it can be found idle.
	private volatile @Nullable Thread thread;

	Core(CorePool pool, int id, boolean awaited) {
		this.pool = pool;
		this.id = id;
		this.awaited = awaited;
	}

	int id() {
		return this.id;
	}

	void start(CoreThreads threads, String name) {
		threads.start(name, this::serve);
	}

	void unpark() {
		LockSupport.unpark(this.thread);
	}

	void interrupt() {
		Thread thread = this.thread;
		if (thread != null) {
			thread.interrupt();
		}
	}

	private void serve() {
		this.thread = Thread.currentThread();
		boolean ended = false;
		try {
			while (!ended) {
				Runnable task = this.pool.nextTask();
				if (this.awaited) {
					this.awaited = false;
					this.pool.wokenUp();
				}
				if (task != null) {
					this.pool.run(task);
				}
				else {
					ended = rest();
				}
			}
		}
		finally {
			if (!ended) {
				this.pool.abandoned(this);
			}
		}
	}

	// Returns whether the core has ended.
	private boolean rest() {
		IdleCores idle = this.pool.idle();
		idle.add(this.id);
		// A task that was queued before the core was seen to be idle has woken nobody.
		if (this.pool.hasTasks() && idle.take(this.id)) {
			return false;
		}
		long restingSince = System.nanoTime();
		while (idle.contains(this.id)) {
			boolean timedOut = System.nanoTime() - restingSince >= this.pool.idleNanos();
			if ((timedOut || this.pool.isClosed()) && idle.take(this.id)) {
				return this.pool.end(this, timedOut);
			}
			LockSupport.parkNanos(this.pool, this.pool.idleNanos());
			Thread.interrupted();
		}
		this.awaited = true;
		return false;
	}

}
