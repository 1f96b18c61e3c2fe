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

import java.time.Duration;

import io.uwsgi4j.worker.ServedRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are logged, and how. The names are those of uWSGI's options.
 *
 * @param logRequests whether every request is logged; the conditions have an effect only
 * without it
 * @param logFormat the line with its variables, or {@code null} for uWSGI's default line
 * @param logSlow the duration from which on a request is logged, 0 for none
 * @param log4xx whether requests answered with a status from 400 to 499 are logged
 * @param log5xx whether requests answered with a status from 500 to 599 are logged
 * @param logBig the size of a response body in bytes from which on a request is logged, 0
 * for none
 * @param logZero whether requests answered without a body are logged
 * @param logXForwardedFor whether the client's address is taken from the header
 * {@code X-Forwarded-For}
 * @param logMicros whether the default line tells the duration in microseconds
 */
public record RequestLogSettings(boolean logRequests, @Nullable String logFormat, Duration logSlow, boolean log4xx,
		boolean log5xx, long logBig, boolean logZero, boolean logXForwardedFor, boolean logMicros) {

	/**
	 * Nothing is logged.
	 */
	public static final RequestLogSettings OFF = new RequestLogSettings(false, null, Duration.ZERO, false, false, 0,
			false, false, false);

	/**
	 * Creates settings.
	 * @throws IllegalArgumentException if a limit is negative; the message begins with
	 * the name of the property
	 */
	public RequestLogSettings {
		if (logSlow.isNegative()) {
			throw new IllegalArgumentException("uwsgi.log-slow: %s (expected: 0 or more)".formatted(logSlow));
		}
		if (logBig < 0) {
			throw new IllegalArgumentException("uwsgi.log-big: %s (expected: 0 or more)".formatted(logBig));
		}
		if (logFormat != null && logFormat.isBlank()) {
			throw new IllegalArgumentException(
					"uwsgi.log-format: '%s' (expected: at least one variable or word)".formatted(logFormat));
		}
	}

	boolean select(ServedRequest request) {
		return this.logRequests || selectByStatus(request.status()) || selectByBody(request.bodySize())
				|| selectByDuration(request.durationNanos());
	}

	private boolean selectByStatus(int status) {
		return (this.log4xx && status / 100 == 4) || (this.log5xx && status / 100 == 5);
	}

	private boolean selectByBody(long size) {
		return (this.logZero && size == 0) || (this.logBig > 0 && size >= this.logBig);
	}

	private boolean selectByDuration(long nanos) {
		return !this.logSlow.isZero() && Duration.ofNanos(nanos).compareTo(this.logSlow) >= 0;
	}

}
