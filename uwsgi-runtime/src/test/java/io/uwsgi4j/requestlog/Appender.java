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

package io.uwsgi4j.requestlog;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the request log is written to, as slow as a test wants it to be.
 */
final class Appender extends Handler implements AutoCloseable {

	// Held, as java.util.logging does not hold it
	private static final Logger LOGGER = Logger.getLogger(RequestLog.LOGGER);

	private final Semaphore permits;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private volatile boolean failing;

	private Appender(int permits) {
		this.permits = new Semaphore(permits);
		LOGGER.setUseParentHandlers(false);
		LOGGER.addHandler(this);
	}

	static Appender fast() {
		return new Appender(Integer.MAX_VALUE);
	}

	static Appender blocked() {
		return new Appender(0);
	}

	@Override
	public void publish(LogRecord logRecord) {
		this.threads.add(Thread.currentThread());
		this.permits.acquireUninterruptibly();
		if (this.failing) {
			this.failing = false;
			throw new IllegalStateException("no space left");
		}
		this.lines.add(logRecord.getLevel() + " " + logRecord.getMessage());
	}

	/**
	 * Lets everything through from now on.
	 */
	void unblock() {
		this.permits.release(Integer.MAX_VALUE / 2);
	}

	void failOnce() {
		this.failing = true;
	}

	List<String> lines() {
		return this.lines;
	}

	/**
	 * Returns who has come to write, whether or not it was let through.
	 * @return a thread for each line
	 */
	List<Thread> threads() {
		return this.threads;
	}

	@Override
	public void flush() {
		// nothing is buffered
	}

	@Override
	public void close() {
		unblockIfBlocked();
		LOGGER.removeHandler(this);
		LOGGER.setUseParentHandlers(true);
	}

	private void unblockIfBlocked() {
		if (this.permits.availablePermits() < Integer.MAX_VALUE / 4) {
			unblock();
		}
	}

}
