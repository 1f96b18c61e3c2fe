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

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Bounded polls, the only way these tests wait.
 */
public final class Await {

	/** Far above anything that a healthy run needs. */
	public static final Duration LIMIT = Duration.ofSeconds(20);

	private static final long SHORTEST_PAUSE = 20_000;

	private static final long LONGEST_PAUSE = 5_000_000;

	private Await() {
	}

	/**
	 * Waits for a condition.
	 * @param what what is waited for, in words
	 * @param condition the condition
	 */
	public static void until(String what, Callable<Boolean> condition) {
		until(() -> what, LIMIT, condition);
	}

	/**
	 * Waits for a condition.
	 * @param what describes, after a failure, what was waited for
	 * @param limit the longest wait
	 * @param condition the condition
	 */
	public static void until(Supplier<String> what, Duration limit, Callable<Boolean> condition) {
		until(what, limit, LONGEST_PAUSE, condition);
	}

	/**
	 * Waits for bytes to move, with pauses so short that they do not slow a transfer
	 * down.
	 * @param what describes, after a failure, what was waited for
	 * @param limit the longest wait
	 * @param condition the condition
	 */
	static void untilMoved(Supplier<String> what, Duration limit, Callable<Boolean> condition) {
		until(what, limit, SHORTEST_PAUSE * 4, condition);
	}

	private static void until(Supplier<String> what, Duration limit, long longestPause, Callable<Boolean> condition) {
		long deadline = System.nanoTime() + limit.toNanos();
		long pause = SHORTEST_PAUSE;
		while (!holds(condition)) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("not within %s: %s".formatted(limit, what.get()));
			}
			pause(pause);
			pause = Math.min(pause * 2, longestPause);
		}
	}

	/**
	 * Lets the peer run for a moment.
	 * @param nanos about how long
	 */
	public static void pause(long nanos) {
		LockSupport.parkNanos(nanos);
		if (Thread.interrupted()) {
			throw new IllegalStateException("interrupted");
		}
	}

	private static boolean holds(Callable<Boolean> condition) {
		try {
			return condition.call();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
