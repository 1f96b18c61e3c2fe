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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who an application behind one nginx takes client and server for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class NginxIdentityTests {

	private static final String OPEN = """
				server {
					listen 127.0.0.1:%1$d;
					listen unix:%2$s;
					server_name app.example;
					location / {
						uwsgi_pass unix:%3$s;
					}
				}
			""";

	private static final String MEMBERS_ONLY = """
				server {
					listen 127.0.0.1:%1$d;
					server_name app.example;
					auth_basic "members";
					auth_basic_user_file users;
					location / {
						include uwsgi_params;
						uwsgi_param REMOTE_USER $remote_user;
						uwsgi_param AUTH_TYPE Basic;
						uwsgi_pass unix:%2$s;
					}
				}
			""";

	private static final String AUTHORIZATION = "Authorization: Basic "
			+ Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.US_ASCII));

	private final IdentityClient client = new IdentityClient(null);

	private final WorkDirectory directory = WorkDirectory.create();

	private final int port = ManagedProcess.freePort();

	private final int memberPort = ManagedProcess.freePort();

	private final int trustedPort = ManagedProcess.freePort();

	private IdentityApplication application;

	private IdentityApplication trusting;

	private OwnNginx nginx;

	@BeforeAll
	void start() {
		this.application = new IdentityApplication();
		this.trusting = new IdentityApplication("uwsgi.trust-remote-user=true");
		this.directory.write("users", "alice:{PLAIN}secret\n");
		this.nginx = new OwnNginx(this.directory, this.trustedPort,
				OPEN.formatted(this.port, unixSocket(), this.application.unixSocket())
						+ MEMBERS_ONLY.formatted(this.memberPort, this.application.unixSocket())
						+ MEMBERS_ONLY.formatted(this.trustedPort, this.trusting.unixSocket()));
	}

	@AfterAll
	void stop() {
		if (this.nginx != null) {
			this.nginx.close();
		}
		if (this.application != null) {
			this.application.close();
		}
		if (this.trusting != null) {
			this.trusting.close();
		}
	}

	@Test
	void whenClientSpeaksPlainHttpThenApplicationSeesClientAndServer() {
		Map<String, String> told = ask("Host: shop.example:81");
		assertThat(told).containsEntry("scheme", "http")
			.containsEntry("secure", "false")
			.containsEntry("server", "shop.example:81")
			.containsEntry("url", "http://shop.example:81/who")
			.containsEntry("link", "http://shop.example:81/next?are=you")
			.containsEntry("remoteAddr", IdentityClient.ADDRESS)
			.containsEntry("remoteHost", IdentityClient.ADDRESS)
			.containsEntry("remotePort", told.get("clientPort"))
			.containsEntry("remoteUser", "null")
			.containsEntry("certificates", "0")
			.containsEntry("tlsProtocol", "null");
	}

	@Test
	void whenHostHasNoPortThenApplicationSeesTheOneNginxListensOn() {
		assertThat(ask("Host: shop.example")).containsEntry("server", "shop.example:" + this.port)
			.containsEntry("link", "http://shop.example:" + this.port + "/next?are=you");
	}

	@Test
	void whenRequestArrivesThenItsLocalEndIsThatOfNginx() {
		assertThat(ask("Host: shop.example:81")).containsEntry("local", "app.example:" + this.port)
			.containsEntry("localAddr", "127.0.0.1");
	}

	@Test
	void whenClientClaimsToBeSomebodyElseThenNothingChanges() {
		Map<String, String> told = ask("Host: shop.example:81", "X-Forwarded-For: 192.0.2.66",
				"X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example", "X-Forwarded-Port: 443",
				"Forwarded: for=192.0.2.66;proto=https;host=evil.example", "X-Real-IP: 192.0.2.66", "Remote-User: root",
				"Remote-Addr: 192.0.2.66", "Https: on");
		assertThat(told).containsEntry("remoteAddr", IdentityClient.ADDRESS)
			.containsEntry("scheme", "http")
			.containsEntry("server", "shop.example:81")
			.containsEntry("link", "http://shop.example:81/next?are=you")
			.containsEntry("remoteUser", "null")
			.containsEntry("forwardedFor", "192.0.2.66");
	}

	@Test
	void whenClientIsConnectedOverAUnixSocketThenItIsLocal() throws IOException {
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(unixSocket()));
			channel.write(ByteBuffer.wrap("GET /who HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n"
				.getBytes(StandardCharsets.US_ASCII)));
			byte[] answer = Channels.newInputStream(channel).readAllBytes();
			assertThat(IdentityClient.parse(new String(answer, StandardCharsets.UTF_8)))
				.containsEntry("remoteAddr", "127.0.0.1")
				.containsEntry("remotePort", "0")
				.containsEntry("server", "shop.example:80");
		}
	}

	@Test
	void whenRequestsAreMadeThenEachHasItsIds() {
		List<Map<String, String>> told = IntStream.range(0, 20).mapToObj((i) -> ask("Host: shop.example")).toList();
		assertThat(told).extracting((one) -> one.get("requestId")).doesNotHaveDuplicates().doesNotContain("", "null");
		assertThat(told).extracting((one) -> one.get("connectionId"))
			.doesNotHaveDuplicates()
			.doesNotContain("", "null");
		assertThat(told).allSatisfy((one) -> assertThat(one).containsEntry("connectionProtocol", "uwsgi")
			.containsEntry("protocolConnectionId", "")
			.containsEntry("connectionSecure", "false"));
	}

	@Test
	void whenUserIsNotTrustedThenNobodyIsLoggedIn() {
		assertThat(this.client.ask(this.memberPort, "Host: shop.example", AUTHORIZATION))
			.containsEntry("remoteUser", "null")
			.containsEntry("authType", "null")
			.containsEntry("principal", "nobody");
	}

	@Test
	void whenUserIsTrustedThenItIsThePrincipal() {
		assertThat(this.client.ask(this.trustedPort, "Host: shop.example", AUTHORIZATION))
			.containsEntry("remoteUser", "alice")
			.containsEntry("authType", "Basic")
			.containsEntry("principal", "alice");
	}

	@Test
	void whenUserIsUnknownThenNginxRefuses() {
		assertThat(RawHttp.exchange(this.nginx.frontEnd(this.trustedPort), "GET /who HTTP/1.1", "Host: shop.example"))
			.startsWith("HTTP/1.1 401");
	}

	private Map<String, String> ask(String... headers) {
		return this.client.ask(this.port, headers);
	}

	private String unixSocket() {
		return this.directory.path().resolve("nginx.sock").toString();
	}

}
