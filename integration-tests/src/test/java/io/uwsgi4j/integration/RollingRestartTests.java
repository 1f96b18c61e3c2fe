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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances behind one nginx, of which one after the other is terminated and started
 * again while clients send requests. nginx tries the other instance only if a connection
 * could not be made, or, unless the request is a POST, was cut before an answer: so
 * whatever an instance has let connect, it has to serve.
 */
@Timeout(300)
class RollingRestartTests {

	private static final int INSTANCES = 2;

	private static final int ROUNDS = 2;

	private static final int CLIENTS = 8;

	private static final int SIGTERM_STATUS = 143;

	private final WorkDirectory directory = WorkDirectory.create();

	private final List<Path> sockets = List.of(this.directory.path().resolve("a.sock"),
			this.directory.path().resolve("b.sock"));

	private final List<ApplicationProcess> instances = new ArrayList<>();

	private FrontEnd nginx;

	@BeforeEach
	void start() {
		this.sockets.forEach((socket) -> this.instances.add(ApplicationProcess.start(socket)));
		this.nginx = NginxProxy.start(this.sockets.toArray(Path[]::new));
	}

	@AfterEach
	void stop() {
		if (this.nginx != null) {
			this.nginx.close();
		}
		this.instances.forEach(ApplicationProcess::close);
		this.directory.close();
	}

	@Test
	void whenInstancesAreTerminatedUnderLoadThenNoRequestFails() {
		LoadClients clients = new LoadClients(this.nginx, CLIENTS);
		try (clients) {
			for (int i = 0; i < INSTANCES * ROUNDS; i++) {
				clients.awaitServed(200);
				restart(i % INSTANCES);
			}
			clients.awaitServed(200);
		}
		assertThat(clients.failures()).as(this.nginx::log).isEmpty();
	}

	private void restart(int index) {
		try (ApplicationProcess instance = this.instances.get(index)) {
			assertThat(instance.terminate()).as(instance::log).isEqualTo(SIGTERM_STATUS);
			assertThat(instance.log()).contains("Graceful shutdown complete").doesNotContain("ERROR", "WARN");
		}
		assertThat(this.sockets.get(index)).doesNotExist();
		this.instances.set(index, ApplicationProcess.start(this.sockets.get(index)));
	}

}
