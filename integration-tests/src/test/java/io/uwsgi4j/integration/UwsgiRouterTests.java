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

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * uWSGI's own http router, which forwards chunked bodies with their framing.
 */
class UwsgiRouterTests {

	/**
	 * With {@code http-raw-body}.
	 */
	@Nested
	class WithRawBody extends AbstractRouterTests {

		@Override
		String option() {
			return "--http-raw-body";
		}

	}

	/**
	 * With {@code http-chunked-input}.
	 */
	@Nested
	class WithChunkedInput extends AbstractRouterTests {

		@Override
		String option() {
			return "--http-chunked-input";
		}

	}

	abstract static class AbstractRouterTests extends AbstractFrontEndTests {

		@Override
		FrontEnd start(RunningApplication application) {
			String program = ManagedProcess.find("uwsgi-core", "uwsgi-core");
			ManagedProcess.require("/usr/lib/uwsgi/plugins/http_plugin.so", "uwsgi-core");
			return new ProcessFrontEnd((directory, port) -> List.of(program, "--plugin", "http", "--http",
					"127.0.0.1:" + port, "--http-to", application.unixSocket(), "--master", option()));
		}

		@ParameterizedTest
		@ValueSource(ints = { 0, 1, 200_000 })
		void whenRequestIsChunkedThenItArrivesUnchanged(int size) {
			byte[] body = Payload.bytes(size);
			assertThat(send(request("/digest")
				.POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))).body())
				.as(this::log)
				.isEqualTo(Payload.digest(body));
		}

		@Test
		void whenChunksTrickleInThenTheyArriveUnchanged() {
			try (RawHttp http = new RawHttp(frontEnd())) {
				http.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
				for (String part : new String[] { "6\r\nfirst ", "\r\n7\r\nsec", "ond ", "\r\n5\r",
						"\nthird\r\n0\r\n\r\n" }) {
					http.send(part);
				}
				assertThat(http.readUntil("first second third")).startsWith("HTTP/1.1 200");
			}
		}

		/**
		 * Returns a new client, as the router closes connections without saying so
		 * before.
		 */
		@Override
		HttpClient http() {
			return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		}

		abstract String option();

	}

}
