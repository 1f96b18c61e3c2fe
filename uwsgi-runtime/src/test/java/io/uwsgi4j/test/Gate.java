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

package io.uwsgi4j.test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds handlers until the test lets them go on, and counts who waits.
 */
public final class Gate implements AutoCloseable {

	private static final int LIMIT_SECONDS = 60;

	private final CountDownLatch latch = new CountDownLatch(1);

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	/**
	 * Waits inside a handler.
	 */
	public void pass() {
		this.most.accumulateAndGet(this.waiting.incrementAndGet(), Math::max);
		try {
			if (!this.latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("nobody opened the gate");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.waiting.decrementAndGet();
		}
	}

	/**
	 * Waits in the test until so many handlers wait here.
	 * @param count how many
	 */
	public void awaitWaiting(int count) {
		Await.until(() -> "%d of %d handlers wait".formatted(this.waiting.get(), count), Await.LIMIT,
				() -> this.waiting.get() >= count);
	}

	/**
	 * Returns how many handlers wait.
	 * @return the present number
	 */
	public int waiting() {
		return this.waiting.get();
	}

	/**
	 * Returns how many handlers have waited at the same time.
	 * @return the largest number so far
	 */
	public int most() {
		return this.most.get();
	}

	/**
	 * Lets all handlers go on, and those that are yet to come.
	 */
	public void open() {
		this.latch.countDown();
	}

	@Override
	public void close() {
		open();
	}

}
