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
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server whose heap, stack or disk has been used up serves on as soon as there is room
 * again, and has given everything back.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class RoomShortageTests {

	private static final int MIB = 1024 * 1024;

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	@TempDir
	private Path directory;

	private HelloProcess server;

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void whenHandlersUseUpTheHeapThenOthersAreServedAfterwards() throws IOException {
		this.server = new HelloProcess(this.directory, "true", List.of("-Xmx48m"), "maxThreads=4");
		for (int round = 0; round < 3; round++) {
			List<UwsgiConnection> greedy = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				greedy.add(this.server.client().connect().send(UwsgiPacket.get("/heap").toBytes()));
			}
			greedy.forEach(UwsgiConnection::awaitEnd);
			greedy.forEach(UwsgiConnection::close);
		}
		assertThat(this.server.lines("OutOfMemoryError")).isPositive();
		assertServes();
	}

	@Test
	void whenHandlersUseUpTheStackThenAnswerIs500AndCoresAreNotLost() throws IOException {
		this.server = new HelloProcess(this.directory, "true", List.of("-Xss512k"), "maxThreads=4");
		for (int i = 0; i < 12; i++) {
			assertThat(this.server.client().exchange(UwsgiPacket.get("/stack")).status()).isEqualTo(500);
		}
		assertServes();
	}

	@Test
	void whenBodiesUseUpTheHeapThenTheirPeersAreToldAndOthersAreServed() throws IOException {
		this.server = new HelloProcess(this.directory, "true", List.of("-Xmx48m"), "postBuffering=" + 64 * MIB);
		for (int i = 0; i < 3; i++) {
			UwsgiPacket packet = UwsgiPacket.post("/body", new byte[40 * MIB]);
			assertThat(this.server.client().exchange(packet).status()).as(this.server.output()).isEqualTo(507);
		}
		assertThat(this.server.lines("does not fit into memory")).isEqualTo(1);
		assertServes();
	}

	@Test
	void whenDiskIsFullThenPeersAreToldAndOthersAreServed() throws IOException {
		// Files end after 1 MiB, which looks like a full disk to whoever writes them.
		this.server = new HelloProcess(this.directory, "ulimit -f 1024", List.of("-XX:-UsePerfData"),
				"postBuffering=1000");
		for (int i = 0; i < 10; i++) {
			try (UwsgiConnection connection = this.server.client().connect()) {
				connection.send(UwsgiPacket.announce("/body", 3 * MIB).head()).send(new byte[3 * MIB]);
				assertThat(connection.response().status()).isEqualTo(507);
			}
		}
		try (UwsgiConnection connection = this.server.client().connect()) {
			connection.send(UwsgiPacket.announce("/body", 50_000).head()).send(new byte[50_000]);
			assertThat(connection.response().text()).isEqualTo("50000");
		}
		assertThat(this.server.lines("cannot be stored")).isEqualTo(1);
		assertServes();
	}

	// One request that is there at once, and one for which the event loop has to wait.
	private void assertServes() {
		Response response = this.server.client().exchange(PACKET);
		assertThat(response.text()).as(this.server.output()).isEqualTo("hello");
		try (UwsgiConnection slow = this.server.client().connect().send(PACKET, 0, 10)) {
			Await.pause(50_000_000);
			assertThat(slow.send(PACKET, 10, PACKET.length).response().text()).isEqualTo("hello");
		}
		this.server.awaitDescriptorsReleased();
	}

}
