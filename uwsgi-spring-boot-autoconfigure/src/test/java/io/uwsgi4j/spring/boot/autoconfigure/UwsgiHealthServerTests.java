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
import java.util.Map;

import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for health and info of a running application.
 */
class UwsgiHealthServerTests {

	@TempDir
	private Path directory;

	@Test
	void whileServingItIsUpWithDetails() {
		try (ActuatorServer server = ActuatorServer.start(this.directory, "--uwsgi.threads=4", "--uwsgi.listen=9")) {
			Map<String, Object> health = ActuatorServer
				.map(ActuatorServer.map(server.json("/actuator/health"), "components"), "uwsgi");
			assertThat(health).containsEntry("status", "UP");
			Map<String, Object> details = ActuatorServer.map(health, "details");
			assertThat(details).containsEntry("cores", 4)
				.containsEntry("busyCores", 1)
				.containsEntry("damagedCores", 0);
			assertThat(ActuatorServer.list(details, "sockets")).singleElement()
				.satisfies((socket) -> assertThat(socket).containsEntry("name", server.address())
					.containsEntry("queue", 0)
					.containsEntry("maxQueue", 9)
					.containsKey("highWaterMark"));
		}
	}

	@Test
	void whenAllCoresAreBusyThenItIsUp() {
		try (ActuatorServer server = ActuatorServer.start(this.directory, "--uwsgi.threads=1",
				"--server.tomcat.threads.min-spare=1");
				UwsgiConnection upload = new UwsgiClient(server.address()).connect()) {
			// Holds the only core, as its body does not come
			upload.send(UwsgiPacket.announce("/actuator/nothing", 10).toBytes());
			HealthIndicator indicator = indicator(server);
			Await.until("the core is busy",
					() -> Long.valueOf(1).equals(indicator.health().getDetails().get("busyCores")));
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void whenConnectionsAreNotAcceptedThenItIsDown() {
		try (ActuatorServer server = ActuatorServer.start(this.directory)) {
			HealthIndicator indicator = indicator(server);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			Servers.uwsgiConnector(server.context()).pause();
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("reason", "connections are not accepted");
			Servers.uwsgiConnector(server.context()).resume();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			server.context().stop();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
			server.context().start();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void whenUwsgiIsNotServedThenItIsUnknown() {
		try (ActuatorServer server = ActuatorServer.start(this.directory, "--uwsgi.enabled=false", "--server.port=0")) {
			assertThat(indicator(server).health().getStatus()).isEqualTo(Status.UNKNOWN);
		}
	}

	@Test
	void infoTellsVersionAndSockets() {
		try (ActuatorServer server = ActuatorServer.start(this.directory)) {
			Map<String, Object> info = ActuatorServer.map(server.json("/actuator/info"), "uwsgi");
			assertThat(info).containsOnlyKeys("version", "sockets");
			assertThat(info.get("sockets")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.containsExactly("unix:" + server.address());
			assertThat(info.get("version"))
				.isEqualTo(server.context().getBean(UwsgiServer.class).protocol().getStatistics().version());
		}
	}

	private static HealthIndicator indicator(ActuatorServer server) {
		return server.context().getBean("uwsgiHealthIndicator", HealthIndicator.class);
	}

}
