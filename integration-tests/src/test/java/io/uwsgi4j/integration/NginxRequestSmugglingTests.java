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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.uwsgi4j.test.RequestPromise;
import io.uwsgi4j.test.Telling;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.Trick;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client writes to nginx reaches the application as one request or none, whether
 * or not nginx collects bodies.
 */
@ParameterizedClass(name = "collects bodies: {0}")
@ValueSource(booleans = { true, false })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class NginxRequestSmugglingTests {

	private final Telling telling = new Telling();

	@Parameter
	boolean buffered;

	private UwsgiServer server;

	private FrontEnd nginx;

	private UwsgiClient client;

	@BeforeParameterizedClassInvocation
	void start() {
		this.server = UwsgiServer.start(Transport.UNIX);
		this.server.handle(this.telling);
		Path socket = Path.of(this.server.peer(0));
		this.nginx = this.buffered ? NginxProxy.start(socket) : NginxProxy.startUnbuffered(socket);
		this.client = new UwsgiClient("127.0.0.1:" + this.nginx.port());
	}

	@AfterParameterizedClassInvocation
	void stop() {
		if (this.nginx != null) {
			this.nginx.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	static Stream<Arguments> tricks() {
		return Arrays.stream(RequestPromise.values())
			.flatMap((promise) -> promise.tricks()
				.stream()
				.filter(Trick::isRequest)
				.map((trick) -> Arguments.of(promise, trick)));
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("tricks")
	void whenRequestIsATrickThenItIsOneRequestOrNone(RequestPromise promise, Trick trick) {
		byte[] answer = send(trick);
		String next = RawHttp.exchange(this.nginx, "GET " + Telling.NEXT + " HTTP/1.1", "Host: app.example");
		assertThat(next).startsWith("HTTP/1.1 200").contains("uri=" + Telling.NEXT);
		List<String> called = this.telling.takeCalled();
		trick.proxied().check(answer, called);
	}

	private byte[] send(Trick trick) {
		try (UwsgiConnection connection = this.client.connect().sendWhileReading(trick.requestBytes())) {
			if (trick.isCutOff()) {
				connection.halfClose();
			}
			return connection.awaitEnd();
		}
	}

}
