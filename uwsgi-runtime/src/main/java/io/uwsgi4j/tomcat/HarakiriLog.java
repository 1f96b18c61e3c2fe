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

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;

/**
 * Reports requests that are given up, in full as long as they are few. Used by one
 * thread.
 */
final class HarakiriLog {

	private static final Log log = LogFactory.getLog(HarakiriWatch.class);

	// So many reports in full each second; the others are counted.
	private static final int MAX_REPORTS = 10;

	private static final long PID = ProcessHandle.current().pid();

	private long secondStart = System.nanoTime();

	private int reports;

	private int unreported;

	void givenUp(DoomedRequest request, Duration age) {
		if (!takeTurn()) {
			return;
		}
		String outcome = request.isAnswered() ? "answered with 503" : "the response was cut off";
		String state = (request.thread() != null && !request.isReplaced()) ? "; the core is lost" : "";
		log.warn("*** HARAKIRI ON WORKER %d CORE %d (pid: %d) *** %s, running for %s, %s%s%s"
			.formatted(Monitoring.WORKER, request.core(), PID, request, seconds(age), outcome, state, request.stack()));
	}

	/**
	 * Says how many reports were left out. Called once in a while.
	 */
	void tick() {
		if (this.unreported > 0 && System.nanoTime() - this.secondStart >= TimeUnit.SECONDS.toNanos(1)) {
			log.warn("%d more requests were given up within a second".formatted(this.unreported));
			this.unreported = 0;
		}
	}

	void ended(DoomedRequest request, Duration after) {
		log.info("The request that was given up on core %d has ended after another %s: %s".formatted(request.core(),
				seconds(after), request));
	}

	void damaged(DoomedRequest request, Duration after) {
		log.error(("Worker %d is damaged: a thread still runs a request %s after it was given up, and has to be"
				+ " ended with the process: %s")
			.formatted(Monitoring.WORKER, seconds(after), request));
	}

	private boolean takeTurn() {
		long now = System.nanoTime();
		if (now - this.secondStart >= TimeUnit.SECONDS.toNanos(1)) {
			tick();
			this.secondStart = now;
			this.reports = 0;
		}
		if (this.reports == MAX_REPORTS) {
			this.unreported++;
			return false;
		}
		this.reports++;
		return true;
	}

	private static String seconds(Duration duration) {
		return "%.1f s".formatted(duration.toMillis() / 1000.0);
	}

}
