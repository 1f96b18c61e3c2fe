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
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servlets with read and write listeners.
 */
class NginxNonBlockingTests extends AbstractNginxTests {

	private static final int MIB = 1024 * 1024;

	private static final byte[] BODY = Payload.bytes(8 * MIB);

	@AfterEach
	void nothingIsLoud() {
		assertQuiet();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100_000, 8 * MIB })
	void whenListenersEchoThenBodyArrivesUnchanged(int size) {
		byte[] body = Payload.bytes(size);
		HttpRequest request = HttpRequest.newBuilder(uri(HandlerServlet.serve((req, res) -> WholeEcho.start(req))))
			.POST(HttpRequest.BodyPublishers.ofByteArray(body))
			.build();
		HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Payload.digest(response.body())).isEqualTo(Payload.digest(body));
	}

	@Test
	void whenBodyTricklesInThenListenersEchoIt() throws IOException {
		byte[] body = Payload.bytes(50_000);
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.send("POST %s HTTP/1.1\r\nHost: app.example\r\nContent-Length: %d\r\n\r\n"
				.formatted(HandlerServlet.serve((request, response) -> WholeEcho.start(request)), body.length));
			for (int from = 0; from < body.length; from += 500) {
				http.send(Arrays.copyOfRange(body, from, from + 500));
				Await.pause(1_000_000);
			}
			assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
			assertThat(Checksum.of(http.in(), body.length)).isEqualTo(Checksum.of(body));
		}
	}

	@Test
	void whenClientReadsSlowlyThenItGetsEverything() throws IOException {
		String target = HandlerServlet
			.serve((request, response) -> RingWriter.start(request.startAsync(), BODY, BODY.length));
		try (RawHttp http = new RawHttp(frontEnd()).get(target)) {
			assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
			assertThat(Checksum.of(slowly(http.in()), BODY.length)).isEqualTo(Checksum.of(BODY));
		}
	}

	@Test
	void whenClientLeavesThenWriteListenerIsTold() {
		AtomicReference<RingWriter> writer = new AtomicReference<>();
		String target = HandlerServlet.serve((request, response) -> {
			response.setHeader("X-Accel-Buffering", "no");
			writer.set(RingWriter.start(request.startAsync(), BODY, 1024L * MIB));
		});
		try (RawHttp http = new RawHttp(frontEnd())) {
			assertThat(http.get(target).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
		}
		Await.until("error", () -> writer.get().error() != null);
		assertThat(writer.get().error()).isInstanceOf(IOException.class);
	}

	private static InputStream slowly(InputStream in) {
		return new InputStream() {

			@Override
			public int read() throws IOException {
				return in.read();
			}

			@Override
			public int read(byte[] target, int offset, int length) throws IOException {
				Await.pause(2_000_000);
				return in.read(target, offset, Math.min(length, 20_000));
			}

		};
	}

}
