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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A thread that looks at something again and again. Not meant to be started twice.
 */
final class Watch {

	private static final long END_MILLIS = 1000;

	private final LongSupplier look;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Thread thread;

	/**
	 * Creates a watch that has not begun.
	 * @param name name of the thread
	 * @param look looks, and returns how long to wait before the next look, in
	 * nanoseconds; must not throw
	 */
	Watch(String name, LongSupplier look) {
		this.look = look;
		this.thread = new Thread(this::watch, name);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Ends the thread, and waits for it.
	 */
	void stop() {
		this.stopped.countDown();
		try {
			this.thread.join(END_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void watch() {
		try {
			while (!this.stopped.await(this.look.getAsLong(), TimeUnit.NANOSECONDS)) {
				// Looks again.
			}
		}
		catch (InterruptedException ex) {
			// Nobody does that, and there is nothing left to do.
			Thread.currentThread().interrupt();
		}
	}

}
