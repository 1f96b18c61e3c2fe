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
import java.util.concurrent.RejectedExecutionException;

import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;

/**
 * Says that connections are closed because nobody can serve them: at once the first time,
 * and then once in a while, as a server that has too much to do has no use for a flood of
 * lines. Thread-safe.
 */
final class RefusedConnections {

	private static final Log log = LogFactory.getLog(RefusedConnections.class);

	private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

	private long nextLine = System.nanoTime();

	private long unlogged;

	synchronized void report(RejectedExecutionException ex) {
		long now = System.nanoTime();
		if (now - this.nextLine < 0) {
			this.unlogged++;
			return;
		}
		String more = (this.unlogged > 0) ? " (%d more since the last such line)".formatted(this.unlogged) : "";
		this.nextLine = now + INTERVAL_NANOS;
		this.unlogged = 0;
		log.warn("A connection is closed because no core can take it: " + ex.getMessage() + more);
	}

}
