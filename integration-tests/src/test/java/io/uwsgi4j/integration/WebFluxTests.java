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
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebFlux on Tomcat, behind nginx and a socket file.
 */
@ExtendWith(EnvironmentExtension.class)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class WebFluxTests {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static Environment webFlux;

	@BeforeAll
	static void start(Environment shared) {
		webFlux = new Environment(RunningApplication.startAnother(ReactiveApplication.class,
				"spring.main.web-application-type=reactive", "spring.http.codecs.max-in-memory-size=2MB"));
	}

	@AfterEach
	void nothingIsLoud() {
		webFlux.application().awaitIdle();
		assertThat(webFlux.application().log().errors()).isEmpty();
		assertThat(webFlux.application().log().stackTraces()).isEmpty();
	}

	@AfterAll
	static void stop() {
		if (webFlux != null) {
			webFlux.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "UNIX_BUFFERED", "UNIX_UNBUFFERED" })
	void whenMethodIsGetThenResponseArrives(Nginx.Variant variant) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(frontEnd(variant).uri("/hello")).build();
		HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("hello");
	}

	@ParameterizedTest
	@EnumSource(names = { "UNIX_BUFFERED", "UNIX_UNBUFFERED" })
	void whenBodyGoesBothWaysThenItArrivesUnchanged(Nginx.Variant variant) throws IOException, InterruptedException {
		byte[] body = Payload.bytes(1024 * 1024);
		HttpRequest request = HttpRequest.newBuilder(frontEnd(variant).uri("/echo"))
			.POST(HttpRequest.BodyPublishers.ofByteArray(body))
			.build();
		HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Payload.digest(response.body())).isEqualTo(Payload.digest(body));
	}

	@ParameterizedTest
	@EnumSource(names = { "UNIX_BUFFERED", "UNIX_UNBUFFERED" })
	void whenEventsAreEmittedThenEachArrives(Nginx.Variant variant) {
		try (RawHttp http = new RawHttp(frontEnd(variant)).get("/events")) {
			Sinks.Many<String> stream = nextStream();
			for (int i = 0; i < 10; i++) {
				stream.tryEmitNext("event " + i).orThrow();
				http.readUntil("data:event " + i + "\n\n");
			}
			stream.tryEmitComplete().orThrow();
			http.readUntil("\r\n0\r\n\r\n");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "UNIX_BUFFERED", "UNIX_UNBUFFERED" })
	void whenClientLeavesEventsThenTheyAreCancelled(Nginx.Variant variant) {
		Sinks.Many<String> stream;
		try (RawHttp http = new RawHttp(frontEnd(variant)).get("/events")) {
			stream = nextStream();
			stream.tryEmitNext("first").orThrow();
			http.readUntil("data:first");
			webFlux.application().awaitIdleCores();
		}
		Await.until("cancellation of the stream", () -> stream.tryEmitNext("more") == Sinks.EmitResult.FAIL_CANCELLED);
	}

	// Not the address that is all a unix socket could tell about its peer.
	@ParameterizedTest
	@EnumSource(names = { "UNIX_BUFFERED", "UNIX_UNBUFFERED" })
	void whenClientIsAskedForThenItIsNotNginx(Nginx.Variant variant) throws IOException {
		InetAddress source = InetAddress.getByAddress(new byte[] { 127, 0, 0, 2 });
		try (RawHttp http = new RawHttp(frontEnd(variant), source).get("/client")) {
			assertThat(http.localAddress()).startsWith("127.0.0.2:");
			http.readUntil(http.localAddress());
		}
	}

	private static FrontEnd frontEnd(Nginx.Variant variant) {
		return webFlux.nginx().frontEnd(variant);
	}

	private static Sinks.Many<String> nextStream() {
		AtomicReference<Sinks.Many<String>> stream = new AtomicReference<>();
		Await.until("a stream", () -> {
			stream.set(ReactiveApplication.take());
			return stream.get() != null;
		});
		return stream.get();
	}

}
