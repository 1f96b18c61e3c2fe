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

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Properties of the statistics of the uwsgi connector. Names are those of uWSGI's
 * options.
 *
 * @param stats Address to serve statistics on, to whoever connects, as '/path',
 * 'unix:/path', '@abstract', 'host:port', ':port', '[v6]:port' or 'fd://N'. When not set,
 * they are not served.
 * @param statsHttp Whether to serve statistics as an HTTP server, to a client that has
 * sent a request.
 * @param statsMinified Whether to leave out white space in statistics.
 * @param statsNoCores Whether to leave out cores in statistics, and with them the
 * variables of running requests.
 * @param statsMaskedVars Comma-separated list of variables whose values are not shown in
 * statistics, in addition to HTTP_AUTHORIZATION, HTTP_PROXY_AUTHORIZATION and
 * HTTP_COOKIE.
 * @param memoryReport Whether to tell in statistics and in the request log how much
 * memory the process uses.
 */
@ConfigurationProperties("uwsgi")
public record UwsgiStatsProperties(@Nullable String stats, @DefaultValue("false") boolean statsHttp,
		@DefaultValue("false") boolean statsMinified, @DefaultValue("false") boolean statsNoCores,
		@DefaultValue List<String> statsMaskedVars, @DefaultValue("false") boolean memoryReport) {

	/**
	 * Tidies the list and the optional text: blank counts as not set.
	 */
	public UwsgiStatsProperties {
		stats = StringUtils.hasText(stats) ? stats.strip() : null;
		statsMaskedVars = statsMaskedVars.stream().filter(StringUtils::hasText).map(String::strip).toList();
	}

}
