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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What works with every front end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(EnvironmentExtension.class)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
abstract class AbstractFrontEndTests {

	static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private FrontEnd frontEnd;

	private RunningApplication application;

	@BeforeAll
	void startFrontEnd(Environment environment) {
		this.application = environment.application();
		this.application.log().clear();
		this.frontEnd = start(this.application);
	}

	@AfterAll
	void stopFrontEnd() {
		if (this.frontEnd != null) {
			this.frontEnd.close();
		}
		this.application.awaitIdle();
		assertThat(this.application.log().errors()).isEmpty();
	}

	@Test
	void whenMethodIsGetThenResponseArrives() {
		HttpResponse<String> response = send(request("/hello"));
		assertThat(response.statusCode()).as(this::log).isEqualTo(200);
		assertThat(response.body()).isEqualTo("hello");
	}

	@Test
	void whenRequestsFollowEachOtherThenAllAreServed() {
		for (int i = 0; i < 50; i++) {
			assertThat(send(request("/hello")).statusCode()).as(this::log).isEqualTo(200);
		}
	}

	@Test
	void whenPathIsEscapedThenApplicationSeesItRawAndDecoded() {
		String body = send(request("/inspect/caf%C3%A9/a%20b?x=1%202")).body();
		assertThat(body.lines()).as(this::log)
			.contains("uri=/inspect/caf%C3%A9/a%20b", "path=/caf\u00e9/a b", "query=x=1%202", "scheme=http",
					"remote=127.0.0.1");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3_000_000 })
	void whenBodyIsUploadedThenItArrivesUnchanged(int size) {
		byte[] body = Payload.bytes(size);
		HttpResponse<String> response = send(request("/digest").POST(HttpRequest.BodyPublishers.ofByteArray(body)));
		assertThat(response.body()).as(this::log).isEqualTo(Payload.digest(body));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/bytes?size=3000000", "/bytes?size=3000000&announced=false" })
	void whenBodyIsDownloadedThenItArrivesUnchanged(String target) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = http().send(request(target).build(), HttpResponse.BodyHandlers.ofByteArray());
		assertThat(Payload.digest(response.body())).as(this::log).isEqualTo(Payload.digest(Payload.bytes(3_000_000)));
	}

	@Test
	void whenMethodIsHeadThenThereIsNoBody() {
		HttpResponse<String> response = send(request("/hello").method("HEAD", HttpRequest.BodyPublishers.noBody()));
		assertThat(response.statusCode()).as(this::log).isEqualTo(200);
		assertThat(response.body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 304, 404, 503 })
	void whenApplicationSetsStatusThenClientSeesIt(int status) {
		assertThat(send(request("/status/" + status)).statusCode()).as(this::log).isEqualTo(status);
	}

	/**
	 * Starts the front end.
	 * @param runningApplication the application to put it in front of
	 * @return the running front end
	 */
	abstract FrontEnd start(RunningApplication runningApplication);

	/**
	 * Returns the client for the next request.
	 * @return a client that keeps connections, unless overridden
	 */
	HttpClient http() {
		return HTTP;
	}

	FrontEnd frontEnd() {
		return this.frontEnd;
	}

	String log() {
		return this.frontEnd.log();
	}

	HttpRequest.Builder request(String target) {
		return HttpRequest.newBuilder(this.frontEnd.uri(target));
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return http().send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError(ex + "\n" + log(), ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
