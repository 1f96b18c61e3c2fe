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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the open connections: every descriptor that was accepted and not closed yet,
 * whatever its state, and those that their peers gave up. Tomcat's own latch would block
 * whoever accepts. Thread-safe.
 */
final class ConnectionCounter {

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicLong abandoned = new AtomicLong();

	private volatile int limit;

	ConnectionCounter(int limit) {
		this.limit = limit;
	}

	int getLimit() {
		return this.limit;
	}

	void setLimit(int limit) {
		this.limit = limit;
	}

	int getCount() {
		return this.count.get();
	}

	boolean hasRoom() {
		return this.limit < 0 || this.count.get() < this.limit;
	}

	/**
	 * Counts a connection that is about to be accepted.
	 * @return whether the limit allows it; if not, it has not been counted
	 */
	boolean reserve() {
		int reserved = this.count.incrementAndGet();
		if (this.limit < 0 || reserved <= this.limit) {
			return true;
		}
		this.count.decrementAndGet();
		return false;
	}

	/**
	 * Counts a connection, whatever the limit.
	 */
	void opened() {
		this.count.incrementAndGet();
	}

	/**
	 * Counts a connection whose peer left before it had the response.
	 */
	void abandoned() {
		this.abandoned.incrementAndGet();
	}

	long getAbandoned() {
		return this.abandoned.get();
	}

	void closed() {
		this.count.decrementAndGet();
	}

}
