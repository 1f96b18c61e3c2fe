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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Event streams, which must not wait in nginx's buffers, and upgraded connections.
 */
class NginxStreamingTests extends AbstractNginxTests {

	private static final String REQUEST = "GET /events HTTP/1.1\r\nHost: app.example\r\n\r\n";

	@Test
	void whenEventsAreSentThenTheyArriveOneByOne() throws IOException {
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.send(REQUEST).readUntil("data:connected\n\n");
			SseEmitter stream = EventController.awaitStream();
			for (int i = 0; i < 10; i++) {
				stream.send("event " + i);
				http.readUntil("data:event " + i + "\n\n");
			}
			stream.complete();
			http.readUntil("\r\n0\r\n\r\n");
		}
		assertThat(application().log().errors()).isEmpty();
	}

	@Test
	void whenMoreStreamsThanCoresAreOpenThenOrdinaryRequestsAreServed() throws IOException {
		List<RawHttp> clients = new ArrayList<>();
		List<SseEmitter> streams = new ArrayList<>();
		for (int i = 0; i < 250; i++) {
			clients.add(new RawHttp(frontEnd()).send(REQUEST));
		}
		for (RawHttp client : clients) {
			client.readUntil("data:connected\n\n");
			streams.add(EventController.awaitStream());
		}
		assertThat(get("/hello").body()).isEqualTo("hello");
		for (SseEmitter stream : streams) {
			stream.send("last");
			stream.complete();
		}
		for (RawHttp client : clients) {
			client.readUntil("data:last\n\n");
			client.close();
		}
	}

	@Test
	void whenConnectionIsUpgradedThenBytesFlowBothWays() {
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.send("GET /upgrade HTTP/1.1\r\nHost: app.example\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
			assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101").contains("Upgrade: echo");
			for (int i = 0; i < 20; i++) {
				http.send("message " + i + ";").readUntil("message " + i + ";");
			}
		}
		assertThat(get("/hello").body()).isEqualTo("hello");
		assertThat(application().log().errors()).isEmpty();
	}

}
