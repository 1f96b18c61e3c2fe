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

import io.uwsgi4j.worker.ServedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way into a line.
 *
 * @param request the request
 * @param number which request it is, of all that have ended
 * @param applicationNumber which request it is of those that have reached the
 * application, -1 if it has not
 */
record LoggedRequest(ServedRequest request, long number, long applicationNumber) {

	long micros() {
		return this.request.durationNanos() / 1000;
	}

	/**
	 * Returns what uWSGI counts as variables: names and values.
	 * @return twice the number of variables
	 */
	int vars() {
		return 2 * this.request.variableCount();
	}

	/**
	 * Returns the address of the client.
	 * @param xForwardedFor whether the header {@code X-Forwarded-For} is asked first
	 * @return the address, or all addresses of the header as they are
	 */
	@Nullable String address(boolean xForwardedFor) {
		return xForwardedFor ? firstOf("HTTP_X_FORWARDED_FOR", "REMOTE_ADDR") : this.request.variable("REMOTE_ADDR");
	}

	@Nullable String host() {
		return firstOf("HTTP_HOST", "SERVER_NAME");
	}

	private @Nullable String firstOf(String name, String otherwise) {
		String value = this.request.variable(name);
		return (value != null && !value.isEmpty()) ? value : this.request.variable(otherwise);
	}

}
