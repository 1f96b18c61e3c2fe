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

/**
 * How much a worker may serve, and grow, until it is replaced. A limit of 0 is none.
 *
 * @param maxRequests requests that may have ended
 * @param maxRequestsDelta how many more it may be at most; drawn by lot for each process,
 * so that those that were started together do not end together
 * @param minLifetime age below which no other limit counts, so that a limit that is too
 * low makes no storm of restarts
 * @param maxLifetime age that may be reached, give or take 2.5 %, drawn by lot
 * @param reloadOnAs size that the address space may have, in bytes
 * @param reloadOnRss size that the resident memory may have, in bytes
 * @param evilReloadOnAs size of the address space that ends the worker at once, in bytes
 * @param evilReloadOnRss size of the resident memory that ends the worker at once, in
 * bytes
 */
public record RecyclingLimits(long maxRequests, long maxRequestsDelta, Duration minLifetime, Duration maxLifetime,
		long reloadOnAs, long reloadOnRss, long evilReloadOnAs, long evilReloadOnRss) {

	/**
	 * uWSGI's default of {@code min-worker-lifetime}.
	 */
	public static final Duration DEFAULT_MIN_LIFETIME = Duration.ofSeconds(10);

	/**
	 * No limits at all.
	 */
	public static final RecyclingLimits NONE = new RecyclingLimits(0, 0, DEFAULT_MIN_LIFETIME, Duration.ZERO, 0, 0, 0,
			0);

	/**
	 * Checks the limits.
	 * @throws IllegalArgumentException if one is negative, or if the greatest lifetime is
	 * not above the smallest one; the message begins with the name of uWSGI's option
	 */
	public RecyclingLimits {
		notNegative("max-requests", maxRequests);
		notNegative("max-requests-delta", maxRequestsDelta);
		notNegative("min-worker-lifetime", minLifetime.toSeconds());
		notNegative("max-worker-lifetime", maxLifetime.toSeconds());
		notNegative("reload-on-as", reloadOnAs);
		notNegative("reload-on-rss", reloadOnRss);
		notNegative("evil-reload-on-as", evilReloadOnAs);
		notNegative("evil-reload-on-rss", evilReloadOnRss);
		if (!maxLifetime.isZero() && maxLifetime.compareTo(minLifetime) <= 0) {
			throw new IllegalArgumentException("max-worker-lifetime: %ds (expected: > min-worker-lifetime, %ds)"
				.formatted(maxLifetime.toSeconds(), minLifetime.toSeconds()));
		}
	}

	private static void notNegative(String option, long value) {
		if (value < 0) {
			throw new IllegalArgumentException("%s: %d (expected: >= 0)".formatted(option, value));
		}
	}

	/**
	 * Returns whether memory has to be looked at.
	 * @return whether there is a limit to it
	 */
	boolean limitMemory() {
		return (this.reloadOnAs | this.reloadOnRss | this.evilReloadOnAs | this.evilReloadOnRss) != 0;
	}

}
