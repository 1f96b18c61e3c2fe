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

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.worker.Watch;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.ExceptionUtils;

/**
 * Looks at the listen queues regularly: more often while requests are running, and never
 * so often that it costs more than a hundredth of a processor. A thread of its own, as
 * the kernel's list of unix sockets may be long.
 */
final class ListenQueueMonitor {

	private static final Log log = LogFactory.getLog(ListenQueueMonitor.class);

	private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int COST_FACTOR = 100;

	private final Monitoring monitoring;

	private final List<ListenQueueGauge> queues;

	private final Watch watch;

	ListenQueueMonitor(String name, Monitoring monitoring, List<ListenQueueGauge> queues) {
		this.monitoring = monitoring;
		this.queues = queues;
		this.watch = new Watch(name + "-monitor", this::look);
	}

	void start() {
		this.watch.start();
	}

	void stop() {
		this.watch.stop();
	}

	private long look() {
		long start = System.nanoTime();
		lookSafely();
		return pause(System.nanoTime() - start);
	}

	private long pause(long cost) {
		boolean busy = this.monitoring.busyCores() > 0;
		return Math.max(busy ? BUSY_NANOS : IDLE_NANOS, COST_FACTOR * cost);
	}

	private void lookSafely() {
		try {
			this.queues.forEach((queue) -> queue.check(this.monitoring));
		}
		catch (Throwable ex) {
			ExceptionUtils.handleThrowable(ex);
			log.warn("The listen queues could not be looked at", ex);
		}
	}

}
