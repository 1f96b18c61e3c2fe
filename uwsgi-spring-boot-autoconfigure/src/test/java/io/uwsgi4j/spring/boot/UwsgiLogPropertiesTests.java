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
import java.util.Locale;

import io.uwsgi4j.requestlog.RequestLogSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link UwsgiLogProperties}.
 */
class UwsgiLogPropertiesTests {

	@Test
	void byDefaultNothingIsLogged() {
		assertThat(settings(TestEnvironments.properties())).isEqualTo(RequestLogSettings.OFF);
	}

	@Test
	void everyPropertyIsASetting() {
		assertThat(settings(TestEnvironments.properties("uwsgi.log-requests=true", "uwsgi.log-format=%(uri) ",
				"uwsgi.log-slow=1500", "uwsgi.log-4xx=true", "uwsgi.log-5xx=true", "uwsgi.log-big=4096",
				"uwsgi.log-zero=true", "uwsgi.log-x-forwarded-for=true", "uwsgi.log-micros=true")))
			.isEqualTo(new RequestLogSettings(true, "%(uri) ", Duration.ofMillis(1500), true, true, 4096, true, true,
					true));
	}

	@ParameterizedTest
	@CsvSource({ "log-requests, true", "log-format, -", "log-slow, 1", "log-4xx, true", "log-5xx, true", "log-big, 1",
			"log-zero, true", "log-x-forwarded-for, true", "log-micros, true" })
	void eachPropertyIsASettingOfItsOwn(String option, String value) {
		String variable = "UWSGI_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
		RequestLogSettings settings = settings(TestEnvironments.properties("uwsgi." + option + "=" + value));
		assertThat(settings).isNotEqualTo(RequestLogSettings.OFF)
			.isEqualTo(settings(TestEnvironments.variables(variable + "=" + value)));
	}

	@Test
	void unitsCanBeSpelledOut() {
		RequestLogSettings settings = settings(TestEnvironments.properties("uwsgi.log-slow=2s", "uwsgi.log-big=1MB"));
		assertThat(settings.logSlow()).hasSeconds(2);
		assertThat(settings.logBig()).isEqualTo(1024 * 1024);
	}

	@Test
	void blankValuesCountAsNotSet() {
		assertThat(settings(TestEnvironments.properties("uwsgi.log-format= ", "uwsgi.log-slow=", "uwsgi.log-big=")))
			.isEqualTo(RequestLogSettings.OFF);
	}

	@ParameterizedTest
	@CsvSource({ "log-slow, -1, -1ms", "log-slow, -2s, -2000ms", "log-big, -1, -1B" })
	void negativeValueIsNamedWithPropertyOriginAndFix(String option, String value, String shown) {
		ConfigurableEnvironment environment = TestEnvironments.properties("uwsgi." + option + "=" + value);
		FailureAnalysis analysis = catchThrowableOfType(FailureAnalyzedException.class, () -> settings(environment))
			.analysis();
		assertThat(analysis.getDescription()).isEqualTo("Invalid value '" + shown
				+ "' for configuration property 'uwsgi." + option + "' (originating from '\"uwsgi." + option
				+ "\" from property source \"application.properties\"'): it is negative");
		assertThat(analysis.getAction()).startsWith("Set 'uwsgi." + option + "' to ");
	}

	private static RequestLogSettings settings(ConfigurableEnvironment environment) {
		return Binder.get(environment).bindOrCreate("uwsgi", UwsgiLogProperties.class).settings(environment);
	}

}
