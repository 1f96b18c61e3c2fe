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

import java.util.concurrent.atomic.AtomicLong;

import io.uwsgi4j.socket.ListenerSocket;
import io.uwsgi4j.socket.QueueLength;
import io.uwsgi4j.stats.ListenQueueStats;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;

/**
 * Looks at the listen queue of one socket, remembers the highest mark, and warns once
 * when the queue is nearly full and once when it is. Thread-safe.
 */
final class ListenQueueGauge {

	private static final Log log = LogFactory.getLog(ListenQueueGauge.class);

	private static final int NEARLY_FULL_PERCENT = 80;

	// Below this the next rise is worth a warning again.
	private static final int RELAXED_PERCENT = 50;

	private final ListenerSocket listener;

	private final String name;

	private final AtomicLong highWaterMark = new AtomicLong();

	private final AtomicLong overflows = new AtomicLong();

	// Whether the queue was full at the last look. Used by the monitor only.
	private boolean full;

	// At how many percent the last warning was; 0 if there has been none since the queue
	// was relaxed. Used by the monitor only.
	private int warnedPercent;

	ListenQueueGauge(ListenerSocket listener) {
		this.listener = listener;
		this.name = listener.address().toString().replaceFirst("^unix:", "");
	}

	String name() {
		return this.name;
	}

	QueueLength length() {
		QueueLength length = this.listener.queueLength();
		this.highWaterMark.accumulateAndGet(length.current(), Math::max);
		return length;
	}

	ListenQueueStats stats() {
		QueueLength length = length();
		return new ListenQueueStats(this.name, length.current(), length.max(), this.highWaterMark.get());
	}

	/**
	 * Returns how often the queue was found to have become full.
	 * @return the number of times
	 */
	long overflows() {
		return this.overflows.get();
	}

	/**
	 * Looks, and warns if there is reason to. Called by one thread at a time.
	 * @param monitoring knows how busy the cores are
	 */
	void check(Monitoring monitoring) {
		QueueLength length = length();
		if (length.max() == 0) {
			return;
		}
		int percent = (int) Math.min(100, 100 * length.current() / length.max());
		if (percent == 100 && !this.full) {
			this.overflows.incrementAndGet();
		}
		this.full = percent == 100;
		if (percent < RELAXED_PERCENT) {
			this.warnedPercent = 0;
		}
		boolean worse = (percent >= NEARLY_FULL_PERCENT && this.warnedPercent == 0)
				|| (percent == 100 && this.warnedPercent < 100);
		if (worse) {
			this.warnedPercent = percent;
			log.warn(warning(length, percent, monitoring));
		}
	}

	private String warning(QueueLength length, int percent, Monitoring monitoring) {
		String state = (percent == 100) ? "full" : percent + " % full";
		return "The listen queue of socket \"%s\" is %s (%d/%d) with %d of %d cores busy".formatted(this.name, state,
				length.current(), length.max(), monitoring.busyCores(), monitoring.scoreboard().cores())
				+ "; raise uwsgi.threads if requests wait rather than compute, raise uwsgi.listen to absorb longer"
				+ " bursts, or find what makes requests slow";
	}

}
