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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The properties that say who may connect have an effect.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class UwsgiPeersServerTests {

	private static final String SECRET = "correct-horse";

	@TempDir
	private Path directory;

	@Test
	void whenThereIsASecretThenOnlyThoseWhoKnowItAreServedAndItIsShownNowhere(CapturedOutput output) {
		try (ActuatorServer server = start("--uwsgi.secret=" + SECRET,
				"--logging.level.org.springframework.boot=debug")) {
			assertThat(server.get("/").status()).isEqualTo(403);
			assertThat(server.exchange(knowing("/")).text()).isEqualTo("hello");
			for (String path : new String[] { "/actuator/uwsgi", "/actuator/uwsgi/settings",
					"/actuator/configprops" }) {
				assertThat(server.exchange(knowing(path)).text()).as(path).doesNotContain(SECRET);
			}
		}
		assertThat(output).contains("UWSGI_SECRET: it is missing").doesNotContain(SECRET);
	}

	@Test
	void whenSecretIsBlankThenTheStartFails() {
		assertThatException().isThrownBy(() -> start("--uwsgi.secret= "))
			.havingRootCause()
			.withMessageContaining("the secret is blank");
	}

	@Test
	void whenAnotherUserOrGroupIsNamedThenOursIsRefused() throws IOException {
		int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
		for (String option : new String[] { "--uwsgi.allow-uids=", "--uwsgi.allow-gids=" }) {
			try (ActuatorServer server = start(option + (uid + 1));
					UwsgiConnection connection = new UwsgiClient(server.address()).connect()) {
				assertThat(connection.awaitEnd()).isEmpty();
			}
		}
		try (ActuatorServer server = start("--uwsgi.allow-uids=" + (uid + 1) + "," + uid)) {
			assertThat(server.get("/").text()).isEqualTo("hello");
		}
	}

	@Test
	void whenPeerHasMoreThanItsConnectionsThenOneIsAnswered503() {
		for (String option : new String[] { "--uwsgi.max-connections-per-peer=1",
				"--uwsgi.max-incomplete-per-peer=1" }) {
			try (ActuatorServer server = start(option);
					UwsgiConnection first = beginning(server);
					UwsgiConnection second = beginning(server)) {
				// Two cores begin with them, in no certain order
				Await.until("one is answered", () -> first.isEnded() || second.isEnded());
				UwsgiConnection answered = first.isEnded() ? first : second;
				assertThat(answered.response().status()).isEqualTo(503);
			}
		}
	}

	private static UwsgiConnection beginning(ActuatorServer server) {
		UwsgiConnection connection = new UwsgiClient(server.address()).connect();
		return connection.send(UwsgiPacket.get("/").toBytes(), 0, 10);
	}

	private static UwsgiPacket knowing(String path) {
		return UwsgiPacket.get(path).set("UWSGI_SECRET", SECRET);
	}

	private ActuatorServer start(String... arguments) {
		return ActuatorServer.start(this.directory, arguments);
	}

}
