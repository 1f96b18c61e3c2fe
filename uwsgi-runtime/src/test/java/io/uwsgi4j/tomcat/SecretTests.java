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

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.policy.SharedSecret;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * With a secret, every packet has to say it.
 */
@ExtendWith(NoResourceLeak.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SecretTests {

	private static final String SECRET = "correct horse b\u00e4ttery";

	private static final String WIRE = new String(SECRET.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

	@ParameterizedTest
	@EnumSource(Transport.class)
	void whenSecretIsRightThenRequestsAndPingsAreServed(Transport transport) {
		try (UwsgiServer server = start(transport)) {
			assertThat(server.client().exchange(knowing())).satisfies(WireAssertions::isOk);
			try (UwsgiConnection connection = server.client().connect()) {
				assertThat(connection.send(knowing().modifier1(100).toBytes()).readToEnd()).containsExactly(0x64, 0, 0,
						1);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "correct horse b\u00c3\u00a4tter", "correct horse b\u00c3\u00a4ttery ",
			"CORRECT HORSE B\u00c3\u00a4TTERY", "correct horse b\u00e4ttery", "a\nb" })
	void whenSecretIsWrongThenNoKindOfPacketIsServedAndNothingOfItIsLogged(String wrong) {
		try (LogCapture log = LogCapture.start(); UwsgiServer server = start(Transport.UNIX)) {
			for (int modifier : new int[] { 0, 5, 30, 100, 173 }) {
				assertRefused(server, UwsgiPacket.get("/").modifier1(modifier).set("UWSGI_SECRET", wrong));
			}
			assertThat(log.linesWith("UWSGI_SECRET: it is wrong; the limit is set by uwsgi.secret")).hasSize(1);
			assertThat(log.linesWith(SECRET)).isEmpty();
			if (!wrong.isEmpty()) {
				assertThat(log.linesWith("'" + wrong + "'")).isEmpty();
			}
		}
	}

	@Test
	void whenSecretIsMissingOrThereTwiceThenPacketIsRefused() {
		try (UwsgiServer server = start(Transport.UNIX)) {
			assertRefused(server, UwsgiPacket.get("/"));
			assertRefused(server, knowing().var("UWSGI_SECRET", WIRE));
			assertRefused(server, UwsgiPacket.get("/").set("HTTP_UWSGI_SECRET", WIRE));
			try (UwsgiConnection connection = server.client().connect()) {
				assertThat(connection.send(Packets.header(100, 0, 0)).response().status()).isEqualTo(403);
			}
			assertThat(server.protocol().getRejections().count(Reason.SECRET_NOT_KNOWN)).isEqualTo(4);
		}
	}

	@Test
	void whenSecretIsRightThenItIsShownNowhere() {
		AtomicReference<Object> attribute = new AtomicReference<>();
		AtomicReference<String> logged = new AtomicReference<>("unset");
		AtomicReference<String> statistics = new AtomicReference<>("");
		try (UwsgiServer server = UwsgiServer.start(Transport.UNIX, (protocol) -> {
			protocol.setSecret(SharedSecret.of(SECRET));
			protocol.setAllowedVars(".*");
			protocol.addRequestListener((request) -> logged.set(request.variable("UWSGI_SECRET")));
		})) {
			server.handle((request, response) -> {
				attribute.set(request.getAttribute("UWSGI_SECRET"));
				statistics.set(server.protocol().getStatistics().toString());
			});
			assertThat(server.client().exchange(knowing()).status()).isEqualTo(200);
			assertThat(server.protocol().isSecretRequired()).isTrue();
		}
		assertThat(attribute).hasNullValue();
		assertThat(logged).hasNullValue();
		assertThat(statistics.get()).contains("UWSGI_SECRET=******").doesNotContain("horse");
		assertThat(SharedSecret.of(SECRET)).hasToString("******");
	}

	@Test
	void whenThereIsNoSecretThenTheVariableMeansNothing() {
		try (UwsgiServer server = UwsgiServer.start(Transport.UNIX)) {
			assertThat(server.client().exchange(knowing())).satisfies(WireAssertions::isOk);
			assertThat(server.protocol().isSecretRequired()).isFalse();
		}
		assertThatIllegalArgumentException().isThrownBy(() -> SharedSecret.of(" "));
	}

	private static UwsgiPacket knowing() {
		return UwsgiPacket.get("/").set("UWSGI_SECRET", WIRE);
	}

	private static void assertRefused(UwsgiServer server, UwsgiPacket packet) {
		Response response = server.client().exchange(packet);
		assertThat(response).satisfies((answer) -> WireAssertions.isRefusal(answer, 403));
	}

	private static UwsgiServer start(Transport transport) {
		return UwsgiServer.start(transport, (protocol) -> protocol.setSecret(SharedSecret.of(SECRET)));
	}

}
