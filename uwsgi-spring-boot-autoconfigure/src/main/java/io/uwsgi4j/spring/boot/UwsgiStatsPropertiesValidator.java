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

import java.util.regex.Pattern;

import io.uwsgi4j.socket.TcpAddress;
import io.uwsgi4j.socket.UwsgiAddress;

/**
 * Checks the properties of the statistics before anything is opened. Every failure names
 * the property, its value and what to write instead.
 */
final class UwsgiStatsPropertiesValidator {

	private static final String EXAMPLES = "an address such as unix:/run/app/stats.sock or 127.0.0.1:9191.";

	// A dash would be that of a header, whose name no variable has
	private static final Pattern VARIABLE = Pattern.compile("[^\\s=-]+");

	private final UwsgiStatsProperties properties;

	private final ConfiguredProperties configured;

	UwsgiStatsPropertiesValidator(UwsgiStatsProperties properties, ConfiguredProperties configured) {
		this.properties = properties;
		this.configured = configured;
	}

	void validate() {
		String stats = this.properties.stats();
		if (stats != null) {
			validateGuard(stats, parse(stats));
		}
		this.properties.statsMaskedVars().forEach(this::validateMaskedVar);
	}

	private UwsgiAddress parse(String stats) {
		try {
			return UwsgiAddress.parse(stats);
		}
		catch (IllegalArgumentException ex) {
			throw this.configured.invalid("uwsgi.stats", stats, String.valueOf(ex.getMessage()),
					"Set 'uwsgi.stats' to " + EXAMPLES);
		}
	}

	private void validateGuard(String stats, UwsgiAddress address) {
		if (address instanceof TcpAddress tcp && !tcp.isLoopback() && !this.configured.contains("uwsgi.allow-from")) {
			throw this.configured.invalid("uwsgi.stats", stats,
					"other machines may be able to connect, and 'uwsgi.allow-from' does not say which of them are"
							+ " allowed to",
					"Set 'uwsgi.allow-from' to the addresses of the proxies and of those who may read statistics,"
							+ " or set 'uwsgi.stats' to " + EXAMPLES);
		}
	}

	private void validateMaskedVar(String name) {
		if (!VARIABLE.matcher(name).matches()) {
			throw this.configured.invalid("uwsgi.stats-masked-vars", name, "it is not the name of a variable",
					"Set 'uwsgi.stats-masked-vars' to names such as HTTP_X_API_KEY, which is that of the header"
							+ " X-Api-Key.");
		}
	}

}
