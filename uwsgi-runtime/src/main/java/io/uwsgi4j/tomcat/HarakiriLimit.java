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

import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * The time that a request gives itself, as a request attribute.
 */
final class HarakiriLimit {

	private HarakiriLimit() {
	}

	/**
	 * Returns the limit of a request. May be called by any thread, even while the request
	 * ends and another one begins; the answer may then be wrong.
	 * @param request the request
	 * @return the limit in nanoseconds, 0 for none, -1 if there is no such attribute
	 */
	static long of(Request request) {
		if (request
			.getNote(CoyoteAdapter.ADAPTER_NOTES) instanceof org.apache.catalina.connector.Request servletRequest) {
			return nanos(servletRequest.getAttribute(UwsgiProtocol.HARAKIRI_ATTRIBUTE));
		}
		return -1;
	}

	private static long nanos(@Nullable Object value) {
		if (value instanceof Duration duration) {
			return Math.max(0, duration.toNanos());
		}
		if (value instanceof Number seconds) {
			return Math.max(0, Duration.ofMillis(Math.round(seconds.doubleValue() * 1000)).toNanos());
		}
		return -1;
	}

}
