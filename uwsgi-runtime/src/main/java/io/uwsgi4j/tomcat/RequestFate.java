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

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.uwsgi4j.worker.CoreHandle;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request ends by itself or is given up before. Exactly one of the two happens,
 * however close they are. One object serves many requests, one after the other, and tells
 * them apart by a generation. The processor calls all methods but {@link #observe()} and
 * {@link #doom}.
 */
final class RequestFate {

	// The two lowest bits of the state; the rest is the generation.

	private static final long NONE = 0;

	private static final long RUNNING = 1;

	private static final long DOOMED = 2;

	private static final long PHASE = 3;

	private static final long GENERATION = 4;

	private final AtomicLong state = new AtomicLong();

	// Held while a request is being given up. Whoever has lost against that waits for it.
	private final ReentrantLock verdict = new ReentrantLock();

	// Who serves the request, null while it waits. Written before the state is read, and
	// read after the state has been written, so that no thread is interrupted that has
	// gone on to something else.
	private volatile @Nullable Thread thread;

	private @Nullable CoreHandle core;

	private long turn;

	/**
	 * Begins with a request.
	 * @param core the core that serves it, {@code null} if the thread is not a core
	 */
	void begin(@Nullable CoreHandle core) {
		servedBy(core);
		this.state.setRelease((this.state.getPlain() & ~PHASE) + GENERATION + RUNNING);
	}

	/**
	 * Goes on with a request that was left.
	 * @param core the core that serves it
	 */
	void resumed(@Nullable CoreHandle core) {
		servedBy(core);
		awaitVerdict();
	}

	private void servedBy(@Nullable CoreHandle core) {
		this.core = core;
		this.turn = (core != null) ? core.turn() : 0;
		this.thread = Thread.currentThread();
	}

	/**
	 * Leaves a request waiting.
	 * @return whether it has not been given up before
	 */
	boolean left() {
		this.thread = null;
		return !awaitVerdict();
	}

	/**
	 * Ends the request.
	 * @return whether it has not been given up before
	 */
	boolean end() {
		long running = this.state.getPlain();
		if ((running & PHASE) == RUNNING && this.state.compareAndSet(running, running - RUNNING)) {
			return true;
		}
		awaitVerdict();
		this.state.compareAndSet((running & ~PHASE) + DOOMED, running & ~PHASE);
		return false;
	}

	// Returns whether there is one.
	private boolean awaitVerdict() {
		if ((this.state.get() & PHASE) != DOOMED) {
			return false;
		}
		this.verdict.lock();
		this.verdict.unlock();
		// It was meant for the request, whose turn is over.
		Thread.interrupted();
		return true;
	}

	/**
	 * Looks at the request.
	 * @return a number to {@link #doom} it by, 0 if none is running
	 */
	long observe() {
		long observed = this.state.get();
		return ((observed & PHASE) == RUNNING) ? observed : NONE;
	}

	/**
	 * Gives the request up.
	 * @param observed the request, as it was observed
	 * @param execution what to do with it, while it cannot end
	 * @return whether it had not ended before
	 */
	boolean doom(long observed, Consumer<Served> execution) {
		this.verdict.lock();
		try {
			if (!this.state.compareAndSet(observed, observed - RUNNING + DOOMED)) {
				return false;
			}
			execution.accept(new Served(this.thread, this.core, this.turn));
			return true;
		}
		finally {
			this.verdict.unlock();
		}
	}

	/**
	 * Who serves a request at the moment.
	 *
	 * @param thread the thread, {@code null} if the request waits
	 * @param core the core, {@code null} if the thread is not a core
	 * @param turn what the core is doing
	 */
	record Served(@Nullable Thread thread, @Nullable CoreHandle core, long turn) {

		/**
		 * Interrupts the thread and puts another core in the place of this one.
		 * @return whether no core is lost; threads that are not cores are not replaced
		 */
		boolean stop() {
			if (this.thread == null) {
				return true;
			}
			this.thread.interrupt();
			return this.core == null || this.core.replace(this.turn);
		}

	}

}
