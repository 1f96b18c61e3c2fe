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

package io.uwsgi4j.spring.boot.autoconfigure;

import java.nio.file.Path;
import java.util.stream.Stream;

import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the management server of an application that serves uwsgi.
 */
class UwsgiManagementServerTests {

	@TempDir
	private Path directory;

	@Test
	void ownPortIsHttp() throws Exception {
		try (ConfigurableApplicationContext context = run("--management.server.port=0",
				"--management.server.address=127.0.0.1")) {
			int port = context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(Servers.getOverHttp("127.0.0.1", port, "/actuator/health").statusCode()).isEqualTo(200);
			assertThat(uwsgiStatus("/actuator/health")).isEqualTo(404);
			assertThat(Servers.connectors(context)).hasSize(1);
		}
	}

	@Test
	void withoutOwnPortItIsReachedOverUwsgi() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(uwsgiStatus("/actuator/health")).isEqualTo(200);
			assertThat(context.getEnvironment().getProperty("local.management.port")).isEqualTo("-1");
		}
	}

	@Test
	void port8080IsAnOwnPort() {
		assertThat(portType("--management.server.port=8080")).isEqualTo(ManagementPortType.DIFFERENT);
		assertThat(portType("--management.server.port=8080", "--uwsgi.enabled=false"))
			.isEqualTo(ManagementPortType.SAME);
	}

	@Test
	void portOfHttpIsTheSamePort() {
		assertThat(portType("--management.server.port=8081", "--uwsgi.http=127.0.0.1:8081"))
			.isEqualTo(ManagementPortType.SAME);
		assertThat(portType("--management.server.port=8080", "--uwsgi.http=127.0.0.1:8081"))
			.isEqualTo(ManagementPortType.DIFFERENT);
	}

	private ManagementPortType portType(String... args) {
		try (ConfigurableApplicationContext context = application(NoServer.class, args)) {
			return ManagementPortType.get(context.getEnvironment());
		}
	}

	private ConfigurableApplicationContext run(String... args) {
		return application(Application.class, args);
	}

	private ConfigurableApplicationContext application(Class<?> source, String... args) {
		SpringApplication application = new SpringApplication(source);
		application.setRegisterShutdownHook(false);
		if (source == NoServer.class) {
			application.setWebApplicationType(WebApplicationType.NONE);
		}
		String socket = "--uwsgi.socket=" + this.directory.resolve("app.sock");
		return application.run(Stream.concat(Stream.of(args), Stream.of(socket)).toArray(String[]::new));
	}

	private int uwsgiStatus(String path) {
		return new UwsgiClient(this.directory.resolve("app.sock").toString()).exchange(UwsgiPacket.get(path)).status();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class NoServer {

	}

}
