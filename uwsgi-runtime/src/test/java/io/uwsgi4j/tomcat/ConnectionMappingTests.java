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

import io.uwsgi4j.test.SeenRequest;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who asked whom, and how, is what the proxy says.
 */
class ConnectionMappingTests extends AbstractWireTests {

	@ParameterizedTest
	@CsvSource({ "UWSGI_SCHEME,https,https", "UWSGI_SCHEME,http,http", "HTTPS,on,https", "HTTPS,ON,https",
			"HTTPS,1,https", "HTTPS,off,http", "HTTPS,'',http", "REQUEST_SCHEME,https,https",
			"REQUEST_SCHEME,http,http", "REQUEST_SCHEME,'',http", "UWSGI_SCHEME,'',http" })
	void whenOneVariableNamesTheSchemeThenItIsUsed(String variable, String value, String scheme) {
		SeenRequest seen = see(UwsgiPacket.get("/").without("REQUEST_SCHEME").set(variable, value));
		assertThat(seen.scheme()).isEqualTo(scheme);
		assertThat(seen.secure()).isEqualTo(scheme.equals("https"));
	}

	@Test
	void whenNothingNamesTheSchemeThenItIsHttp() {
		SeenRequest seen = see(UwsgiPacket.get("/").without("REQUEST_SCHEME"));
		assertThat(seen.scheme()).isEqualTo("http");
		assertThat(seen.secure()).isFalse();
	}

	@Test
	void whenHttpsIsOnThenItBeatsRequestScheme() {
		assertThat(see(UwsgiPacket.get("/").set("REQUEST_SCHEME", "http").var("HTTPS", "on")).scheme())
			.isEqualTo("https");
	}

	@Test
	void whenUwsgiSchemeIsSetThenItBeatsAllOthers() {
		assertThat(see(UwsgiPacket.get("/").var("HTTPS", "on").var("UWSGI_SCHEME", "http")).scheme()).isEqualTo("http");
	}

	@Test
	void whenClientSendsForwardedProtoThenSchemeIsUntouched() {
		assertThat(see(UwsgiPacket.get("/").header("X-Forwarded-Proto", "https")).scheme()).isEqualTo("http");
	}

	@ParameterizedTest
	@CsvSource({ "example.com:8443,example.com,8443", "EXAMPLE.com:81,EXAMPLE.com,81", "127.0.0.1:9,127.0.0.1,9",
			"[::1]:8080,[::1],8080", "[2001:db8::1]:443,[2001:db8::1],443" })
	void whenHostHasAPortThenBothAreUsed(String host, String name, int port) {
		SeenRequest seen = see(UwsgiPacket.get("/").set("HTTP_HOST", host));
		assertThat(seen.serverName()).isEqualTo(name);
		assertThat(seen.serverPort()).isEqualTo(port);
	}

	@Test
	void whenHostHasNoPortThenItsNameIsUsed() {
		assertThat(see(UwsgiPacket.get("/").set("HTTP_HOST", "example.com")).serverName()).isEqualTo("example.com");
	}

	@ParameterizedTest
	@ValueSource(strings = { "example.com", "example.com:", "example.com:0", "[2001:db8::1]:" })
	void whenHostNamesNoPortThenServerPortIsUsed(String host) {
		assertThat(see(UwsgiPacket.get("/").set("HTTP_HOST", host)).serverPort()).isEqualTo(8080);
	}

	@Test
	void whenThereIsNoHostThenServerNameAndPortAreUsed() {
		SeenRequest seen = see(UwsgiPacket.get("/").without("HTTP_HOST"));
		assertThat(seen.serverName()).isEqualTo("app.example");
		assertThat(seen.serverPort()).isEqualTo(8080);
	}

	@ParameterizedTest
	@CsvSource({ "http,80", "https,443" })
	void whenNothingNamesThePortThenItIsTheDefaultOfTheScheme(String scheme, int port) {
		SeenRequest seen = see(
				UwsgiPacket.get("/").without("HTTP_HOST").set("SERVER_PORT", "").set("REQUEST_SCHEME", scheme));
		assertThat(seen.serverPort()).isEqualTo(port);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "_", "" })
	void whenServerNameIsNoNameThenItIsIgnored(String serverName) {
		UwsgiPacket packet = UwsgiPacket.get("/").without("HTTP_HOST", "SERVER_NAME");
		if (serverName != null) {
			packet.var("SERVER_NAME", serverName);
		}
		assertThat(see(packet).serverName()).isNotBlank().isNotEqualTo("_");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "-1", "99999999999" })
	void whenServerPortIsNoNumberThenItIsIgnored(String port) {
		SeenRequest seen = see(UwsgiPacket.get("/").without("HTTP_HOST").set("SERVER_PORT", port));
		assertThat(seen.serverPort()).isEqualTo(80);
	}

	@Test
	void whenRemoteIsGivenThenApplicationSeesIt() {
		SeenRequest seen = see(UwsgiPacket.get("/").set("REMOTE_ADDR", "198.51.100.9").set("REMOTE_PORT", "1234"));
		assertThat(seen.remoteAddr()).isEqualTo("198.51.100.9");
		assertThat(seen.remoteHost()).isEqualTo("198.51.100.9");
		assertThat(seen.remotePort()).isEqualTo(1234);
	}

	@Test
	void whenRemoteIsIpv6ThenApplicationSeesIt() {
		assertThat(see(UwsgiPacket.get("/").set("REMOTE_ADDR", "2001:db8::7")).remoteAddr()).isEqualTo("2001:db8::7");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "unix:", "" })
	void whenRemoteAddressIsUnknownThenItIsNeverNull(String address) {
		UwsgiPacket packet = UwsgiPacket.get("/").without("REMOTE_ADDR").set("REMOTE_PORT", "");
		if (address != null) {
			packet.var("REMOTE_ADDR", address);
		}
		SeenRequest seen = see(packet);
		assertThat(seen.remoteAddr()).isNotNull();
		assertThat(seen.remoteHost()).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "localhost", "192.0.2.7, 127.0.0.1", "unix:/run/a.sock", "_hidden" })
	void whenRemoteAddressIsNoneThenItIsNotTakenForLoopback(String address) {
		assertThat(client().exchange(UwsgiPacket.get("/").set("REMOTE_ADDR", address)).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "-5", "123456789012345678901234567890" })
	void whenRemotePortIsNoNumberThenRequestIsServed(String port) {
		assertThat(see(UwsgiPacket.get("/").set("REMOTE_PORT", port)).remotePort()).isBetween(-1, 0);
	}

	@Test
	void whenOneRequestSaysSomethingThenTheNextDoesNotInheritIt() {
		see(UwsgiPacket.get("/secret?x=y")
			.var("HTTPS", "on")
			.var("UWSGI_SCHEME", "https")
			.header("X-Secret", "s")
			.header("Cookie", "c=1"));
		SeenRequest seen = see(UwsgiPacket.empty().var("REQUEST_METHOD", "GET").var("REQUEST_URI", "/"));
		assertThat(seen.scheme()).isEqualTo("http");
		assertThat(seen.secure()).isFalse();
		assertThat(seen.query()).isNull();
		assertThat(seen.cookies()).isEmpty();
		assertThat(seen.headers()).isEmpty();
		assertThat(seen.remoteAddr()).isNotEqualTo("192.0.2.7");
		assertThat(seen.serverName()).isNotEqualTo("app.example");
	}

}
