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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies of every size, byte for byte.
 */
class NginxBodyTests extends AbstractNginxTests {

	private static final int TEN_MB = 10_000_000;

	@AfterEach
	void noErrorIsLogged() {
		assertThat(application().log().errors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8192, 100_000, TEN_MB })
	void whenBodyIsUploadedThenItArrivesUnchanged(int size) {
		byte[] body = Payload.bytes(size);
		HttpResponse<String> response = post("/digest", body);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(Payload.digest(body));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/bytes?size=10000000", "/bytes?size=10000000&announced=false", "/bytes?size=1",
			"/bytes?size=0", "/bytes?size=4096&announced=false" })
	void whenBodyIsDownloadedThenItArrivesUnchanged(String target) {
		int size = Integer.parseInt(target.replaceAll(".*size=(\\d+).*", "$1"));
		HttpResponse<byte[]> response = send(HttpRequest.newBuilder(uri(target)).build(),
				HttpResponse.BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Payload.digest(response.body())).isEqualTo(Payload.digest(Payload.bytes(size)));
	}

	@Test
	void whenBodyGoesBothWaysThenItArrivesUnchanged() {
		byte[] body = Payload.bytes(3_000_000);
		HttpRequest request = HttpRequest.newBuilder(uri("/echo"))
			.POST(HttpRequest.BodyPublishers.ofByteArray(body))
			.build();
		HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
		assertThat(Payload.digest(response.body())).isEqualTo(Payload.digest(body));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 500_000 })
	void whenRequestIsChunkedThenItArrivesUnchanged(int size) {
		byte[] body = Payload.bytes(size);
		HttpRequest request = HttpRequest.newBuilder(uri("/digest"))
			.POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
			.build();
		assertThat(send(request).body()).isEqualTo(Payload.digest(body));
	}

	@Test
	void whenFormIsSentThenParametersArrive() {
		byte[] body = Payload.bytes(200_000);
		HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/upload"))
			.header("Content-Type", "multipart/form-data; boundary=XXboundaryXX")
			.POST(HttpRequest.BodyPublishers.concat(text("""
					--XXboundaryXX\r
					Content-Disposition: form-data; name="title"\r
					\r
					caf\u00e9\r
					--XXboundaryXX\r
					Content-Disposition: form-data; name="file"; filename="data.bin"\r
					Content-Type: application/octet-stream\r
					\r
					"""), HttpRequest.BodyPublishers.ofByteArray(body), text("\r\n--XXboundaryXX--\r\n")))
			.build());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("\"title\":\"caf\u00e9\"", "\"name\":\"data.bin\"", "\"size\":\"200000\"",
				"\"digest\":\"" + Payload.digest(body) + "\"");
	}

	@Test
	void whenBodyComesSlowlyThenItArrivesUnchanged() {
		byte[] body = Payload.bytes(100_000);
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.send("POST /digest HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n");
			for (int from = 0; from < body.length; from += 5000) {
				http.send(Arrays.copyOfRange(body, from, from + 5000));
			}
			assertThat(http.readAll()).endsWith(Payload.digest(body));
		}
	}

	private static HttpRequest.BodyPublisher text(String text) {
		return HttpRequest.BodyPublishers.ofString(text, StandardCharsets.UTF_8);
	}

}
