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

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UwsgiEnvironmentPostProcessor}.
 */
class UwsgiEnvironmentPostProcessorTests {

	private final UwsgiEnvironmentPostProcessor postProcessor = new UwsgiEnvironmentPostProcessor();

	@Test
	void isRegistered() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(EnvironmentPostProcessor.class,
					SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {
					})))
			.hasAtLeastOneElementOfType(UwsgiEnvironmentPostProcessor.class);
	}

	@Test
	void withSocketServerPortIsZero() {
		assertThat(serverPort("uwsgi.socket=/run/app.sock")).isEqualTo("0");
		assertThat(serverPort("uwsgi.socket[0]=/run/app.sock")).isEqualTo("0");
	}

	@ParameterizedTest
	@CsvSource({ "8080,8080", ":8080,8080", "127.0.0.1:8081,8081", "[::1]:8082,8082", "nonsense,0", "' ',0" })
	void withHttpServerPortIsThatOfHttp(String http, String expected) {
		assertThat(serverPort("uwsgi.socket=/run/app.sock", "uwsgi.http=" + http)).isEqualTo(expected);
	}

	@Test
	void serverPortOfTheUserIsKept() {
		assertThat(serverPort("uwsgi.socket=/run/app.sock", "server.port=9000")).isEqualTo("9000");
		ConfigurableEnvironment environment = TestEnvironments.variables("UWSGI_SOCKET=/run/app.sock",
				"SERVER_PORT=9001");
		this.postProcessor.postProcessEnvironment(environment, new SpringApplication());
		assertThat(environment.getProperty("server.port")).isEqualTo("9001");
	}

	@Test
	void withoutSocketNothingChanges() {
		assertThat(serverPort("uwsgi.http=8080")).isNull();
		assertThat(serverPort("uwsgi.socket=")).isNull();
		assertThat(serverPort("uwsgi.socket=/run/app.sock", "uwsgi.enabled=false")).isNull();
	}

	@Test
	void inSpringBootTestsNothingChanges() {
		assertThat(serverPort("uwsgi.socket=/run/app.sock",
				"org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"))
			.isNull();
	}

	private String serverPort(String... pairs) {
		ConfigurableEnvironment environment = TestEnvironments.properties(pairs);
		this.postProcessor.postProcessEnvironment(environment, new SpringApplication());
		return environment.getProperty("server.port");
	}

}
