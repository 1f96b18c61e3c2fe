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

package io.uwsgi4j.spring.boot.metrics;

import java.time.Duration;

import io.uwsgi4j.tomcat.UwsgiProtocol;
import io.uwsgi4j.worker.MemoryProbe;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of the connector once for all meters that are asked at about the same
 * time. Thread-safe.
 */
final class Readings {

	// Longer than it takes to ask all meters, shorter than anybody asks again
	private static final long VALIDITY_NANOS = Duration.ofMillis(200).toNanos();

	private final UwsgiProtocol protocol;

	private @Nullable Reading last;

	private long taken;

	Readings(UwsgiProtocol protocol) {
		this.protocol = protocol;
	}

	UwsgiProtocol protocol() {
		return this.protocol;
	}

	/**
	 * Returns a reading that is new, or a fraction of a second old.
	 * @return the reading
	 */
	synchronized Reading current() {
		Reading reading = this.last;
		long now = System.nanoTime();
		if (reading == null || now - this.taken > VALIDITY_NANOS) {
			reading = take();
			this.last = reading;
			this.taken = now;
		}
		return reading;
	}

	/**
	 * Returns a new reading.
	 * @return the reading
	 */
	Reading take() {
		return new Reading(this.protocol.getStatistics(), this.protocol.getListenQueues(), MemoryProbe.take());
	}

}
