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

import java.nio.file.Files;
import java.nio.file.Path;

import io.uwsgi4j.socket.TcpAddress;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UwsgiAutoConfiguration} with a real server that speaks only uwsgi.
 */
@ExtendWith(OutputCaptureExtension.class)
class UwsgiServletServerTests {

	@TempDir
	private Path directory;

	private Path socket;

	private WebApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.socket = this.directory.resolve("app.sock");
		this.runner = Servers.runner(this.socket);
	}

	@Test
	void servesUwsgiAndOpensNoPort() {
		this.runner.run((context) -> {
			assertThat(Servers.getOverUwsgi(this.socket)).isEqualTo("hello 192.0.2.7");
			assertThat(Servers.connectors(context)).hasSize(1);
			assertThat(Servers.server(context).getPort()).isEqualTo(-1);
		});
		assertThat(this.socket).doesNotExist();
	}

	@Test
	void startIsLoggedWithSocket(CapturedOutput output) {
		this.runner.run((context) -> {
		});
		assertThat(output).contains("Tomcat initialized with port 0 (uwsgi, unix:" + this.socket + ")")
			.contains("Tomcat started on port -1 (uwsgi, unix:" + this.socket + ") with context path '/'")
			.doesNotContain("8080")
			.doesNotContain("(http)");
	}

	@Test
	void tcpIsLoggedWithPort(CapturedOutput output) {
		this.runner.withPropertyValues("uwsgi.socket=127.0.0.1:0").run((context) -> {
			int port = ((TcpAddress) Servers.uwsgi(context).getBoundAddresses().get(0)).port();
			assertThat(Servers.getOverUwsgi("127.0.0.1:" + port)).isEqualTo("hello 192.0.2.7");
			assertThat(Servers.server(context).getPort()).isEqualTo(port);
			assertThat(output).contains("Tomcat started on port " + port + " (uwsgi) with context path '/'");
		});
	}

	@Test
	void severalSocketsAreServedByOneConnector(CapturedOutput output) {
		Path other = this.directory.resolve("other.sock");
		this.runner.withPropertyValues("uwsgi.socket=" + this.socket + "," + other + ",127.0.0.1:0").run((context) -> {
			assertThat(Servers.connectors(context)).hasSize(1);
			assertThat(Servers.uwsgi(context).getBoundAddresses()).hasSize(3)
				.allSatisfy((address) -> assertThat(Servers.getOverUwsgi(address)).startsWith("hello"));
			assertThat(output).contains("(uwsgi, unix:" + this.socket + ", unix:" + other + ", 127.0.0.1:0)");
		});
	}

	@Test
	void contextPathIsTheMountpointInStatistics() {
		this.runner.withPropertyValues("server.servlet.context-path=/shop")
			.run((context) -> assertThat(Servers.uwsgi(context).getMountpoint()).isEqualTo("/shop"));
		this.runner.run((context) -> assertThat(Servers.uwsgi(context).getMountpoint()).isEmpty());
	}

	@Test
	void negativeServerPortDoesNotKeepUwsgiFromServing() {
		this.runner.withPropertyValues("server.port=-1")
			.run((context) -> assertThat(Servers.getOverUwsgi(this.socket)).startsWith("hello"));
	}

	@Test
	void settingsOfHttpAreIgnoredAndNamedInOneLine(CapturedOutput output) {
		this.runner
			.withPropertyValues("server.port=8443", "server.address=127.0.0.1", "server.ssl.key-store=missing.p12",
					"server.ssl.key-store-password=secret", "server.http2.enabled=true",
					"server.compression.enabled=true")
			.run((context) -> assertThat(Servers.getOverUwsgi(this.socket)).startsWith("hello"));
		assertThat(output.toString().lines().filter((line) -> line.contains("no effect"))).containsExactly(
				"WARN  IgnoredServerProperties: There is no HTTP connector, so these settings have no effect: "
						+ "server.port=8443, server.address, server.ssl, server.http2, server.compression. "
						+ "Leave them to the proxy, or set uwsgi.http to keep an HTTP connector.");
		assertThat(output).doesNotContain("HTTP/2 is configured");
	}

	@Test
	void withoutSuchSettingsNothingIsNamed(CapturedOutput output) {
		this.runner.withPropertyValues("server.port=0").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("no effect");
	}

	@Test
	void defaultsOfSpringBootReachTheConnector() {
		this.runner.run((context) -> {
			UwsgiProtocol uwsgi = Servers.uwsgi(context);
			assertThat(uwsgi.getMaxThreads()).isEqualTo(200);
			assertThat(uwsgi.getMinSpareThreads()).isEqualTo(10);
			assertThat(uwsgi.getMaxConnections()).isEqualTo(8192);
			assertThat(uwsgi.getListen()).isEqualTo(1024);
			assertThat(uwsgi.getAllowFrom()).isEmpty();
			assertThat(uwsgi.getTcpNoDelay()).isTrue();
		});
	}

	@Test
	void settingsOfTomcatReachTheConnector() {
		this.runner
			.withPropertyValues("server.tomcat.threads.max=20", "server.tomcat.threads.min-spare=2",
					"server.tomcat.max-connections=300", "server.tomcat.accept-count=50",
					"server.tomcat.connection-timeout=5s", "server.tomcat.relaxed-path-chars=[,]",
					"server.tomcat.relaxed-query-chars={,}", "server.tomcat.max-http-form-post-size=1KB",
					"server.server-header=mine")
			.run((context) -> {
				UwsgiProtocol uwsgi = Servers.uwsgi(context);
				assertThat(uwsgi.getMaxThreads()).isEqualTo(20);
				assertThat(uwsgi.getMinSpareThreads()).isEqualTo(2);
				assertThat(uwsgi.getMaxConnections()).isEqualTo(300);
				assertThat(uwsgi.getListen()).isEqualTo(50);
				assertThat(uwsgi.getSocketTimeout()).isEqualTo(60);
				assertThat(uwsgi.getRelaxedPathChars()).isEqualTo("[]");
				assertThat(uwsgi.getRelaxedQueryChars()).isEqualTo("{}");
				assertThat(Servers.uwsgiConnector(context).getMaxPostSize()).isEqualTo(1024);
				Response response = new UwsgiClient(this.socket.toString()).exchange(UwsgiPacket.get("/"));
				assertThat(response.headers("Server")).containsExactly("mine");
			});
	}

	@Test
	void settingsOfUwsgiReachTheConnector() {
		this.runner
			.withPropertyValues("uwsgi.listen=64", "uwsgi.chmod-socket=0600", "uwsgi.vacuum=false",
					"uwsgi.reuse-port=true", "uwsgi.tcp-nodelay=false", "uwsgi.so-keepalive=true",
					"uwsgi.defer-accept=false", "uwsgi.buffer-size=4096", "uwsgi.max-vars=64", "uwsgi.limit-post=10KB",
					"uwsgi.post-buffering=8KB", "server.tomcat.max-swallow-size=1MB", "uwsgi.socket-timeout=4",
					"uwsgi.threads=4", "uwsgi.allow-from=127.0.0.1,10.0.0.0/8", "uwsgi.allowed-vars=GEOIP_.*",
					"uwsgi.trust-remote-user=true", "server.tomcat.threads.max=20", "server.tomcat.accept-count=50",
					"server.tomcat.connection-timeout=5s")
			.run((context) -> {
				UwsgiProtocol uwsgi = Servers.uwsgi(context);
				assertThat(uwsgi.getListen()).isEqualTo(64);
				assertThat(uwsgi.getChmodSocket()).isEqualTo("600");
				assertThat(Files.getPosixFilePermissions(this.socket)).hasSize(2);
				assertThat(uwsgi.isVacuum()).isFalse();
				assertThat(uwsgi.isReusePort()).isTrue();
				assertThat(uwsgi.getTcpNoDelay()).isFalse();
				assertThat(uwsgi.isSoKeepalive()).isTrue();
				assertThat(uwsgi.isDeferAccept()).isFalse();
				assertThat(uwsgi.getBufferSize()).isEqualTo(4096);
				assertThat(uwsgi.getMaxVars()).isEqualTo(64);
				assertThat(uwsgi.getLimitPost()).isEqualTo(10240);
				assertThat(uwsgi.getPostBuffering()).isEqualTo(8192);
				assertThat(uwsgi.getMaxSwallowSize()).isEqualTo(1024 * 1024);
				assertThat(uwsgi.getSocketTimeout()).isEqualTo(4);
				assertThat(uwsgi.getMaxThreads()).isEqualTo(4);
				assertThat(uwsgi.getMinSpareThreads()).isEqualTo(4);
				assertThat(uwsgi.getAllowFrom()).isEqualTo("127.0.0.1,10.0.0.0/8");
				assertThat(uwsgi.getAllowedVars()).isEqualTo("GEOIP_.*");
				assertThat(uwsgi.isTrustRemoteUser()).isTrue();
			});
		assertThat(this.socket).exists();
	}

	@Test
	void settingsOfTheStatisticsReachTheConnector() {
		Path stats = this.directory.resolve("stats.sock");
		this.runner
			.withPropertyValues("uwsgi.stats=" + stats, "uwsgi.stats-http=true", "uwsgi.stats-minified=true",
					"uwsgi.stats-no-cores=true", "uwsgi.memory-report=true", "uwsgi.chmod-socket=600")
			.run((context) -> {
				UwsgiProtocol uwsgi = Servers.uwsgi(context);
				assertThat(uwsgi.getStats()).isEqualTo("unix:" + stats);
				assertThat(uwsgi.isStatsHttp()).isTrue();
				assertThat(uwsgi.isStatsMinified()).isTrue();
				assertThat(uwsgi.isStatsNoCores()).isTrue();
				assertThat(uwsgi.isMemoryReport()).isTrue();
				assertThat(Files.getPosixFilePermissions(stats)).hasSize(2);
				assertThat(new UwsgiClient(stats.toString()).exchange(Packets.octets("GET / HTTP/1.0\r\n\r\n")).text())
					.startsWith("{\"version\":");
			});
		assertThat(stats).doesNotExist();
	}

	@Test
	void withoutAddressThereAreNoStatistics() {
		this.runner.run((context) -> {
			assertThat(Servers.uwsgi(context).getStats()).isNull();
			assertThat(Servers.uwsgi(context).getBoundStats()).isNull();
			assertThat(Servers.uwsgi(context).isMemoryReport()).isFalse();
		});
	}

	@Test
	void ownerReachesTheConnector() {
		String user = System.getProperty("user.name");
		this.runner.withPropertyValues("uwsgi.chown-socket=" + user)
			.run((context) -> assertThat(Servers.uwsgi(context).getChownSocket()).isEqualTo(user));
	}

	@Test
	void customizersOfTheUserAreApplied() {
		this.runner.withUserConfiguration(CustomizersConfiguration.class).run((context) -> {
			assertThat(Servers.getOverUwsgi(this.socket)).startsWith("hello");
			assertThat(Servers.uwsgi(context).getMaxHeaderCount()).isEqualTo(7);
			assertThat(Servers.uwsgi(context).getConnectionLinger()).isEqualTo(8);
			assertThat(Servers.uwsgiConnector(context).getMaxCookieCount()).isEqualTo(9);
			assertThat(Servers.uwsgiConnector(context).getMaxPostSize()).isEqualTo(10);
		});
	}

	@Test
	void customizersForHttpAreSkipped(CapturedOutput output) {
		this.runner.withUserConfiguration(HttpCustomizersConfiguration.class)
			.run((context) -> assertThat(Servers.getOverUwsgi(this.socket)).startsWith("hello"));
		assertThat(output).containsOnlyOnce("is made for HTTP and was not applied to the uwsgi connector");
	}

	@Test
	void failureOfCustomizerIsNotHidden() {
		this.runner
			.withBean(TomcatConnectorCustomizer.class,
					() -> (connector) -> ((StringBuilder) (Object) connector.getProtocol()).reverse())
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(ClassCastException.class));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsReachTheConnector() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true", "uwsgi.threads=4").run((context) -> {
			Response response = new UwsgiClient(this.socket.toString()).exchange(UwsgiPacket.get("/"));
			assertThat(response.header("X-Thread")).startsWith("VirtualThread[");
			assertThat(Servers.uwsgi(context).getMaxThreads()).isEqualTo(4);
		});
	}

	@Test
	void variablesOfKubernetesServiceDoNotMatter() {
		this.runner
			.withInitializer((context) -> TestPropertyValues
				.of("UWSGI_PORT=tcp://10.0.0.1:3031", "UWSGI_SERVICE_HOST=10.0.0.1", "UWSGI_SERVICE_PORT=3031",
						"UWSGI_PORT_80_TCP=tcp://10.0.0.1:80")
				.applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT, "kubernetes"))
			.run((context) -> assertThat(Servers.getOverUwsgi(this.socket)).startsWith("hello"));
	}

	@Test
	void withoutSocketOrWhenDisabledTomcatServesHttp() {
		for (String property : new String[] { "uwsgi.socket=", "uwsgi.enabled=false" }) {
			this.runner.withPropertyValues("server.port=0", "uwsgi.reload-on-pss=30", property).run((context) -> {
				assertThat(Servers.connectors(context)).extracting(Connector::getProtocolHandler)
					.hasOnlyElementsOfType(Http11NioProtocol.class);
				assertThat(Servers.getOverHttp("localhost", Servers.server(context).getPort()))
					.isEqualTo("hello 127.0.0.1");
				assertThat(this.socket).doesNotExist();
			});
		}
	}

	@Test
	void unusableAndUnsupportedPropertiesFail() {
		for (String property : new String[] { "uwsgi.socket=0.0.0.0:3031", "uwsgi.buffer-size=1MB",
				"uwsgi.reload-on-pss=30", "uwsgi.stats=0.0.0.0:9191", "uwsgi.stats-masked-vars=X-Api-Key" }) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(context).getFailure()
					.hasRootCauseInstanceOf(FailureAnalyzedException.class)
					.rootCause()
					.hasMessageContaining(property.substring(0, property.indexOf('='))));
		}
	}

	@Test
	void serverCanBeStoppedAndStartedAgain() {
		this.runner.run((context) -> {
			AnnotationConfigServletWebServerApplicationContext application = context
				.getSourceApplicationContext(AnnotationConfigServletWebServerApplicationContext.class);
			application.stop();
			assertThat(this.socket).doesNotExist();
			application.start();
			assertThat(Servers.getOverUwsgi(this.socket)).startsWith("hello");
		});
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
				factory.addConnectorCustomizers((connector) -> connector.setMaxPostSize(10));
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
			return (connector) -> ((AbstractHttp11Protocol<?>) connector.getProtocolHandler()).setCompression("on");
		}

	}

}
