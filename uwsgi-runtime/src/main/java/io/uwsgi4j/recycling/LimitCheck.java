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

package io.uwsgi4j.recycling;

import java.time.Duration;

import io.uwsgi4j.worker.MemoryProbe;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Compares a worker with its limits. Not thread-safe.
 */
final class LimitCheck {

	private static final Log log = LogFactory.getLog(LimitCheck.class);

	private static final Duration COLLECTION_PAUSE = Duration.ofMinutes(1);

	private static final long MEGABYTE = 1024 * 1024;

	private final Lot lot;

	private final Vitals vitals;

	// Age of the worker at the last garbage collection that was asked for here.
	private @Nullable Duration collected;

	LimitCheck(Lot lot, Vitals vitals) {
		this.lot = lot;
		this.vitals = vitals;
	}

	/**
	 * Looks whether a limit has been reached.
	 * @param limits the limits
	 * @return the first one that has been reached, or {@code null}
	 */
	@Nullable RecycleCause check(RecyclingLimits limits) {
		Duration age = this.vitals.age();
		if (age.compareTo(limits.minLifetime()) < 0) {
			return null;
		}
		RecycleCause cause = limits.limitMemory() ? memory(limits, age) : null;
		cause = (cause != null) ? cause : requests(this.lot.maxRequests(limits));
		return (cause != null) ? cause : lifetime(this.lot.maxLifetime(limits), age);
	}

	private @Nullable RecycleCause requests(long max) {
		long requests = this.vitals.requests();
		return (max != 0 && requests >= max) ? RecycleCause.limit(RecycleReason.MAX_REQUESTS, requests + " >= " + max)
				: null;
	}

	private static @Nullable RecycleCause lifetime(Duration max, Duration age) {
		return (!max.isZero() && age.compareTo(max) >= 0) ? RecycleCause.limit(RecycleReason.MAX_WORKER_LIFETIME,
				age.toSeconds() + " s >= " + max.toSeconds() + " s") : null;
	}

	// The evil limits first: they are the higher ones.
	private @Nullable RecycleCause memory(RecyclingLimits limits, Duration age) {
		MemoryProbe memory = this.vitals.memory();
		RecycleCause cause = addressSpace(RecycleReason.EVIL_RELOAD_ON_AS, memory, limits.evilReloadOnAs());
		if (cause == null && reached(memory.residentSize(), limits.evilReloadOnRss())) {
			cause = resident(RecycleReason.EVIL_RELOAD_ON_RSS, memory, limits.evilReloadOnRss(), age);
		}
		if (cause == null) {
			cause = addressSpace(RecycleReason.RELOAD_ON_AS, memory, limits.reloadOnAs());
		}
		if (cause == null && reached(memory.residentSize(), limits.reloadOnRss())) {
			cause = resident(RecycleReason.RELOAD_ON_RSS, memory, limits.reloadOnRss(), age);
		}
		return cause;
	}

	private static boolean reached(long size, long limit) {
		return limit != 0 && size >= limit;
	}

	private static @Nullable RecycleCause addressSpace(RecycleReason reason, MemoryProbe memory, long limit) {
		return reached(memory.addressSpace(), limit)
				? RecycleCause.limit(reason, comparison(memory.addressSpace(), limit)) : null;
	}

	// Much of what is resident may be garbage that the JVM has had no reason to look
	// for. What it cannot give back counts.
	private @Nullable RecycleCause resident(RecycleReason reason, MemoryProbe before, long limit, Duration age) {
		Duration last = this.collected;
		if (last != null && age.minus(last).compareTo(COLLECTION_PAUSE) < 0) {
			return null;
		}
		this.collected = age;
		this.vitals.collectGarbage();
		MemoryProbe after = this.vitals.memory();
		if (reached(after.residentSize(), limit)) {
			return RecycleCause.limit(reason, "%s, %d MB before a garbage collection"
				.formatted(comparison(after.residentSize(), limit), before.residentSize() / MEGABYTE));
		}
		log.info("Resident memory was %d MB and is %d MB after a garbage collection, below %s=%d"
			.formatted(before.residentSize() / MEGABYTE, after.residentSize() / MEGABYTE, reason, limit / MEGABYTE));
		return null;
	}

	private static String comparison(long size, long limit) {
		return size / MEGABYTE + " MB >= " + limit / MEGABYTE + " MB";
	}

}
