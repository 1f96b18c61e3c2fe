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

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.ServerPortInfoApplicationContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UwsgiAutoConfiguration} with a real server that speaks HTTP, too.
 */
@ExtendWith(OutputCaptureExtension.class)
class UwsgiHttpConnectorTests {

	@TempDir
	private Path directory;

	private Path socket;

	private WebApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.socket = this.directory.resolve("app.sock");
		this.runner = Servers.runner(this.socket)
			.withInitializer(new ServerPortInfoApplicationContextInitializer())
			.withPropertyValues("uwsgi.http=127.0.0.1:0");
	}

	@Test
	void servesBoth(CapturedOutput output) {
		this.runner.run((context) -> {
			int port = Servers.server(context).getPort();
			assertThat(port).isPositive();
			assertThat(context.getEnvironment().getProperty("local.server.port", Integer.class)).isEqualTo(port);
			assertThat(Servers.getOverHttp("127.0.0.1", port)).isEqualTo("hello 127.0.0.1");
			assertThat(Servers.getOverUwsgi(this.socket)).isEqualTo("hello 192.0.2.7");
			assertThat(output)
				.contains("Tomcat started on ports " + port + " (http), -1 (uwsgi, unix:" + this.socket + ")");
		});
		assertThat(this.socket).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", ":0" })
	void portAloneBindsWhereServerAddressSays(String http) {
		this.runner.withPropertyValues("uwsgi.http=" + http).run((context) -> {
			assertThat(Servers.http(context).getAddress()).isNull();
			assertThat(Servers.getOverHttp("localhost", Servers.server(context).getPort())).startsWith("hello");
		});
		this.runner.withPropertyValues("uwsgi.http=" + http, "server.address=127.0.0.1")
			.run((context) -> assertThat(Servers.http(context).getAddress().getHostAddress()).isEqualTo("127.0.0.1"));
	}

	@Test
	void hostReplacesServerAddress() {
		this.runner.withPropertyValues("uwsgi.http=127.0.0.1:0", "server.address=127.0.0.2")
			.run((context) -> assertThat(Servers.http(context).getAddress().getHostAddress()).isEqualTo("127.0.0.1"));
	}

	@Test
	void unknownHostFails() {
		this.runner.withPropertyValues("uwsgi.http=no-such-host.invalid:0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'uwsgi.http'")
				.hasMessageContaining("the host 'no-such-host.invalid' is unknown"));
	}

	@Test
	void serverPortDoesNotMatter(CapturedOutput output) {
		this.runner.withPropertyValues("server.port=-1").run((context) -> {
			assertThat(Servers.getOverUwsgi(this.socket)).startsWith("hello");
			assertThat(Servers.getOverHttp("127.0.0.1", Servers.server(context).getPort())).startsWith("hello");
		});
		assertThat(output).doesNotContain("no effect");
		this.runner.withPropertyValues("server.port=9")
			.run((context) -> assertThat(Servers.server(context).getPort()).isNotEqualTo(9));
		assertThat(output).containsOnlyOnce("server.port=9 has no effect");
	}

	@Test
	void settingsOfTomcatReachBoth() {
		this.runner
			.withPropertyValues("server.tomcat.threads.max=20", "server.tomcat.max-connections=300",
					"server.tomcat.accept-count=50", "server.tomcat.max-http-form-post-size=1KB",
					"server.tomcat.uri-encoding=ISO-8859-1", "server.server-header=mine")
			.run((context) -> {
				for (Connector connector : Servers.connectors(context)) {
					AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
					assertThat(protocol.getMaxThreads()).isEqualTo(20);
					assertThat(protocol.getMaxConnections()).isEqualTo(300);
					assertThat(protocol.getAcceptCount()).isEqualTo(50);
					assertThat(connector.getMaxPostSize()).isEqualTo(1024);
					assertThat(connector.getURIEncoding()).isEqualTo("ISO-8859-1");
				}
				Response response = new UwsgiClient(this.socket.toString()).exchange(UwsgiPacket.get("/"));
				assertThat(response.headers("Server")).containsExactly("mine");
			});
	}

	@Test
	void threadsOfUwsgiAreItsOwn() {
		this.runner.withPropertyValues("uwsgi.threads=4").run((context) -> {
			assertThat(Servers.uwsgi(context).getMaxThreads()).isEqualTo(4);
			assertThat(Servers.http(context).getMaxThreads()).isEqualTo(200);
		});
	}

	@Test
	void customizersOfTheUserAreAppliedToBoth() {
		this.runner.withUserConfiguration(CustomizersConfiguration.class).run((context) -> {
			for (Connector connector : Servers.connectors(context)) {
				AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
				assertThat(protocol.getMaxHeaderCount()).isEqualTo(7);
				assertThat(protocol.getConnectionLinger()).isEqualTo(8);
				assertThat(connector.getMaxCookieCount()).isEqualTo(9);
			}
		});
	}

	@Test
	void customizersForHttpAreAppliedToHttpOnly(CapturedOutput output) {
		this.runner.withUserConfiguration(HttpCustomizersConfiguration.class).run((context) -> {
			assertThat(Servers.getOverUwsgi(this.socket)).startsWith("hello");
			assertThat(Servers.http(context).getMaxTrailerSize()).isEqualTo(1);
			assertThat(Servers.http(context).getMaxExtensionSize()).isEqualTo(2);
		});
		assertThat(output).containsOnlyOnce("is made for HTTP and was not applied to the uwsgi connector");
	}

	@Test
	void timeoutOfHttpIsThatOfTomcatUnlessSet() {
		this.runner.run((context) -> assertThat(Servers.http(context).getConnectionTimeout()).isEqualTo(60_000));
		this.runner.withPropertyValues("server.tomcat.connection-timeout=5s", "uwsgi.socket-timeout=4")
			.run((context) -> {
				assertThat(Servers.http(context).getConnectionTimeout()).isEqualTo(5_000);
				assertThat(Servers.uwsgi(context).getSocketTimeout()).isEqualTo(4);
			});
		this.runner.withPropertyValues("server.tomcat.connection-timeout=5s", "uwsgi.http-timeout=7").run((context) -> {
			assertThat(Servers.http(context).getConnectionTimeout()).isEqualTo(7_000);
			assertThat(Servers.uwsgi(context).getSocketTimeout()).isEqualTo(60);
		});
	}

	@Test
	void compressionAndHttp2AreThoseOfHttp(CapturedOutput output) {
		this.runner
			.withPropertyValues("server.compression.enabled=true", "server.compression.min-response-size=1B",
					"server.compression.mime-types=text/plain", "server.http2.enabled=true")
			.run((context) -> {
				assertThat(Servers.http(context).findUpgradeProtocols())
					.hasAtLeastOneElementOfType(Http2Protocol.class);
				HttpResponse<String> response = Servers.getOverHttp("127.0.0.1", Servers.server(context).getPort(),
						"/");
				assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
				assertThat(Servers.http(context).getCompression()).isEqualTo("on");
				assertThat(Servers.getOverUwsgi(this.socket)).startsWith("hello");
			});
		assertThat(output).doesNotContain("no effect").doesNotContain("cannot be upgraded");
	}

	@Test
	void sslIsThatOfHttp() throws Exception {
		Path keyStore = this.directory.resolve("test.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-alias", "test", "-dname", "CN=localhost", "-storetype", "PKCS12",
				"-keystore", keyStore.toString(), "-storepass", "secret")
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		this.runner.withPropertyValues("server.ssl.key-store=" + keyStore, "server.ssl.key-store-password=secret")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(Servers.http(context).isSSLEnabled()).isTrue();
				assertThat(Servers.uwsgi(context).findSslHostConfigs()).isEmpty();
				assertThat(Servers.getOverUwsgi(this.socket)).startsWith("hello");
			});
	}

	@Test
	void serversOfOneFactoryDoNotShareConnectors() {
		this.runner.run((context) -> {
			TomcatServletWebServerFactory factory = context.getBean(TomcatServletWebServerFactory.class);
			Connector first = factory.getAdditionalConnectors().get(0);
			WebServer server = factory.getWebServer();
			assertThat(factory.getAdditionalConnectors()).hasSize(1).doesNotContain(first);
			server.destroy();
		});
	}

	@Test
	void additionalConnectorsOfTheUserAreKept() {
		this.runner.withBean("additional", WebServerFactoryCustomizer.class,
				() -> (WebServerFactoryCustomizer<TomcatWebServerFactory>) (factory) -> {
					Connector connector = new Connector("HTTP/1.1");
					connector.setPort(0);
					factory.addAdditionalConnectors(connector);
				})
			.run((context) -> assertThat(Servers.connectors(context)).hasSize(3));
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizersConfiguration {

		@Bean
		TomcatProtocolHandlerCustomizer<AbstractProtocol<?>> headers() {
			return (protocol) -> protocol.setMaxHeaderCount(7);
		}

		@Bean
		TomcatConnectorCustomizer cookies() {
			return (connector) -> connector.setMaxCookieCount(9);
		}

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> factoryCustomizer() {
			return (factory) -> {
				factory.addProtocolHandlerCustomizers((UwsgiProtocol protocol) -> protocol.setConnectionLinger(8));
				factory.addProtocolHandlerCustomizers((Http11NioProtocol protocol) -> protocol.setConnectionLinger(8));
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HttpCustomizersConfiguration {

		@Bean
		TomcatProtocolHandlerCustomizer<Http11NioProtocol> typed() {
			return (protocol) -> protocol.setMaxTrailerSize(1);
		}

		@Bean
		TomcatConnectorCustomizer casting() {
			return (connector) -> ((AbstractHttp11Protocol<?>) connector.getProtocolHandler()).setMaxExtensionSize(2);
		}

	}

}
