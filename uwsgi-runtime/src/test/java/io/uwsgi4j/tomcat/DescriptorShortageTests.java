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

package io.uwsgi4j.tomcat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs a server out of file descriptors, in a JVM that may have few.
 */
class DescriptorShortageTests {

	private static final int DESCRIPTORS = 200;

	@TempDir
	private Path directory;

	private HelloProcess server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = new HelloProcess(this.directory, "ulimit -n " + DESCRIPTORS, List.of());
	}

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void whenDescriptorsRunOutThenItIsLoggedOnceAndServiceGoesOnAfterwards() {
		UwsgiClient client = this.server.client();
		assertThat(client.exchange(UwsgiPacket.get("/")).text()).isEqualTo("hello");
		List<UwsgiConnection> idle = new ArrayList<>();
		for (int i = 0; i < 2 * DESCRIPTORS; i++) {
			idle.add(client.connect());
		}
		Await.until(() -> "shortage is noticed: " + this.server.output(), Await.LIMIT,
				() -> this.server.lines("can be accepted") == 1);
		UwsgiConnection waiting = client.connect().send(UwsgiPacket.get("/").toBytes());
		idle.forEach(UwsgiConnection::close);
		assertThat(waiting.response().text()).isEqualTo("hello");
		Await.until(() -> "end of the shortage is noticed: " + this.server.output(), Await.LIMIT, () -> {
			assertThat(client.exchange(UwsgiPacket.get("/")).text()).isEqualTo("hello");
			return this.server.lines("are accepted again") == 1;
		});
		assertThat(this.server.lines("can be accepted")).isEqualTo(1);
		assertThat(this.server.output()).doesNotContain("Exception");
		this.server.awaitDescriptorsReleased();
	}

}
