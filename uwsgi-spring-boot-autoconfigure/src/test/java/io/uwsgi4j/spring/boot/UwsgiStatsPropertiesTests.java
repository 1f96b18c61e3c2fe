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

import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link UwsgiStatsProperties} and {@link UwsgiStatsPropertiesValidator}.
 */
class UwsgiStatsPropertiesTests {

	@Test
	void defaultsAreThoseOfTheProtocolHandler() {
		UwsgiStatsProperties properties = bind();
		UwsgiProtocol protocol = new UwsgiProtocol();
		assertThat(properties.stats()).isEqualTo(protocol.getStats()).isNull();
		assertThat(properties.statsHttp()).isEqualTo(protocol.isStatsHttp());
		assertThat(properties.statsMinified()).isEqualTo(protocol.isStatsMinified());
		assertThat(properties.statsNoCores()).isEqualTo(protocol.isStatsNoCores());
		assertThat(properties.memoryReport()).isEqualTo(protocol.isMemoryReport());
		assertThat(properties.statsMaskedVars()).isEmpty();
	}

	@Test
	void environmentVariablesAreBound() {
		UwsgiStatsProperties properties = TestEnvironments.bindStats(TestEnvironments.variables(
				"UWSGI_STATS=127.0.0.1:9191", "UWSGI_STATS_HTTP=true", "UWSGI_STATS_MINIFIED=1",
				"UWSGI_STATS_NO_CORES=on", "UWSGI_STATS_MASKED_VARS=HTTP_X_A, HTTP_X_B", "UWSGI_MEMORY_REPORT=yes"));
		assertThat(properties.stats()).isEqualTo("127.0.0.1:9191");
		assertThat(properties.statsHttp()).isTrue();
		assertThat(properties.statsMinified()).isTrue();
		assertThat(properties.statsNoCores()).isTrue();
		assertThat(properties.statsMaskedVars()).containsExactly("HTTP_X_A", "HTTP_X_B");
		assertThat(properties.memoryReport()).isTrue();
	}

	@Test
	void variablesOfKubernetesServicesAreNotBound() {
		assertThat(TestEnvironments.bindStats(
				TestEnvironments.variables("UWSGI_STATS_PORT=tcp://10.0.0.1:9191", "UWSGI_STATS_SERVICE_HOST=10.0.0.1",
						"UWSGI_STATS_HTTP_PORT=tcp://10.0.0.1:9191", "UWSGI_STATS_PORT_9191_TCP_ADDR=10.0.0.1")))
			.isEqualTo(bind());
	}

	@Test
	void blankValuesCountAsNotSet() {
		assertThat(bind("uwsgi.stats= ", "uwsgi.stats-masked-vars=,")).isEqualTo(bind());
	}

	@ParameterizedTest
	@ValueSource(strings = { "uwsgi.stats=/run/stats.sock", "uwsgi.stats=unix:/run/stats.sock", "uwsgi.stats=@stats",
			"uwsgi.stats=127.0.0.1:9191", "uwsgi.stats=[::1]:9191", "uwsgi.stats=localhost:9191", "uwsgi.stats=fd://4",
			"uwsgi.stats-masked-vars=HTTP_X_API_KEY,token" })
	void validValues(String pair) {
		validate(TestEnvironments.properties(pair));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			stats             | 127.0.0.1:
			stats             | ::1:9191
			stats             | http://localhost:9191
			stats             | unix:
			stats-masked-vars | X-Api-Key
			stats-masked-vars | HTTP_X=1
			""")
	void invalidValueIsNamedWithPropertyOriginAndFix(String option, String value) {
		FailureAnalysis analysis = failure(TestEnvironments.properties("uwsgi." + option + "=" + value)).analysis();
		assertThat(analysis.getDescription()).startsWith("Invalid value '" + value + "'")
			.contains("' for configuration property 'uwsgi." + option + "' (originating from '\"uwsgi." + option
					+ "\" from property source \"application.properties\"'): ");
		assertThat(analysis.getAction()).contains("'uwsgi." + option + "'").endsWith(".");
	}

	@ParameterizedTest
	@ValueSource(strings = { ":9191", "0.0.0.0:9191", "[::]:9191", "192.0.2.1:9191" })
	void addressThatOtherMachinesMayReachNeedsAllowFrom(String address) {
		FailureAnalysis analysis = failure(TestEnvironments.properties("uwsgi.stats=" + address)).analysis();
		assertThat(analysis.getDescription()).contains("'uwsgi.stats'").contains("'uwsgi.allow-from' does not say");
		assertThat(analysis.getAction()).contains("Set 'uwsgi.allow-from'");
		validate(TestEnvironments.properties("uwsgi.stats=" + address, "uwsgi.allow-from=10.0.0.0/8"));
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(() -> validate(TestEnvironments.properties("uwsgi.stats=" + address, "uwsgi.allow-from=")));
	}

	private static UwsgiStatsProperties bind(String... pairs) {
		return TestEnvironments.bindStats(TestEnvironments.properties(pairs));
	}

	private static FailureAnalyzedException failure(ConfigurableEnvironment environment) {
		return catchThrowableOfType(FailureAnalyzedException.class, () -> validate(environment));
	}

	private static void validate(ConfigurableEnvironment environment) {
		new UwsgiStatsPropertiesValidator(TestEnvironments.bindStats(environment),
				new ConfiguredProperties(environment))
			.validate();
	}

}
