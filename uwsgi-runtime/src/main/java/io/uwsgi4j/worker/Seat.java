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

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * What others may know of a core: whether it serves, how much it has served, and whether
 * it is using its processor. The core begins and ends, the watch of the accepting set
 * looks.
 */
final class Seat {

	private static final long SERVING = 1;

	// Twice the number of tasks that have begun, and 1 less while one is running. Written
	// by the core only.
	private final AtomicLong phase = new AtomicLong();

	// Written by the core when it joins the accepting set.
	private volatile @Nullable KernelThread thread;

	// All below are only used by the watch: the phase that it saw last, when it saw it
	// first, and what had become of it at the last look.

	private long seen;

	private long seenSince;

	private boolean still;

	private boolean moving;

	void setThread(KernelThread thread) {
		this.thread = thread;
	}

	boolean hasThread() {
		return this.thread != null;
	}

	void begin() {
		this.phase.set(this.phase.getPlain() + SERVING);
	}

	void end() {
		// Nobody depends on it at once.
		this.phase.setRelease(this.phase.getPlain() + SERVING);
	}

	boolean isServing() {
		return (this.phase.get() & SERVING) != 0;
	}

	/**
	 * Looks at the core. Called by the watch.
	 * @param now the current time in nanoseconds
	 * @return how many tasks have begun or ended since the last look
	 */
	long look(long now) {
		long current = this.phase.get();
		long progress = current - this.seen;
		this.moving = progress != 0;
		this.still = !this.moving && (current & SERVING) != 0;
		if (!this.still) {
			this.seen = current;
			this.seenSince = now;
		}
		return progress;
	}

	/**
	 * Returns whether the core has begun or ended something between the last two looks.
	 * @return whether it gets on
	 */
	boolean isMoving() {
		return this.moving;
	}

	/**
	 * Returns whether the core was serving the same task at the last two looks.
	 * @return whether it stays at something
	 */
	boolean isStill() {
		return this.still;
	}

	/**
	 * Returns whether the core leaves its processor to others although it serves: it
	 * sleeps, or has been at the same task for so long that others have to get their
	 * turn. Called by the watch after its look.
	 * @param now the current time in nanoseconds
	 * @param limit how long a task may take, in nanoseconds
	 * @return whether another core may run in place of this one
	 */
	boolean isAway(long now, long limit) {
		if (this.still && now - this.seenSince >= limit) {
			return true;
		}
		KernelThread thread = this.thread;
		// Where the kernel does not tell, a task that takes longer than a look counts.
		return (thread != null && thread.isKnown()) ? thread.isSleeping() : this.still;
	}

}
