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
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;

/**
 * Holds handlers until the test lets them go on, and counts who waits.
 */
final class Gate implements AutoCloseable {

	private final CountDownLatch latch = new CountDownLatch(1);

	private final AtomicInteger waiting = new AtomicInteger();

	/**
	 * Waits inside a handler.
	 */
	void await() {
		this.waiting.incrementAndGet();
		try {
			if (!this.latch.await(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("the gate was never opened");
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
	void awaitWaiting(int count) {
		Await.until(() -> "%d of %d handlers wait".formatted(this.waiting.get(), count), Await.LIMIT,
				() -> this.waiting.get() >= count);
	}

	int waiting() {
		return this.waiting.get();
	}

	void open() {
		this.latch.countDown();
	}

	@Override
	public void close() {
		open();
	}

}
