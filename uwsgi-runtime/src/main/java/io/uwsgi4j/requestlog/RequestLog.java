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

package io.uwsgi4j.requestlog;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.uwsgi4j.worker.MemoryProbe;
import io.uwsgi4j.worker.RequestListener;
import io.uwsgi4j.worker.ServedRequest;

/**
 * Logs requests in uWSGI's words, each with one line at level INFO. The thread of the
 * request makes the line, another one writes it. Thread-safe.
 */
public final class RequestLog implements RequestListener, AutoCloseable {

	/** Name of the logger. */
	public static final String LOGGER = "uwsgi.request";

	private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

	private static final int USUAL_LENGTH = 256;

	private static final Logger logger = System.getLogger(LOGGER);

	private final boolean memoryReport;

	private final Supplier<MemoryProbe> memory;

	private final AtomicLong requests = new AtomicLong();

	private final AtomicLong applicationRequests = new AtomicLong();

	private final LineWriter writer;

	private volatile Plan plan;

	/**
	 * Creates a log.
	 * @param settings which requests are logged, and how
	 * @param memoryReport whether the default line begins with the memory of this process
	 * @param memory the memory of this process, asked for each line that contains it
	 */
	public RequestLog(RequestLogSettings settings, boolean memoryReport, Supplier<MemoryProbe> memory) {
		this(settings, memoryReport, memory, CLOSE_LIMIT);
	}

	RequestLog(RequestLogSettings settings, boolean memoryReport, Supplier<MemoryProbe> memory, Duration closeLimit) {
		this.memoryReport = memoryReport;
		this.memory = memory;
		this.writer = new LineWriter(logger, closeLimit);
		this.plan = plan(settings);
	}

	/**
	 * Returns which requests are logged, and how.
	 * @return the settings
	 */
	public RequestLogSettings getSettings() {
		return this.plan.settings;
	}

	/**
	 * Changes all settings at once. Each request is logged by the old ones or by the new
	 * ones.
	 * @param settings which requests are logged from now on, and how
	 */
	public void setSettings(RequestLogSettings settings) {
		this.plan = plan(settings);
	}

	@Override
	public void requestEnded(ServedRequest request) {
		long number = this.requests.incrementAndGet();
		long applicationNumber = request.isHandled() ? this.applicationRequests.incrementAndGet() : -1;
		Plan current = this.plan;
		if (current.settings.select(request) && logger.isLoggable(Level.INFO)) {
			StringBuilder line = new StringBuilder(USUAL_LENGTH);
			current.line.append(line, new LoggedRequest(request, number, applicationNumber));
			this.writer.write(line.toString());
		}
	}

	/**
	 * Writes what is not written yet, for five seconds at most. Requests that end later
	 * are not logged.
	 */
	@Override
	public void close() {
		this.writer.close();
	}

	private Plan plan(RequestLogSettings settings) {
		String format = settings.logFormat();
		return new Plan(settings, (format != null) ? LogFormat.compile(format, settings, this.memory)
				: new DefaultLine(settings, this.memoryReport, this.memory));
	}

	private record Plan(RequestLogSettings settings, LinePart line) {

	}

}
