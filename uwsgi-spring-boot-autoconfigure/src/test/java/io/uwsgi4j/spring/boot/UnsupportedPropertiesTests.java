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

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link UnsupportedProperties}.
 */
class UnsupportedPropertiesTests {

	@ParameterizedTest
	@MethodSource("io.uwsgi4j.spring.boot.UnsupportedProperties#names")
	void settingOneFails(String name) {
		assertThat(failure(TestEnvironments.properties(name + "=1")).getMessage())
			.contains("'" + name + "' with value '1'");
	}

	@ParameterizedTest
	@MethodSource("io.uwsgi4j.spring.boot.UnsupportedProperties#names")
	void settingOneInTheEnvironmentFails(String name) {
		String variable = name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
		assertThat(failure(TestEnvironments.variables(variable + "=1")).getMessage())
			.contains("'" + name + "' with value '1' (originating from '\"" + variable + "\" from property source");
	}

	@ParameterizedTest
	@ValueSource(strings = { "uwsgi.harakiri-graceful-signal", "uwsgi.harakiri-queue-threshold", "uwsgi.reload-on-pss",
			"uwsgi.reload-on-uss", "uwsgi.reload-on-exception", "uwsgi.max-worker-lifetime-delta", "uwsgi.reload-mercy",
			"uwsgi.stats-server", "uwsgi.stats-push", "uwsgi.pidfile2", "uwsgi.master", "uwsgi.processes",
			"uwsgi.workers", "uwsgi.cheaper" })
	void planned(String name) {
		assertThat(UnsupportedProperties.names()).contains(name);
	}

	@Test
	void namesAreNeitherRepeatedNorSupported() {
		assertThat(UnsupportedProperties.names()).doesNotHaveDuplicates();
		for (var component : components()) {
			String option = component.getName().replaceAll("([A-Z]|\\dxx)", "-$1").toLowerCase(Locale.ROOT);
			assertThat(UnsupportedProperties.names()).doesNotContain("uwsgi." + option);
		}
	}

	@Test
	void allThatAreSetAreReportedTogether() {
		FailureAnalysis analysis = failure(TestEnvironments.properties("uwsgi.reload-on-pss=30", "uwsgi.master=true",
				"uwsgi.socket=/run/app.sock", "uwsgi.processes[0]=33"))
			.analysis();
		assertThat(analysis.getDescription().lines()).containsExactly(
				"Configuration properties that are not supported yet:", "",
				"    'uwsgi.reload-on-pss' with value '30' (originating from '\"uwsgi.reload-on-pss\" from property source "
						+ "\"application.properties\"')",
				"    'uwsgi.master' with value 'true' (originating from '\"uwsgi.master\" from property source "
						+ "\"application.properties\"')",
				"    'uwsgi.processes[0]' with value '33' (originating from '\"uwsgi.processes[0]\" from property "
						+ "source \"application.properties\"')");
		assertThat(analysis.getAction()).startsWith("Remove them.");
	}

	@Test
	void blankCountsAsNotSet() {
		check(TestEnvironments.variables("UWSGI_RELOAD_ON_PSS=", "UWSGI_MASTER= "));
	}

	@Test
	void variablesOfKubernetesServicesNeverFail() {
		for (String service : new String[] { "UWSGI", "UWSGI_STATS", "UWSGI_MASTER", "UWSGI_HTTP",
				"UWSGI_HTTP_SOCKET" }) {
			check(TestEnvironments.variables(service + "_PORT=tcp://10.0.0.1:80", service + "_SERVICE_HOST=10.0.0.1",
					service + "_SERVICE_PORT=80", service + "_SERVICE_PORT_HTTP=80",
					service + "_PORT_80_TCP=tcp://10.0.0.1:80", service + "_PORT_80_TCP_PROTO=tcp",
					service + "_PORT_80_TCP_PORT=80", service + "_PORT_80_TCP_ADDR=10.0.0.1"));
		}
	}

	@Test
	void variablesThatUwsgiSetsForItsChildrenNeverFail() {
		check(TestEnvironments.variables("UWSGI_ORIGINAL_PROC_NAME=uwsgi", "UWSGI_RELOADS=1"));
	}

	private static List<RecordComponent> components() {
		return Stream
			.of(UwsgiProperties.class, UwsgiLogProperties.class, UwsgiStatsProperties.class,
					UwsgiRecyclingProperties.class)
			.flatMap((type) -> Stream.of(type.getRecordComponents()))
			.toList();
	}

	private static FailureAnalyzedException failure(ConfigurableEnvironment environment) {
		return catchThrowableOfType(FailureAnalyzedException.class,
				() -> UnsupportedProperties.check(new ConfiguredProperties(environment)));
	}

	private static void check(ConfigurableEnvironment environment) {
		assertThatNoException().isThrownBy(() -> UnsupportedProperties.check(new ConfiguredProperties(environment)));
	}

}
