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

import java.util.concurrent.TimeUnit;

import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Response heads that nginx's default buffer cannot take.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LargeHeadTests {

	@Test
	void whenHeadExceedsProxyBufferThenItIsSentAndLogNamesTheDirectiveOnce() {
		try (LogCapture log = LogCapture.start(); UwsgiServer server = UwsgiServer.start(Transport.UNIX)) {
			server.handle((request, response) -> {
				response.setHeader("X-Large", "x".repeat(5000));
				response.getWriter().print("ok");
			});
			for (int i = 0; i < 3; i++) {
				Response response = server.client().exchange(UwsgiPacket.get("/"));
				assertThat(response).satisfies(WireAssertions::isOk);
				assertThat(response.header("X-Large")).hasSize(5000);
			}
			assertThat(log.linesWith("uwsgi_buffer_size")).hasSize(1);
		}
	}

	@Test
	void whenHeadIsLargerThanAnyProxyTakesThenAnswerIs500() {
		try (UwsgiServer server = UwsgiServer.start(Transport.UNIX)) {
			server.handle((request, response) -> response.setHeader("X-Large", "x".repeat(10_000_000)));
			assertThat(server.client().exchange(UwsgiPacket.get("/")).status()).isEqualTo(500);
		}
	}

}
