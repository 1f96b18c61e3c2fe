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

package io.uwsgi4j.policy;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.uwsgi4j.policy.Rejection.Reason;

/**
 * Counts every rejection and logs the first of each reason in an interval, so that a
 * flood of bad packets costs one line. Thread-safe.
 */
public final class RejectionLog {

	private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

	private static final Logger logger = System.getLogger(RejectionLog.class.getName());

	private final Map<Reason, Entry> entries = new EnumMap<>(Reason.class);

	/**
	 * Creates a log without rejections.
	 */
	public RejectionLog() {
		for (Reason reason : Reason.values()) {
			this.entries.put(reason, new Entry());
		}
	}

	/**
	 * Counts a rejection, and logs it unless the same reason was logged a moment ago.
	 * @param rejection the rejection
	 * @param peer who sent the packet
	 */
	public void report(Rejection rejection, String peer) {
		Entry entry = entry(rejection.reason());
		entry.count.incrementAndGet();
		long unlogged = entry.unlogged.incrementAndGet();
		if (entry.takeTurn(System.nanoTime())) {
			entry.unlogged.addAndGet(-unlogged);
			logger.log(Level.WARNING, () -> message(rejection, peer, unlogged - 1));
		}
	}

	/**
	 * Returns how many packets or peers were rejected for a reason since the start.
	 * @param reason the reason
	 * @return the number of rejections
	 */
	public long count(Reason reason) {
		return entry(reason).count.get();
	}

	private Entry entry(Reason reason) {
		Entry entry = this.entries.get(reason);
		if (entry == null) {
			throw new IllegalStateException("No entry for " + reason);
		}
		return entry;
	}

	private static String message(Rejection rejection, String peer, long unlogged) {
		Reason reason = rejection.reason();
		StringBuilder message = new StringBuilder("uwsgi packet from ").append(peer);
		message.append(reason.isSilent() ? " refused" : " answered with " + reason.status());
		message.append(": ").append(LogText.escape(rejection.detail()));
		if (reason.property() != null) {
			message.append("; the limit is set by ").append(reason.property());
		}
		if (unlogged > 0) {
			message.append(" (").append(unlogged).append(" more of this kind since the last such line)");
		}
		return message.toString();
	}

	private static final class Entry {

		private final AtomicLong count = new AtomicLong();

		private final AtomicLong unlogged = new AtomicLong();

		private final AtomicLong nextLine = new AtomicLong(System.nanoTime());

		boolean takeTurn(long now) {
			long next = this.nextLine.get();
			return now - next >= 0 && this.nextLine.compareAndSet(next, now + INTERVAL_NANOS);
		}

	}

}
