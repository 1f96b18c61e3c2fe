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

import org.jspecify.annotations.Nullable;

/**
 * Checks the properties of recycling before anything is opened. Every failure names the
 * property, its value and what to write instead.
 */
final class UwsgiRecyclingPropertiesValidator {

	private static final int MAX_EXIT_CODE = 255;

	private final UwsgiRecyclingProperties properties;

	private final ConfiguredProperties configured;

	UwsgiRecyclingPropertiesValidator(UwsgiRecyclingProperties properties, ConfiguredProperties configured) {
		this.properties = properties;
		this.configured = configured;
	}

	void validate() {
		validateNumber("max-requests", this.properties.maxRequests());
		validateNumber("max-requests-delta", this.properties.maxRequestsDelta());
		validateDuration("min-worker-lifetime", this.properties.minWorkerLifetime());
		validateDuration("max-worker-lifetime", this.properties.maxWorkerLifetime());
		validateDuration("worker-reload-mercy", this.properties.workerReloadMercy());
		validateSize("reload-on-as", this.properties.reloadOnAs().toBytes());
		validateSize("reload-on-rss", this.properties.reloadOnRss().toBytes());
		validateSize("evil-reload-on-as", this.properties.evilReloadOnAs().toBytes());
		validateSize("evil-reload-on-rss", this.properties.evilReloadOnRss().toBytes());
		validateLifetimes();
		int exitCode = this.properties.reloadExitCode();
		check(exitCode >= 0 && exitCode <= MAX_EXIT_CODE, "reload-exit-code", exitCode,
				"processes have exit codes from 0 to 255",
				"Set 'uwsgi.reload-exit-code' to such a number, or remove it for 17, which is uWSGI's.");
	}

	private void validateNumber(String option, long number) {
		check(number >= 0, option, number, "it is negative",
				"Set 'uwsgi." + option + "' to a number of requests such as 5000, or to 0.");
	}

	private void validateDuration(String option, Duration duration) {
		check(!duration.isNegative() && duration.toMillisPart() == 0
				&& duration.toSeconds() <= Integer.MAX_VALUE / 1000, option, duration.toMillis() + "ms",
				"it is not a number of whole seconds",
				"Set 'uwsgi." + option + "' to a number of seconds such as 3600.");
	}

	private void validateSize(String option, long size) {
		check(size >= 0, option, size + "B", "it is negative",
				"Set 'uwsgi." + option + "' to a number of megabytes such as 1024, or to 0.");
	}

	private void validateLifetimes() {
		Duration min = this.properties.minWorkerLifetime();
		Duration max = this.properties.maxWorkerLifetime();
		check(max.isZero() || max.compareTo(min) > 0, "max-worker-lifetime", max.toSeconds() + "s",
				"it is not above 'uwsgi.min-worker-lifetime', which is " + min.toSeconds() + "s",
				"Set 'uwsgi.max-worker-lifetime' to more seconds, or 'uwsgi.min-worker-lifetime' to less.");
	}

	private void check(boolean valid, String option, @Nullable Object value, String reason, String action) {
		if (!valid) {
			throw this.configured.invalid("uwsgi." + option, value, reason, action);
		}
	}

}
