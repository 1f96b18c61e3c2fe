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

package io.uwsgi4j.integration;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.uwsgi4j.test.Await;

/**
 * Waits until something that grows does not grow any more.
 */
final class Stillness {

	private static final long LONG_ENOUGH = TimeUnit.MILLISECONDS.toNanos(500);

	private long amount;

	private long since = System.nanoTime();

	private Stillness() {
	}

	/**
	 * Waits.
	 * @param what what grows, in words
	 * @param amount its present amount
	 * @return the amount at which it has stopped, more than 0
	 */
	static long await(String what, LongSupplier amount) {
		Stillness stillness = new Stillness();
		Await.until("the end of the growth of " + what, () -> stillness.isReached(amount.getAsLong()));
		return stillness.amount;
	}

	private boolean isReached(long now) {
		if (now != this.amount) {
			this.amount = now;
			this.since = System.nanoTime();
		}
		return now > 0 && System.nanoTime() - this.since > LONG_ENOUGH;
	}

}
