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

import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application sees of the TLS that ends at nginx.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class NginxTlsIdentityTests {

	private static final String SERVERS = """
				server {
					listen 127.0.0.1:%1$d ssl;
					server_name app.example;
					ssl_certificate server.pem;
					ssl_certificate_key server.pem;
					ssl_verify_client optional_no_ca;
					location / {
						include uwsgi_params;
						uwsgi_param SSL_PROTOCOL $ssl_protocol;
						uwsgi_param SSL_CIPHER $ssl_cipher;
						uwsgi_param SSL_SESSION_ID $ssl_session_id;
						uwsgi_param SSL_CLIENT_CERT $ssl_client_escaped_cert;
						uwsgi_pass unix:%2$s;
					}
					location /who/indented {
						include uwsgi_params;
						uwsgi_param SSL_CLIENT_CERT $ssl_client_cert;
						uwsgi_pass unix:%2$s;
					}
				}
			""";

	private final WorkDirectory directory = WorkDirectory.create();

	private final int port = ManagedProcess.freePort();

	private final KeyPairFile server = KeyPairFile.create(this.directory, "app.example");

	private final KeyPairFile client = KeyPairFile.create(this.directory, "client.example");

	private IdentityApplication application;

	private OwnNginx nginx;

	@BeforeAll
	void start() {
		this.application = new IdentityApplication();
		this.server.writePem(this.directory, "server.pem");
		this.nginx = new OwnNginx(this.directory, this.port,
				SERVERS.formatted(this.port, this.application.unixSocket()));
	}

	@AfterAll
	void stop() {
		if (this.nginx != null) {
			this.nginx.close();
		}
		if (this.application != null) {
			this.application.close();
		}
	}

	@Test
	void whenClientSpeaksTlsThenRequestIsSecure() {
		assertThat(askWithCertificate("Host: shop.example:8443")).containsEntry("scheme", "https")
			.containsEntry("secure", "true")
			.containsEntry("server", "shop.example:8443")
			.containsEntry("url", "https://shop.example:8443/who")
			.containsEntry("link", "https://shop.example:8443/next?are=you")
			.containsEntry("remoteAddr", IdentityClient.ADDRESS);
	}

	@Test
	void whenHostHasNoPortThenTheOneOfNginxIsInLinks() {
		assertThat(askWithCertificate("Host: shop.example")).containsEntry("link",
				"https://shop.example:" + this.port + "/next?are=you");
	}

	@Test
	void whenNginxTellsOfTlsThenItIsInTheStandardAttributes() {
		Map<String, String> told = askWithCertificate("Host: shop.example");
		assertThat(told.get("tlsProtocol")).matches("TLSv1\\.[23]");
		assertThat(told.get("cipher")).contains("AES").contains("SHA");
	}

	@Test
	void whenRequestIsSecureThenTheConnectionToNginxIsStillPlain() {
		assertThat(askWithCertificate("Host: shop.example")).containsEntry("connectionSecure", "false")
			.containsEntry("connectionProtocol", "uwsgi");
	}

	@Test
	void whenClientHasACertificateThenItIsTheStandardAttribute() {
		hasCertificate(askWithCertificate("Host: shop.example"));
	}

	@Test
	void whenCertificateIsNotEscapedThenItIsTheStandardAttribute() {
		IdentityClient asking = new IdentityClient(this.client.clientOf(this.server));
		hasCertificate(asking.askAt("/who/indented", this.port, "Host: shop.example"));
	}

	@Test
	void whenClientHasNoCertificateThenThereIsNone() {
		IdentityClient asking = new IdentityClient(KeyPairFile.anonymousClientOf(this.server));
		assertThat(asking.ask(this.port, "Host: shop.example")).containsEntry("certificates", "0")
			.containsEntry("secure", "true");
	}

	@Test
	void whenClientSendsTheVariablesAsHeadersThenTheyAreNoCertificate() {
		IdentityClient asking = new IdentityClient(KeyPairFile.anonymousClientOf(this.server));
		assertThat(asking.ask(this.port, "Host: shop.example", "Ssl-Client-Cert: " + "x".repeat(100),
				"Ssl-Cipher: none", "Ssl-Protocol: none"))
			.containsEntry("certificates", "0")
			.doesNotContainEntry("cipher", "none")
			.doesNotContainEntry("tlsProtocol", "none");
	}

	private Map<String, String> askWithCertificate(String... headers) {
		return new IdentityClient(this.client.clientOf(this.server)).ask(this.port, headers);
	}

	private void hasCertificate(Map<String, String> told) {
		assertThat(told).containsEntry("certificates", "1")
			.containsEntry("subject", "CN=client.example,O=Test")
			.containsEntry("serial", this.client.certificate().getSerialNumber().toString());
	}

}
