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

package io.uwsgi4j.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real process that is asked to end so that it can be started again.
 */
@Timeout(120)
class RecycleTests {

	private static final String UNRESTRICTED = "--management.endpoint.uwsgi.access=unrestricted";

	private static final String EXPOSED = "--management.endpoints.web.exposure.include=uwsgi";

	@Test
	void whenReloadIsRequestedThenProcessEndsGracefullyWithUwsgisReloadCode() {
		try (WorkDirectory directory = WorkDirectory.create()) {
			Path socket = directory.path().resolve("app.sock");
			try (ApplicationProcess process = ApplicationProcess.start(socket, UNRESTRICTED, EXPOSED)) {
				Response response = new UwsgiClient(socket.toString())
					.exchange(UwsgiPacket.post("/actuator/uwsgi/reload", "{}".getBytes(StandardCharsets.UTF_8))
						.set("CONTENT_TYPE", "application/json"));
				assertThat(response.status()).isEqualTo(202);
				assertThat(response.text()).contains("\"exit_code\":17");
				assertThat(process.awaitEnd()).as(process::log).isEqualTo(17);
				assertThat(process.log()).contains("Recycling", "Graceful shutdown complete")
					.doesNotContain("ERROR", "WARN");
				assertThat(socket).doesNotExist();
			}
		}
	}

}
