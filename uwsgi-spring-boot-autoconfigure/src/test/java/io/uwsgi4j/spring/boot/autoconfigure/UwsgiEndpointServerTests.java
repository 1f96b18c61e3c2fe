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

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.uwsgi4j.spring.boot.RuntimeSetting;
import io.uwsgi4j.spring.boot.RuntimeSettings;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiPacket;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint {@code uwsgi} of a running application.
 */
class UwsgiEndpointServerTests {

	private static final String UNRESTRICTED = "--management.endpoint.uwsgi.access=unrestricted";

	@TempDir
	private Path directory;

	@Test
	void statsAreThoseOfTheServerInUwsgisOrder() {
		try (ActuatorServer server = ActuatorServer.start(this.directory, "--uwsgi.threads=3")) {
			assertThat(server.get("/").status()).isEqualTo(200);
			awaitRequests(server, 1);
			Map<String, Object> stats = server.json("/actuator/uwsgi");
			assertThat(stats.keySet()).containsExactly("version", "listen_queue", "listen_queue_errors", "signal_queue",
					"load", "pid", "uid", "gid", "cwd", "locks", "sockets", "workers");
			assertThat(stats).containsEntry("pid", (int) ProcessHandle.current().pid());
			assertThat(ActuatorServer.list(stats, "sockets")).singleElement()
				.satisfies((socket) -> assertThat(socket).containsEntry("name", server.address()));
			Map<String, Object> worker = ActuatorServer.list(stats, "workers").get(0);
			assertThat(worker).containsEntry("id", 1).containsEntry("accepting", 1).containsEntry("status", "busy");
			List<Map<String, Object>> cores = ActuatorServer.list(worker, "cores");
			assertThat(cores).hasSize(3)
				.filteredOn((core) -> core.get("in_request").equals(1))
				.singleElement()
				.satisfies((core) -> assertThat(core).extractingByKey("vars")
					.asInstanceOf(InstanceOfAssertFactories.LIST)
					.contains("REQUEST_URI=/actuator/uwsgi")
					.endsWith(""));
		}
	}

	@Test
	void secretsOfRunningRequestsAreMasked() {
		try (ActuatorServer server = ActuatorServer.start(this.directory)) {
			Response response = server
				.exchange(UwsgiPacket.get("/actuator/uwsgi").header("Authorization", "Basic c2VjcmV0"));
			assertThat(response.text()).contains("HTTP_AUTHORIZATION=").doesNotContain("c2VjcmV0");
		}
	}

	@Test
	void statsAreReadOnTheManagementPort() throws Exception {
		try (ActuatorServer server = ActuatorServer.start(this.directory, "--management.server.port=0",
				"--management.server.address=127.0.0.1")) {
			int port = server.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(Servers.getOverHttp("127.0.0.1", port, "/actuator/uwsgi").body())
				.contains("\"name\":\"" + server.address() + "\"", "\"status\":\"idle\"");
			assertThat(server.context().getBean(UwsgiServer.class).protocol())
				.isSameAs(Servers.uwsgi(server.context()));
		}
	}

	@Test
	void settingsHaveValuesAndOrigins() {
		try (ActuatorServer server = ActuatorServer.start(this.directory, "--uwsgi.socket-timeout=90",
				"--server.tomcat.threads.max=7")) {
			Map<String, Object> settings = ActuatorServer.map(server.json("/actuator/uwsgi/settings"), "settings");
			assertThat(ActuatorServer.map(settings, "uwsgi.socket-timeout")).containsEntry("value", "90s")
				.hasEntrySatisfying("origin", (origin) -> assertThat(origin).asString().contains("commandLineArgs"));
			assertThat(ActuatorServer.map(settings, "uwsgi.socket")).containsEntry("value", List.of(server.address()))
				.containsKey("origin");
			assertThat(settings).containsEntry("uwsgi.max-vars", Map.of("value", 1000))
				.containsEntry("uwsgi.buffer-size", Map.of("value", "65535B"))
				.containsEntry("uwsgi.threads", Map.of("value", 7))
				.doesNotContainKeys("uwsgi.http", "uwsgi.chown-socket");
		}
	}

	@Test
	void secretsAreHidden() {
		try (ActuatorServer server = ActuatorServer.start(SecretConfiguration.class, this.directory)) {
			Response response = server.get("/actuator/uwsgi/settings");
			assertThat(response.text()).contains("\"uwsgi.secret\":{\"value\":\"******\"")
				.contains("\"uwsgi.max-vars\":{\"value\":\"******\"")
				.doesNotContain("hush", "1000");
		}
	}

	@Test
	void whenAccessIsNotGrantedThenNothingCanBeWritten() {
		try (ActuatorServer server = ActuatorServer.start(this.directory)) {
			assertThat(server.post("/actuator/uwsgi/settings", "{\"log-requests\":true}").status()).isEqualTo(405);
			assertThat(server.post("/actuator/uwsgi/reload", "{}").status()).isEqualTo(405);
			assertThat(server.context().isActive()).isTrue();
		}
	}

	@Test
	void whenNothingIsThereThenItIsNotFound() {
		try (ActuatorServer server = ActuatorServer.start(this.directory, UNRESTRICTED)) {
			assertThat(server.get("/actuator/uwsgi/nonsense").status()).isEqualTo(404);
			assertThat(server.post("/actuator/uwsgi/nonsense", "{}").status()).isEqualTo(404);
		}
	}

	@Test
	void statsAndSettingsAreOnJmx() throws Exception {
		try (ActuatorServer server = ActuatorServer.start(this.directory, UNRESTRICTED, "--spring.jmx.enabled=true",
				"--management.endpoints.jmx.exposure.include=uwsgi",
				"--management.endpoints.jmx.domain=uwsgi4j.endpoint.tests")) {
			MBeanServer mbeans = ManagementFactory.getPlatformMBeanServer();
			ObjectName name = new ObjectName("uwsgi4j.endpoint.tests:type=Endpoint,name=Uwsgi");
			Map<?, ?> stats = (Map<?, ?>) mbeans.invoke(name, "stats", new Object[0], new String[0]);
			assertThat(stats.keySet()).first().isEqualTo("version");
			assertThat(stats.get("workers")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(1);
			String[] view = { String.class.getName() };
			assertThat(mbeans.invoke(name, "view", new Object[] { "settings" }, view)).asString()
				.contains("uwsgi.socket", server.address());
		}
	}

	private static void awaitRequests(ActuatorServer server, int count) {
		Await.until("requests are counted",
				() -> server.context()
					.getBean(UwsgiServer.class)
					.protocol()
					.getStatistics()
					.workers()
					.get(0)
					.requests() >= count);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SecretConfiguration {

		@Bean
		RuntimeSettings secret() {
			return () -> List.of(new RuntimeSetting<>("uwsgi.secret", Function.identity(), () -> "hush", (secret) -> {
			}));
		}

		@Bean
		SanitizingFunction sanitizingFunction() {
			return SanitizingFunction.sanitizeValue().ifKeyEquals("uwsgi.max-vars");
		}

	}

}
