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

package io.uwsgi4j.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import io.uwsgi4j.socket.SocketBindException;
import io.uwsgi4j.socket.UwsgiAddress;
import io.uwsgi4j.tomcat.UwsgiConfigurationException;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an operator reads when the application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class UwsgiFailureAnalysisTests {

	@TempDir
	private Path directory;

	@Test
	void bindFailureIsFoundAnywhere() {
		SocketBindException failure = new SocketBindException(UwsgiAddress.parse("/run/app.sock"), "description",
				"action", new BindException("Address already in use"));
		FailureAnalysis analysis = Failures
			.analyze(new PortInUseException(8080, new WebServerException("", new LifecycleException(failure))));
		assertThat(analysis.getDescription()).isEqualTo("description");
		assertThat(analysis.getAction()).isEqualTo("action");
		assertThat(analysis.getCause()).isSameAs(failure);
	}

	@Test
	void configurationFailureIsFoundAnywhere() {
		UwsgiConfigurationException failure = new UwsgiConfigurationException("description", "action", null);
		FailureAnalysis analysis = Failures
			.analyze(new PortInUseException(8080, new WebServerException("", new LifecycleException(failure))));
		assertThat(analysis.getDescription()).isEqualTo("description");
		assertThat(analysis.getAction()).isEqualTo("action");
		assertThat(analysis.getCause()).isSameAs(failure);
	}

	@Test
	void unixSocketInUse(CapturedOutput output) throws IOException {
		Path socket = this.directory.resolve("app.sock");
		try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			other.bind(UnixDomainSocketAddress.of(socket));
			assertThatException().isThrownBy(() -> run("--uwsgi.socket=" + socket));
		}
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(socket.toString())
			.doesNotContain("Port 0")
			.doesNotContain("Port 8080")
			.doesNotContain("The Tomcat connector configured to listen on port");
	}

	@Test
	void tcpSocketInUse(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String socket = "127.0.0.1:" + other.getLocalPort();
			assertThatException().isThrownBy(() -> run("--uwsgi.socket=" + socket));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains(socket)
				.doesNotContain("Web server failed to start. Port");
		}
	}

	@Test
	void statsSocketInUse(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String stats = "127.0.0.1:" + other.getLocalPort();
			assertThatException().isThrownBy(
					() -> run("--uwsgi.socket=" + this.directory.resolve("app.sock"), "--uwsgi.stats=" + stats));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("uwsgi.stats: cannot bind " + stats)
				.contains("choose another address in uwsgi.stats");
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void unixSocketBesideHttpInUse(CapturedOutput output) throws IOException {
		Path file = Files.writeString(this.directory.resolve("app.sock"), "precious");
		assertThatException().isThrownBy(() -> run("--uwsgi.socket=" + file, "--uwsgi.http=127.0.0.1:0"));
		assertThat(output).contains("APPLICATION FAILED TO START").contains(file.toString());
		assertThat(file).hasContent("precious");
	}

	@Test
	void httpPortInUse(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatException().isThrownBy(() -> run("--uwsgi.socket=" + this.directory.resolve("app.sock"),
					"--uwsgi.http=127.0.0.1:" + other.getLocalPort()));
			assertThat(output)
				.contains("Web server failed to start. Port " + other.getLocalPort() + " was already in use.");
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void unusableProperty(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--uwsgi.socket=0.0.0.0:3031"));
		assertThat(output.toString().lines().dropWhile((line) -> !line.contains("APPLICATION FAILED TO START")))
			.containsSubsequence("Description:",
					"Invalid value '0.0.0.0:3031' for configuration property 'uwsgi.socket' (originating from "
							+ "'\"uwsgi.socket\" from property source \"commandLineArgs\"'): other machines may be able "
							+ "to connect, and 'uwsgi.allow-from' does not say which of them are allowed to",
					"Action:");
	}

	@Test
	void unsupportedProperty(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> run("--uwsgi.socket=/run/app.sock", "--uwsgi.reload-on-pss=30", "--uwsgi.master=true"));
		assertThat(output).contains("Configuration properties that are not supported yet:")
			.contains(
					"'uwsgi.reload-on-pss' with value '30' (originating from '\"uwsgi.reload-on-pss\" from property source "
							+ "\"commandLineArgs\"')")
			.contains("'uwsgi.master' with value 'true'");
	}

	@Test
	void valueThatCannotBeBound(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--uwsgi.socket=/run/app.sock", "--uwsgi.threads=many"));
		assertThat(output).contains("APPLICATION FAILED TO START").contains("Property: uwsgi.threads", "\"many\"");
	}

	private static void run(String... args) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setRegisterShutdownHook(false);
		application.run(args).close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, UwsgiAutoConfiguration.class })
	static class Application {

	}

}
