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

import io.uwsgi4j.recycling.RecyclingLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link UwsgiRecyclingProperties} and
 * {@link UwsgiRecyclingPropertiesValidator}.
 */
class UwsgiRecyclingPropertiesTests {

	@Test
	void defaultsAreNoLimitsAndUwsgisTimes() {
		UwsgiRecyclingProperties properties = bind(TestEnvironments.properties());
		assertThat(properties.limits()).isEqualTo(RecyclingLimits.NONE);
		assertThat(properties.minWorkerLifetime()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.workerReloadMercy()).isEqualTo(Duration.ofSeconds(60));
		assertThat(properties.reloadExitCode()).isEqualTo(17);
		assertThat(properties.pidfile()).isNull();
	}

	@Test
	void environmentVariablesAreBoundInUwsgisUnits() {
		UwsgiRecyclingProperties properties = bind(
				TestEnvironments.variables("UWSGI_MAX_REQUESTS=5000", "UWSGI_MAX_REQUESTS_DELTA=100",
						"UWSGI_MIN_WORKER_LIFETIME=20", "UWSGI_MAX_WORKER_LIFETIME=3600", "UWSGI_RELOAD_ON_AS=8192",
						"UWSGI_RELOAD_ON_RSS=1024", "UWSGI_EVIL_RELOAD_ON_AS=16384", "UWSGI_EVIL_RELOAD_ON_RSS=2GB",
						"UWSGI_WORKER_RELOAD_MERCY=30", "UWSGI_RELOAD_EXIT_CODE=75", "UWSGI_PIDFILE=/run/app.pid"));
		assertThat(properties.limits()).isEqualTo(new RecyclingLimits(5000, 100, Duration.ofSeconds(20),
				Duration.ofHours(1), megabytes(8192), megabytes(1024), megabytes(16384), megabytes(2048)));
		assertThat(properties.workerReloadMercy()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.reloadExitCode()).isEqualTo(75);
		assertThat(properties.pidfile()).isEqualTo("/run/app.pid");
	}

	@ParameterizedTest
	@ValueSource(strings = { "uwsgi.max-requests=1", "uwsgi.max-worker-lifetime=11", "uwsgi.reload-on-rss=1",
			"uwsgi.reload-on-as=1TB", "uwsgi.worker-reload-mercy=0", "uwsgi.reload-exit-code=0",
			"uwsgi.reload-exit-code=255", "uwsgi.pidfile= " })
	void validValues(String pair) {
		validate(TestEnvironments.properties(pair));
	}

	@ParameterizedTest
	@CsvSource({ "max-requests, -1", "max-requests-delta, -5", "min-worker-lifetime, -1", "min-worker-lifetime, 1500ms",
			"max-worker-lifetime, -60", "max-worker-lifetime, 10", "reload-on-as, -1", "reload-on-rss, -1KB",
			"evil-reload-on-as, -1", "evil-reload-on-rss, -1", "worker-reload-mercy, -1", "worker-reload-mercy, 10ms",
			"reload-exit-code, -1", "reload-exit-code, 256" })
	void invalidValueIsNamedWithPropertyOriginAndFix(String option, String value) {
		FailureAnalysis analysis = failure(TestEnvironments.properties("uwsgi." + option + "=" + value)).analysis();
		assertThat(analysis.getDescription()).startsWith("Invalid value '")
			.contains("' for configuration property 'uwsgi." + option + "' (originating from '\"uwsgi." + option
					+ "\" from property source \"application.properties\"'): ");
		assertThat(analysis.getAction()).contains("'uwsgi." + option + "'").endsWith(".");
	}

	private static long megabytes(long number) {
		return DataSize.ofMegabytes(number).toBytes();
	}

	private static FailureAnalyzedException failure(ConfigurableEnvironment environment) {
		return catchThrowableOfType(FailureAnalyzedException.class, () -> validate(environment));
	}

	private static void validate(ConfigurableEnvironment environment) {
		new UwsgiRecyclingPropertiesValidator(bind(environment), new ConfiguredProperties(environment)).validate();
	}

	private static UwsgiRecyclingProperties bind(ConfigurableEnvironment environment) {
		return TestEnvironments.bindRecycling(environment);
	}

}
