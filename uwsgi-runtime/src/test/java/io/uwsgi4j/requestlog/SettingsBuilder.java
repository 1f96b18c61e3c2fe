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

/**
 * Settings that differ from the defaults in what a test names.
 */
final class SettingsBuilder {

	boolean logRequests;

	String logFormat;

	Duration logSlow = Duration.ZERO;

	boolean log4xx;

	boolean log5xx;

	long logBig;

	boolean logZero;

	boolean logXForwardedFor;

	boolean logMicros;

	RequestLogSettings build() {
		return new RequestLogSettings(this.logRequests, this.logFormat, this.logSlow, this.log4xx, this.log5xx,
				this.logBig, this.logZero, this.logXForwardedFor, this.logMicros);
	}

	static RequestLogSettings all() {
		SettingsBuilder settings = new SettingsBuilder();
		settings.logRequests = true;
		return settings.build();
	}

	static RequestLogSettings format(String format) {
		SettingsBuilder settings = new SettingsBuilder();
		settings.logRequests = true;
		settings.logFormat = format;
		return settings.build();
	}

}
