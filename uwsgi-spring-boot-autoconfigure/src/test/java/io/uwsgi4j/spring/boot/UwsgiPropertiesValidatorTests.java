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
 * Tests for {@link UwsgiPropertiesValidator}.
 */
class UwsgiPropertiesValidatorTests {

	@ParameterizedTest
	@ValueSource(strings = { "uwsgi.protocol=uwsgi", "uwsgi.listen=1", "uwsgi.listen=2147483647",
			"uwsgi.chmod-socket=600", "uwsgi.chmod-socket=0660", "uwsgi.chmod-socket=777",
			"uwsgi.chown-socket=www-data", "uwsgi.chown-socket=www-data:www-data", "uwsgi.chown-socket=:www-data",
			"uwsgi.chown-socket=33:33", "uwsgi.buffer-size=1", "uwsgi.buffer-size=65535", "uwsgi.max-vars=1",
			"uwsgi.max-vars=32767", "uwsgi.limit-post=0", "uwsgi.limit-post=8GB", "uwsgi.post-buffering=0",
			"uwsgi.post-buffering=1MB", "uwsgi.socket-timeout=1", "uwsgi.http-timeout=1", "uwsgi.threads=1",
			"uwsgi.harakiri=0", "uwsgi.harakiri=1m", "uwsgi.harakiri-graceful-timeout=0",
			"uwsgi.allow-from=10.0.0.0/8,fd00::/8,127.0.0.1", "uwsgi.allowed-vars=GEOIP_.*", "uwsgi.http=8080",
			"uwsgi.http=:8080", "uwsgi.http=127.0.0.1:0", "uwsgi.http=[::1]:8080" })
	void validValues(String pair) {
		validate("uwsgi.socket=/run/app.sock", pair);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/run/app.sock", "unix:/run/app.sock", "@app", "127.0.0.1:3031", "[::1]:3031",
			"localhost:3031", "fd://3" })
	void socketsThatOtherMachinesCannotReach(String socket) {
		validate("uwsgi.socket=" + socket);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			protocol       | http
			protocol       | suwsgi
			listen         | 0
			listen         | -1
			chmod-socket   | 432
			chmod-socket   | 066
			chmod-socket   | 888
			chmod-socket   | 66
			chmod-socket   | rw-rw----
			chown-socket   | a:b:c
			chown-socket   | :
			buffer-size    | 0
			buffer-size    | 65536
			max-vars       | 0
			max-vars       | 32768
			limit-post     | -1
			post-buffering | -1
			socket-timeout | 0
			socket-timeout | -1
			socket-timeout | 1500ms
			http-timeout   | 0
			threads        | 0
			threads        | -1
			harakiri       | -1
			harakiri       | 1500ms
			harakiri-graceful-timeout | -1
			harakiri-graceful-timeout | 1500ms
			allow-from     | proxy.example
			allow-uids     | -1
			allow-gids     | -5
			allow-from     | 10.0.0.0/33
			max-connections-per-peer | -1
			max-incomplete-per-peer  | -1
			allowed-vars   | GEOIP_(
			http           | /run/http.sock
			http           | http://localhost:8080
			http           | localhost
			http           | 70000
			http           | ::1:8080
			""")
	void invalidValueIsNamedWithPropertyOriginAndFix(String option, String value) {
		FailureAnalysis analysis = failure(
				TestEnvironments.properties("uwsgi.socket=/run/app.sock", "uwsgi." + option + "=" + value))
			.analysis();
		assertThat(analysis.getDescription()).startsWith("Invalid value '")
			.contains("' for configuration property 'uwsgi." + option + "' (originating from '\"uwsgi." + option
					+ "\" from property source \"application.properties\"'): ");
		assertThat(analysis.getAction()).contains("'uwsgi." + option + "'").endsWith(".");
	}

	@Test
	void invalidNumberIsNamedWithItsRange() {
		FailureAnalysis analysis = failure(
				TestEnvironments.variables("UWSGI_SOCKET=/run/app.sock", "UWSGI_BUFFER_SIZE=65536"))
			.analysis();
		assertThat(analysis.getDescription())
			.isEqualTo("Invalid value '65536' for configuration property 'uwsgi.buffer-size' (originating from "
					+ "'\"UWSGI_BUFFER_SIZE\" from property source \"systemEnvironment\"'): it is out of range");
		assertThat(analysis.getAction()).isEqualTo("Set 'uwsgi.buffer-size' to a number between 1 and 65535.");
	}

	@Test
	void modeWithoutQuotesInYamlIsExplained() {
		FailureAnalysis analysis = failure(
				TestEnvironments.properties("uwsgi.socket=/run/app.sock", "uwsgi.chmod-socket=432"))
			.analysis();
		assertThat(analysis.getAction()).contains("YAML", "quotes", "0660", "432");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "::1:3031", "unix:", "@", "fd://x" })
	void unusableSocket(String socket) {
		FailureAnalysis analysis = failure(
				TestEnvironments.properties("uwsgi.socket[0]=/run/app.sock", "uwsgi.socket[1]=host:" + socket))
			.analysis();
		assertThat(analysis.getDescription()).startsWith("Invalid value 'host:" + socket + "'")
			.contains("'uwsgi.socket'");
		assertThat(analysis.getAction()).contains("unix:/run/app/app.sock").contains("127.0.0.1:3031");
	}

	@ParameterizedTest
	@ValueSource(strings = { ":3031", "0.0.0.0:3031", "[::]:3031", "192.0.2.1:3031", "no-such-host.invalid:3031" })
	void socketThatOtherMachinesMayReachNeedsAllowFrom(String socket) {
		FailureAnalysis analysis = failure(TestEnvironments.properties("uwsgi.socket=" + socket)).analysis();
		assertThat(analysis.getDescription()).startsWith("Invalid value '" + socket + "'")
			.contains("'uwsgi.socket'")
			.contains("'uwsgi.allow-from' does not say");
		assertThat(analysis.getAction()).contains("Set 'uwsgi.allow-from'").contains("unix socket");
		validate("uwsgi.socket=" + socket, "uwsgi.allow-from=127.0.0.1");
	}

	@Test
	void blankAllowFromAllowsNobody() {
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(() -> validate("uwsgi.socket=:3031", "uwsgi.allow-from="));
	}

	@Test
	void unsupportedPropertyIsReportedFirst() {
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(() -> validate("uwsgi.socket=nonsense:", "uwsgi.processes=4"))
			.withMessageContaining("uwsgi.processes");
	}

	private static FailureAnalyzedException failure(ConfigurableEnvironment environment) {
		return catchThrowableOfType(FailureAnalyzedException.class, () -> validate(environment));
	}

	private static void validate(String... pairs) {
		validate(TestEnvironments.properties(pairs));
	}

	private static void validate(ConfigurableEnvironment environment) {
		new UwsgiPropertiesValidator(TestEnvironments.bind(environment), new ConfiguredProperties(environment))
			.validate();
	}

}
