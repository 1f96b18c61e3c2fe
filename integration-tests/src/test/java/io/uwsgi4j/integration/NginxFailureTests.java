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

import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong reaches the client as what it is, and never as a 502.
 */
class NginxFailureTests extends AbstractNginxTests {

	private static final int EIGHT_MIB = 8 * 1024 * 1024;

	@AfterEach
	void noErrorIsLogged() {
		assertThat(application().log().errors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 413 })
	void whenLargeBodyIsRejectedUnreadThenClientAlwaysSeesTheStatus(int status) {
		byte[] body = new byte[EIGHT_MIB];
		for (int i = 0; i < 50; i++) {
			String response = RawHttp.post(frontEnd(), "/reject/" + status, "text/plain", body);
			assertThat(response).as("request %d", i).startsWith("HTTP/1.1 " + status).contains("rejected");
		}
	}

	@Test
	void whenBodyExceedsLimitPostThenClientAlwaysSees413() {
		byte[] body = new byte[RunningApplication.LIMIT_POST + 1];
		for (int i = 0; i < 10; i++) {
			assertThat(RawHttp.post(frontEnd(), "/digest", "text/plain", body)).as("request %d", i)
				.startsWith("HTTP/1.1 413");
		}
	}

	@Test
	void whenUploadExceedsMultipartLimitThenClientAlwaysSees413() {
		byte[] form = Packets.concat(Packets.octets("""
				--XX\r
				Content-Disposition: form-data; name="file"; filename="data.bin"\r
				\r
				"""), new byte[4 * RunningApplication.MULTIPART_LIMIT], Packets.octets("\r\n--XX--\r\n"));
		for (int i = 0; i < 20; i++) {
			assertThat(RawHttp.post(frontEnd(), "/upload", "multipart/form-data; boundary=XX", form))
				.as("request %d", i)
				.startsWith("HTTP/1.1 413");
		}
	}

	@Test
	void whenHeadersExceedBufferSizeThenClientSees431() {
		String response = RawHttp.exchange(frontEnd(), "GET /hello HTTP/1.1", "Host: app.example",
				"Cookie: c=" + "x".repeat(RunningApplication.BUFFER_SIZE));
		assertThat(response).startsWith("HTTP/1.1 431");
	}

	@Test
	void whenHeadersStayBelowBufferSizeThenClientIsServed() {
		String response = RawHttp.exchange(frontEnd(), "GET /hello HTTP/1.1", "Host: app.example",
				"Cookie: c=" + "x".repeat(RunningApplication.BUFFER_SIZE - 2000));
		assertThat(response).startsWith("HTTP/1.1 200");
	}

	@Test
	void whenHttpIsSpokenToTheSocketThenAnswerIs400() {
		for (String address : application().addresses()) {
			Response response = new UwsgiClient(address)
				.exchange(Packets.octets("GET / HTTP/1.1\r\nHost: app.example\r\n\r\n"));
			assertThat(response.status()).isEqualTo(400);
		}
	}

	@Test
	void whenClientsLeaveMidResponseThenHandlersEnd() {
		AtomicInteger abandoned = BodyController.ABANDONED;
		int before = abandoned.get();
		for (int i = 0; i < 20; i++) {
			try (RawHttp http = new RawHttp(frontEnd())) {
				http.send("GET /endless HTTP/1.1\r\nHost: app.example\r\n\r\n").readUntil("\r\n\r\n");
			}
		}
		Await.until("every handler ends", () -> abandoned.get() == before + 20);
		assertThat(get("/hello").body()).isEqualTo("hello");
	}

	@Test
	void whenClientsLeaveMidRequestThenApplicationServesOn() {
		for (int i = 0; i < 20; i++) {
			try (RawHttp http = new RawHttp(frontEnd())) {
				http.send("POST /digest HTTP/1.1\r\nHost: app.example\r\nContent-Length: 100000\r\n\r\n")
					.send(new byte[50_000]);
			}
		}
		assertThat(get("/hello").body()).isEqualTo("hello");
	}

}
