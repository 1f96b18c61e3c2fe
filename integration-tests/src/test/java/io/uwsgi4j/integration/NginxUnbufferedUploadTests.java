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
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uploads that nginx passes on as they come.
 */
@ExtendWith(EnvironmentExtension.class)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class NginxUnbufferedUploadTests {

	private static final String HEAD = "POST %s HTTP/1.1\r\nHost: app.example\r\nContent-Length: %d\r\n\r\n";

	private final AtomicReference<WholeEcho> echo = new AtomicReference<>();

	private final String target = HandlerServlet.serve((request, response) -> this.echo.set(WholeEcho.start(request)));

	private Environment environment;

	@BeforeEach
	void prepare(Environment shared) {
		this.environment = shared;
		shared.application().log().clear();
	}

	@ParameterizedTest
	@EnumSource(names = { "UNIX_UNBUFFERED", "TCP_UNBUFFERED" })
	void whenBodyTricklesInThenEachPieceIsReadAtOnce(Nginx.Variant variant) throws IOException {
		byte[] body = Payload.bytes(50_000);
		try (RawHttp http = new RawHttp(this.environment.nginx().frontEnd(variant))) {
			http.send(HEAD.formatted(this.target, body.length));
			for (int to = 1000; to <= body.length; to += 1000) {
				http.send(Arrays.copyOfRange(body, to - 1000, to));
				awaitReceived(to);
			}
			assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
			assertThat(Checksum.of(http.in(), body.length)).isEqualTo(Checksum.of(body));
		}
		assertQuiet();
	}

	@ParameterizedTest
	@EnumSource(names = { "UNIX_UNBUFFERED", "TCP_UNBUFFERED" })
	void whenClientLeavesThenReadListenerIsTold(Nginx.Variant variant) {
		try (RawHttp http = new RawHttp(this.environment.nginx().frontEnd(variant))) {
			http.send(HEAD.formatted(this.target, 50_000)).send(new byte[1000]);
			awaitReceived(1000);
		}
		Await.until("error", () -> this.echo.get().error() != null);
		assertThat(this.echo.get().error()).isInstanceOf(IOException.class);
		assertQuiet();
	}

	private void awaitReceived(int count) {
		Await.until(count + " bytes", () -> this.echo.get() != null && this.echo.get().received() == count);
	}

	private void assertQuiet() {
		this.environment.application().awaitIdle();
		assertThat(this.environment.application().log().errors()).isEmpty();
		assertThat(this.environment.application().log().stackTraces()).isEmpty();
	}

}
