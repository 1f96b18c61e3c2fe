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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.uwsgi4j.spring.boot.recycle.ObservedExit;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a recycle that is requested through the endpoint {@code uwsgi}.
 */
class UwsgiReloadServerTests {

	@TempDir
	private Path directory;

	@Test
	void whenReloadIsRequestedThenRunningRequestsAreServedBeforeTheEnd() {
		try (ActuatorServer server = ActuatorServer.start(Application.class, this.directory,
				"--management.endpoint.uwsgi.access=unrestricted")) {
			ObservedExit exit = server.context().getBean(ObservedExit.class);
			HealthIndicator health = server.context().getBean("uwsgiHealthIndicator", HealthIndicator.class);
			try (UwsgiConnection running = new UwsgiClient(server.address()).connect()) {
				// Its body is still to come
				byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
				running.send(UwsgiPacket.announce("/actuator/uwsgi/reload", body.length)
					.set("CONTENT_TYPE", "application/json")
					.toBytes());
				Await.until("the request is running",
						() -> Long.valueOf(1).equals(health.health().getDetails().get("busyCores")));
				Response response = server.post("/actuator/uwsgi/reload", "{}");
				assertThat(response.status()).isEqualTo(202);
				assertThat(ActuatorServer.json(response)).containsEntry("exit_code", 17).containsKey("message");
				assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
				assertThat(exit.hasHappened()).isFalse();
				running.send(body);
				assertThat(running.response().text()).contains("already");
			}
			assertThat(exit.await()).isEqualTo(17);
			assertThat(server.context().isActive()).isFalse();
			assertThat(this.directory.resolve("app.sock")).doesNotExist();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ObservedExit.Beans.class)
	static class Application {

	}

}
