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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Hands lines to a logger in a thread of its own, so that nobody who has a line to write
 * waits for a disk. What cannot be written fast enough is lost, and counted. Thread-safe.
 */
final class LineWriter implements AutoCloseable {

	static final int MAX_LINES = 4096;

	/** Clients decide how long lines are, so their number alone does not limit memory. */
	static final int MAX_CHARACTERS = 4 * 1024 * 1024;

	private static final long REPORT_INTERVAL = Duration.ofSeconds(10).toNanos();

	private static final Logger logger = System.getLogger(RequestLog.class.getName());

	/** Wakes the thread. No line is empty. */
	private static final String NOTHING = "";

	private final Logger target;

	private final Duration closeLimit;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(MAX_LINES);

	private final AtomicInteger characters = new AtomicInteger();

	private final AtomicLong lost = new AtomicLong();

	private volatile @Nullable Thread thread;

	private volatile boolean closed;

	private volatile boolean abandoned;

	// Belongs to the thread
	private long nextReport = System.nanoTime();

	/**
	 * Creates a writer without a thread, which comes with the first line.
	 * @param target the logger
	 * @param closeLimit how long closing may take
	 */
	LineWriter(Logger target, Duration closeLimit) {
		this.target = target;
		this.closeLimit = closeLimit;
	}

	/**
	 * Takes a line, or loses it. Does not wait.
	 * @param line the line, not empty
	 */
	void write(String line) {
		if (this.closed || !enqueue(line)) {
			this.lost.incrementAndGet();
		}
		else if (this.thread == null) {
			start();
		}
	}

	private boolean enqueue(String line) {
		if (this.characters.addAndGet(line.length()) <= MAX_CHARACTERS && this.lines.offer(line)) {
			return true;
		}
		this.characters.addAndGet(-line.length());
		return false;
	}

	private synchronized void start() {
		if (this.thread == null && !this.closed) {
			// It outlives the request that happens to start it, and inherits nothing
			Thread started = new Thread(null, this::run, "uwsgi-request-log", 0, false);
			started.setDaemon(true);
			started.setContextClassLoader(LineWriter.class.getClassLoader());
			this.thread = started;
			started.start();
		}
	}

	private void run() {
		while (!this.abandoned && !(this.closed && this.lines.isEmpty())) {
			String line = take();
			if (!line.isEmpty()) {
				this.characters.addAndGet(-line.length());
				log(line);
			}
			if (System.nanoTime() - this.nextReport >= 0) {
				reportLost();
			}
		}
		this.lost.addAndGet(this.lines.stream().filter((line) -> !line.isEmpty()).count());
		this.lines.clear();
		reportLost();
	}

	private String take() {
		try {
			// Without another line, what is lost has to be reported nevertheless
			String line = (this.lost.get() == 0) ? this.lines.take()
					: this.lines.poll(REPORT_INTERVAL, TimeUnit.NANOSECONDS);
			return (line != null) ? line : NOTHING;
		}
		catch (InterruptedException ex) {
			// Nobody here interrupts: it was meant for something that an appender does
			return NOTHING;
		}
	}

	private void log(String line) {
		try {
			this.target.log(Level.INFO, line);
		}
		catch (Throwable ex) {
			// Nobody would write the next line
			this.lost.incrementAndGet();
		}
	}

	private void reportLost() {
		long count = this.lost.getAndSet(0);
		if (count > 0) {
			this.nextReport = System.nanoTime() + REPORT_INTERVAL;
			try {
				logger.log(Level.WARNING,
						"%d lines of the request log were lost: writing them took too long".formatted(count));
			}
			catch (Throwable ex) {
				this.lost.addAndGet(count);
			}
		}
	}

	/**
	 * Writes what is there, and ends the thread. Waits for a limited time: what is not
	 * written then is lost.
	 */
	@Override
	public void close() {
		Thread running = stopTaking();
		if (running == null) {
			return;
		}
		// If there is no room the thread has something to do, and looks afterwards
		this.lines.offer(NOTHING);
		try {
			running.join(this.closeLimit.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.abandoned = true;
	}

	private synchronized @Nullable Thread stopTaking() {
		this.closed = true;
		return this.thread;
	}

}
