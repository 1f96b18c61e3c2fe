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
import java.util.function.LongSupplier;

/**
 * A thread that looks at something again and again. Not meant to be started twice.
 * Thread-safe.
 */
public final class Watch {

	private static final long END_MILLIS = 1000;

	private final LongSupplier look;

	private final Thread thread;

	private volatile boolean stopped;

	/**
	 * Creates a watch that has not begun.
	 * @param name name of the thread, which does not keep the process alive
	 * @param look looks, and returns how long to wait at most before the next look, in
	 * nanoseconds; must not throw
	 */
	public Watch(String name, LongSupplier look) {
		this.look = look;
		this.thread = new Thread(this::watch, name);
		this.thread.setDaemon(true);
	}

	/**
	 * Begins with the first look.
	 */
	public void start() {
		this.thread.start();
	}

	/**
	 * Has the next look taken at once.
	 */
	public void wake() {
		LockSupport.unpark(this.thread);
	}

	/**
	 * Ends the thread, and waits a second for it at most. May be called by the look
	 * itself, which is the last one then.
	 */
	public void stop() {
		this.stopped = true;
		if (Thread.currentThread() == this.thread) {
			return;
		}
		wake();
		try {
			this.thread.join(END_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void watch() {
		while (!this.stopped) {
			long nanos = this.look.getAsLong();
			if (!this.stopped) {
				LockSupport.parkNanos(this, nanos);
			}
			// Nobody does that, and it would keep the thread from waiting.
			Thread.interrupted();
		}
	}

}
