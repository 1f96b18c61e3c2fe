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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two proxies in a row: TLS, name and client are known to the first one only, which
 * passes them on in headers to the nginx that speaks uwsgi.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class NginxForwardedTests {

	// What is in front says that it was reached as https://shop.example.
	private static final String SERVERS = """
				server {
					listen 127.0.0.1:%1$d;
					location / {
						proxy_pass http://127.0.0.1:%2$d;
						proxy_set_header Host inner.example;
						proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
						proxy_set_header X-Forwarded-Proto https;
						proxy_set_header X-Forwarded-Host $http_host;
						proxy_set_header X-Forwarded-Port 443;
					}
					location /own {
						proxy_pass http://127.0.0.1:%2$d;
						proxy_set_header Host inner.example;
						proxy_set_header X-Client $remote_addr;
						proxy_set_header X-Scheme tls;
						proxy_set_header X-Name $http_host;
						proxy_set_header X-Port 8443;
					}
				}
				server {
					listen 127.0.0.1:%2$d;
					server_name inner.example;
					location / {
						uwsgi_pass unix:%3$s;
					}
					location /real {
						set_real_ip_from 127.0.0.1;
						real_ip_header X-Forwarded-For;
						include uwsgi_params;
						uwsgi_param HTTPS on;
						uwsgi_pass unix:%3$s;
					}
				}
			""";

	private static final String HOST = "Host: shop.example";

	// Without this property all loopback addresses are proxies, also that of the client.
	private static final String ONE_PROXY = "server.tomcat.remoteip.internal-proxies=127\\.0\\.0\\.1";

	private final IdentityClient client = new IdentityClient(null);

	private final int port = ManagedProcess.freePort();

	private final int innerPort = ManagedProcess.freePort();

	private IdentityApplication application;

	private OwnNginx nginx;

	@AfterEach
	void stop() {
		if (this.nginx != null) {
			this.nginx.close();
		}
		if (this.application != null) {
			this.application.close();
		}
	}

	@Test
	void whenThereIsNoStrategyThenApplicationSeesTheFirstProxy() {
		start("server.forward-headers-strategy=none");
		assertThat(ask()).containsEntry("remoteAddr", "127.0.0.1")
			.containsEntry("scheme", "http")
			.containsEntry("secure", "false")
			.containsEntry("server", "inner.example:" + this.innerPort)
			.containsEntry("link", "http://inner.example:" + this.innerPort + "/next?are=you")
			.containsEntry("forwardedFor", IdentityClient.ADDRESS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void whenThereIsAStrategyThenApplicationSeesTheClient(String strategy) {
		start("server.forward-headers-strategy=" + strategy);
		assertThat(ask()).containsEntry("remoteAddr", IdentityClient.ADDRESS)
			.containsEntry("remoteHost", IdentityClient.ADDRESS)
			.containsEntry("scheme", "https")
			.containsEntry("secure", "true")
			.containsEntry("server", "shop.example:443")
			.containsEntry("url", "https://shop.example/who")
			.containsEntry("link", "https://shop.example/next?are=you")
			.containsEntry("forwardedFor", "null");
	}

	@Test
	void whenNginxAppliesTheHeadersThenNoStrategyIsNeeded() {
		start("server.forward-headers-strategy=none");
		assertThat(this.client.askAt("/real?are=you", this.port, HOST))
			.containsEntry("remoteAddr", IdentityClient.ADDRESS)
			.containsEntry("scheme", "https")
			.containsEntry("secure", "true");
	}

	@Test
	void whenClientForgesItsAddressThenTheOneThatTheProxySawCounts() {
		start("server.forward-headers-strategy=native", ONE_PROXY);
		assertThat(ask("X-Forwarded-For: 192.0.2.66")).containsEntry("remoteAddr", IdentityClient.ADDRESS)
			.containsEntry("forwardedFor", "192.0.2.66")
			.containsEntry("scheme", "https");
	}

	@Test
	void whenPeerIsNoInternalProxyThenItsHeadersAreIgnored() {
		start("server.forward-headers-strategy=native", "server.tomcat.remoteip.internal-proxies=10\\..*");
		assertThat(ask()).containsEntry("remoteAddr", "127.0.0.1")
			.containsEntry("scheme", "http")
			.containsEntry("server", "inner.example:" + this.innerPort)
			.containsEntry("forwardedFor", IdentityClient.ADDRESS);
	}

	@Test
	void whenOtherProxiesAreTrustedThenTheAddressBeforeThemCounts() {
		start("server.forward-headers-strategy=native", ONE_PROXY,
				"server.tomcat.remoteip.trusted-proxies=127\\.0\\.0\\.3");
		assertThat(ask("X-Forwarded-For: 192.0.2.66")).containsEntry("remoteAddr", "192.0.2.66")
			.containsEntry("remoteHost", "192.0.2.66")
			.containsEntry("forwardedFor", "null");
	}

	@Test
	void whenHeadersHaveOtherNamesThenThoseCount() {
		start("server.tomcat.remoteip.remote-ip-header=X-Client", "server.tomcat.remoteip.protocol-header=X-Scheme",
				"server.tomcat.remoteip.protocol-header-https-value=tls", "server.tomcat.remoteip.host-header=X-Name",
				"server.tomcat.remoteip.port-header=X-Port");
		assertThat(this.client.askAt("/own?are=you", this.port, HOST))
			.containsEntry("remoteAddr", IdentityClient.ADDRESS)
			.containsEntry("scheme", "https")
			.containsEntry("server", "shop.example:8443")
			.containsEntry("url", "https://shop.example:8443/own")
			.containsEntry("link", "https://shop.example:8443/next?are=you");
	}

	private void start(String... properties) {
		this.application = new IdentityApplication(properties);
		this.nginx = new OwnNginx(WorkDirectory.create(), this.innerPort,
				SERVERS.formatted(this.port, this.innerPort, this.application.unixSocket()));
	}

	private Map<String, String> ask(String... more) {
		String[] headers = new String[more.length + 1];
		headers[0] = HOST;
		System.arraycopy(more, 0, headers, 1, more.length);
		return this.client.ask(this.port, headers);
	}

}
