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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;

import io.uwsgi4j.socket.SocketBindException;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Resources;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The stats server as part of the connector.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class StatsSocketTests {

	private static final byte[] PACKET = UwsgiPacket.get("/slow?a=1").var("HTTP_COOKIE", "secret").toBytes();

	private static Resources before;

	@TempDir
	private Path directory;

	@BeforeAll
	static void remember() {
		WarmUp.once();
		// The first stats server loads classes
		try (UwsgiServer server = UwsgiServer.start(Transport.UNIX, (protocol) -> protocol.setStats("127.0.0.1:0"))) {
			read(server);
		}
		before = Resources.take();
	}

	@AfterAll
	static void everythingIsReleased() {
		before.awaitReleased();
	}

	@Test
	void whenNothingIsSetThenThereIsNoStatsServer() {
		try (LogCapture log = LogCapture.start(); UwsgiServer server = UwsgiServer.start(Transport.UNIX)) {
			assertThat(server.protocol().getStats()).isNull();
			assertThat(server.protocol().getBoundStats()).isNull();
			assertThat(log.linesWith("Stats server")).isEmpty();
		}
	}

	@Test
	void whenAllCoresAreBusyThenTheDocumentShowsIt() {
		try (Gate gate = new Gate(); UwsgiServer server = start((protocol) -> {
			protocol.setMaxThreads(2);
			protocol.setStatsMinified(true);
		})) {
			server.handle((request, response) -> gate.pass());
			List<UwsgiConnection> connections = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				connections.add(server.client().connect().send(PACKET));
			}
			gate.awaitWaiting(2);
			assertThat(read(server)).contains("\"status\":\"busy\"")
				.containsSubsequence("\"in_request\":1", "\"REQUEST_URI=/slow?a=1\"", "\"HTTP_COOKIE=******\"",
						",\"\"]", "\"in_request\":1", "\"REQUEST_URI=/slow?a=1\"")
				.doesNotContain("secret");
			gate.open();
			connections.forEach((connection) -> {
				connection.response();
				connection.close();
			});
			assertThat(read(server)).contains("\"status\":\"idle\"", "\"requests\":4,").doesNotContain("REQUEST_URI");
		}
	}

	@Test
	void whenOptionsAreSetThenTheyApply() {
		try (UwsgiServer server = start((protocol) -> {
			protocol.setStatsHttp(true);
			protocol.setStatsNoCores(true);
			protocol.setMemoryReport(true);
			protocol.setChmodSocket("640");
		})) {
			UwsgiProtocol protocol = server.protocol();
			assertThat(protocol.isStatsHttp()).isTrue();
			assertThat(protocol.isStatsMinified()).isFalse();
			assertThat(protocol.isStatsNoCores()).isTrue();
			assertThat(protocol.getStats()).isEqualTo("unix:" + path());
			assertThat(path()).satisfies((path) -> assertThat(mode(path)).isEqualTo("rw-r-----"));
			try (UwsgiConnection connection = connect(server).send(Packets.octets("GET / HTTP/1.0\r\n\r\n"))) {
				assertThat(text(connection.readToEnd())).startsWith("HTTP/1.0 200 OK\r\n")
					.contains("\r\n\r\n{\n\t\"version\":")
					.doesNotContain("\"cores\"")
					.doesNotContain("\"rss\":0,");
			}
		}
	}

	@Test
	void whenConnectorIsStartedAgainThenSoIsTheStatsServer() {
		try (UwsgiServer server = start((protocol) -> protocol.setMaxThreads(2))) {
			for (int i = 1; i <= 5; i++) {
				assertThat(server.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
				assertThat(read(server)).contains("\n\t\t\t\"requests\":" + i + ",");
				server.stop();
				assertThat(path()).doesNotExist();
				assertThat(server.protocol().getBoundStats()).isNull();
				server.start();
			}
		}
		assertThat(path()).doesNotExist();
	}

	@Test
	void whenConnectorStopsThenStatisticsAreServedUntilTheLastRequestHasEnded() {
		try (Gate gate = new Gate(); UwsgiServer server = start((protocol) -> protocol.setMaxThreads(2))) {
			server.handle((request, response) -> gate.pass());
			try (UwsgiConnection connection = server.client().connect().send(PACKET)) {
				gate.awaitWaiting(1);
				server.connector().pause();
				server.connector().getProtocolHandler().closeServerSocketGraceful();
				assertThat(read(server)).contains("\"accepting\":0,", "\"status\":\"busy\"");
				gate.open();
				connection.response();
				server.stop();
				assertThat(path()).doesNotExist();
			}
		}
	}

	@Test
	void whenManyDoNotReadThenTheConnectorServesAndSoDoesTheStatsServer() {
		try (UwsgiServer server = start((protocol) -> {
			// Makes the document larger than what a socket takes
			protocol.setMaxThreads(700);
			protocol.setMinSpareThreads(2);
		})) {
			List<UwsgiConnection> slow = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				slow.add(connect(server));
			}
			slow.forEach((connection) -> connection.readAtLeast(1));
			for (int i = 0; i < 20; i++) {
				assertThat(server.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
				assertThat(read(server)).endsWith("\n}");
			}
			assertThat(slow).noneMatch((connection) -> connection.received().length > 100_000);
			slow.forEach(UwsgiConnection::close);
		}
	}

	@Test
	void whenTheAddressIsTakenThenTheConnectorDoesNotStart() {
		try (UwsgiServer server = start((protocol) -> {
		})) {
			assertThatException().isThrownBy(() -> start((protocol) -> {
			}).close())
				.havingRootCause()
				.isInstanceOf(SocketBindException.class)
				.withMessageStartingWith("uwsgi.stats: cannot bind unix:" + path());
			assertThat(read(server)).isNotEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ":0", "0.0.0.0:0", "[::]:0" })
	void whenOthersCouldReadStatisticsThenTheConnectorDoesNotStart(String address) {
		assertThatException()
			.isThrownBy(() -> UwsgiServer.start(Transport.UNIX, (protocol) -> protocol.setStats(address)).close())
			.havingRootCause()
			.isInstanceOf(UwsgiConfigurationException.class)
			.withMessageContaining("uwsgi.stats '" + address + "'")
			.withMessageContaining("uwsgi.allow-from");
	}

	@Test
	void whenAllowFromIsSetThenItCountsForStatistics() {
		try (LogCapture log = LogCapture.start(); UwsgiServer server = UwsgiServer.start(Transport.UNIX, (protocol) -> {
			protocol.setStats("0.0.0.0:0");
			protocol.setAllowFrom(List.of("127.0.0.2"));
		})) {
			String peer = server.protocol().getBoundStats().toString().replace("0.0.0.0", "127.0.0.1");
			try (UwsgiConnection allowed = new UwsgiClient(peer, new InetSocketAddress("127.0.0.2", 0)).connect();
					UwsgiConnection other = new UwsgiClient(peer).connect()) {
				assertThat(text(allowed.readToEnd())).endsWith("}");
				assertThat(other.awaitEnd()).isEmpty();
			}
			assertThat(log.lines(Level.WARNING)).singleElement().asString().contains("127.0.0.1", "uwsgi.allow-from");
		}
	}

	private UwsgiServer start(Consumer<UwsgiProtocol> customizer) {
		return UwsgiServer.start(Transport.UNIX, (protocol) -> {
			protocol.setStats(path().toString());
			customizer.accept(protocol);
		});
	}

	private Path path() {
		return this.directory.resolve("stats.sock");
	}

	private static UwsgiConnection connect(UwsgiServer server) {
		return new UwsgiClient(server.protocol().getBoundStats().toString().replaceFirst("^unix:", "")).connect();
	}

	private static String read(UwsgiServer server) {
		try (UwsgiConnection connection = connect(server)) {
			return text(connection.readToEnd());
		}
	}

	private static String text(byte[] document) {
		return new String(document, StandardCharsets.UTF_8);
	}

	private static String mode(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

}
