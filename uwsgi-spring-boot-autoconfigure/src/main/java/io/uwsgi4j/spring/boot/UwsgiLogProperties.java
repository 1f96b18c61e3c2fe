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

package io.uwsgi4j.spring.boot;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.uwsgi4j.requestlog.RequestLogSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the request log. Names are those of uWSGI's options, and a number without
 * a unit means uWSGI's unit.
 *
 * @param logRequests Whether to log every request, with a line at level INFO of the
 * logger 'uwsgi.request'.
 * @param logFormat Format of a request's line, with variables such as '%(uri)'. When not
 * set, the line is that of uWSGI.
 * @param logSlow Duration from which on a request is logged although not every request
 * is, or 0 for none. If a duration suffix is not specified, milliseconds will be used.
 * @param log4xx Whether to log requests answered with a status of 400 to 499 although not
 * every request is logged.
 * @param log5xx Whether to log requests answered with a status of 500 to 599 although not
 * every request is logged.
 * @param logBig Size of a response body from which on a request is logged although not
 * every request is, or 0 for none.
 * @param logZero Whether to log requests answered without a body although not every
 * request is logged.
 * @param logXForwardedFor Whether to log the header X-Forwarded-For, as it is, in place
 * of the client's address. Clients can send what they like in it.
 * @param logMicros Whether to log durations in microseconds. Has no effect on a format,
 * which has variables for both.
 */
@ConfigurationProperties("uwsgi")
public record UwsgiLogProperties(@DefaultValue("false") boolean logRequests, @Nullable String logFormat,
		@DefaultValue("0ms") @DurationUnit(ChronoUnit.MILLIS) Duration logSlow,
		@DefaultValue("false") @Name("log-4xx") boolean log4xx, @DefaultValue("false") @Name("log-5xx") boolean log5xx,
		@DefaultValue("0B") DataSize logBig, @DefaultValue("false") boolean logZero,
		@DefaultValue("false") boolean logXForwardedFor, @DefaultValue("false") boolean logMicros) {

	/**
	 * Takes a blank format for none.
	 */
	public UwsgiLogProperties {
		logFormat = StringUtils.hasText(logFormat) ? logFormat : null;
	}

	/**
	 * Returns the settings of the request log, if they make sense.
	 * @param environment the environment that the properties come from
	 * @return the settings
	 */
	public RequestLogSettings settings(Environment environment) {
		ConfiguredProperties configured = new ConfiguredProperties(environment);
		if (this.logSlow.isNegative()) {
			throw configured.invalid("uwsgi.log-slow", this.logSlow.toMillis() + "ms", "it is negative",
					"Set 'uwsgi.log-slow' to a number of milliseconds such as 1000, or to 0 to log no request for its"
							+ " duration.");
		}
		if (this.logBig.isNegative()) {
			throw configured.invalid("uwsgi.log-big", this.logBig, "it is negative",
					"Set 'uwsgi.log-big' to a size such as 1MB, or to 0 to log no request for its size.");
		}
		return new RequestLogSettings(this.logRequests, this.logFormat, this.logSlow, this.log4xx, this.log5xx,
				this.logBig.toBytes(), this.logZero, this.logXForwardedFor, this.logMicros);
	}

}
