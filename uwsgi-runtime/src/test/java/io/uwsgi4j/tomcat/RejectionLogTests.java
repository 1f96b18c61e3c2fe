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

import java.util.function.Consumer;

import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each kind of refusal is explained once to whoever reads the log, in words that lead to
 * the cure. As the log is rate-limited, each test has a server of its own.
 */
class RejectionLogTests extends AbstractWireTests {

	private static final Consumer<UwsgiProtocol> DEFAULTS = (protocol) -> {
	};

	@Test
	void whenHttpIsSpokenThenLogSaysWhatToUse() {
		logs(DEFAULTS, Packets.octets("GET / HTTP/1.1\r\nHost: app.example\r\n\r\n"), "use uwsgi_pass");
	}

	@Test
	void whenTlsIsSpokenThenLogSaysWhatToUse() {
		logs(DEFAULTS, ForeignProtocolTests.TLS_HELLO, "use uwsgi_pass");
	}

	@Test
	void whenBlockIsAboveBufferSizeThenLogNamesLimitAndProperty() {
		Consumer<UwsgiProtocol> settings = (protocol) -> protocol.setBufferSize(4096);
		logs(settings, UwsgiPacket.get("/").padTo(5000).toBytes(), "buffer-size", "5000", "4096");
	}

	@Test
	void whenVariablesAreAboveMaxVarsThenLogNamesLimitAndProperty() {
		logs((protocol) -> protocol.setMaxVars(5), UwsgiPacket.get("/").toBytes(), "max-vars", "5");
	}

	@Test
	void whenBodyIsAboveLimitPostThenLogNamesLimitAndProperty() {
		logs((protocol) -> protocol.setLimitPost(1000), UwsgiPacket.post("/", new byte[1234]).toBytes(), "limit-post",
				"1234", "1000");
	}

	@Test
	void whenModifierIsUnknownThenLogNamesIt() {
		logs(DEFAULTS, UwsgiPacket.get("/").modifier1(173).toBytes(), "modifier1: 173");
	}

	@Test
	void whenPacketIsBadThenLogSaysSo() {
		logs(DEFAULTS, UwsgiPacket.get("/").var("", "value").toBytes(), "answered with 400");
	}

	@Test
	void whenHeaderValueIsLoggedThenLineBreaksAreNot() {
		try (LogCapture capture = LogCapture.start(); UwsgiServer fresh = UwsgiServer.start(this.transport)) {
			fresh.client().exchange(UwsgiPacket.get("/").var("HTTP_X\nforged log line", "value"));
			fresh.client().exchange(UwsgiPacket.get("/").set("CONTENT_LENGTH", "\nforged log line"));
			assertThat(capture.linesWith("\nforged")).isEmpty();
		}
	}

	private void logs(Consumer<UwsgiProtocol> settings, byte[] packet, String... words) {
		try (LogCapture capture = LogCapture.start(); UwsgiServer fresh = UwsgiServer.start(this.transport, settings)) {
			for (int i = 0; i < 3; i++) {
				exchangeRaw(fresh, packet);
			}
			assertThat(capture.linesWith(words[0])).singleElement().asString().contains(words);
			assertThat(capture.errors()).isEmpty();
		}
	}

	private static void exchangeRaw(UwsgiServer server, byte[] packet) {
		try (UwsgiConnection connection = server.client().connect()) {
			assertThat(connection.send(packet).readToEnd()).isNotEmpty();
		}
	}

}
