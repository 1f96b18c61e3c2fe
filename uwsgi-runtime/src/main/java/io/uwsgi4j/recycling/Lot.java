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
import java.util.random.RandomGenerator;

/**
 * What was drawn for a process, so that those that were started together do not all reach
 * the same limit at the same time.
 *
 * @param requests part of {@code max-requests-delta} that is added, from 0 to 1
 * @param lifetime part of {@code max-worker-lifetime} that is added, from -0.025 to 0.025
 */
record Lot(double requests, double lifetime) {

	private static final double LIFETIME_SPREAD = 0.025;

	static Lot draw(RandomGenerator random) {
		return new Lot(random.nextDouble(), LIFETIME_SPREAD * (2 * random.nextDouble() - 1));
	}

	/**
	 * Returns the number of requests that counts.
	 * @param limits the limits
	 * @return the number of requests, 0 for no limit
	 */
	long maxRequests(RecyclingLimits limits) {
		return (limits.maxRequests() != 0)
				? limits.maxRequests() + Math.round(this.requests * limits.maxRequestsDelta()) : 0;
	}

	/**
	 * Returns the age that counts.
	 * @param limits the limits
	 * @return the age, zero for no limit
	 */
	Duration maxLifetime(RecyclingLimits limits) {
		return Duration.ofMillis(Math.round(limits.maxLifetime().toMillis() * (1 + this.lifetime)));
	}

}
