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

package io.uwsgi4j.benchmarks.application;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.apache.coyote.ajp.AjpNioProtocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectorCustomizer}.
 */
class ConnectorCustomizerTests {

	@TempDir
	private Path directory;

	@Test
	void servesPlainHttpWithoutProperties() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(tomcat(context).getTomcat().getConnector().getProtocolHandler())
				.isInstanceOf(Http11NioProtocol.class);
			assertThat(tomcat(context).getPort()).isPositive();
		}
	}

	@Test
	void servesHttpOnUnixSocket() throws IOException {
		Path socket = this.directory.resolve("http.sock");
		try (ConfigurableApplicationContext context = start("--benchmark.connector.unix-socket=" + socket);
				SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
			String request = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
			client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
			String response = new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.US_ASCII);
			assertThat(response).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nHello");
		}
	}

	@Test
	void servesAjpOnPort() {
		try (ConfigurableApplicationContext context = start("--benchmark.connector.protocol=ajp")) {
			assertThat(tomcat(context).getTomcat().getConnector().getProtocolHandler())
				.isInstanceOf(AjpNioProtocol.class);
		}
	}

	@Test
	void servesAjpOnUnixSocket() {
		Path socket = this.directory.resolve("ajp.sock");
		try (ConfigurableApplicationContext context = start("--benchmark.connector.protocol=ajp",
				"--benchmark.connector.unix-socket=" + socket)) {
			assertThat(tomcat(context).getTomcat().getConnector().getProtocolHandler())
				.isInstanceOf(AjpNioProtocol.class);
			assertThat(socket).exists();
		}
	}

	private static ConfigurableApplicationContext start(String... properties) {
		SpringApplication application = new SpringApplication(BenchmarkApplication.class);
		String[] arguments = new String[properties.length + 1];
		arguments[0] = "--server.port=0";
		System.arraycopy(properties, 0, arguments, 1, properties.length);
		return application.run(arguments);
	}

	private static TomcatWebServer tomcat(ConfigurableApplicationContext context) {
		return (TomcatWebServer) ((ServletWebServerApplicationContext) context).getWebServer();
	}

}
