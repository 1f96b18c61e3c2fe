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
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.ResizableExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code server.tomcat.*} does to a connection, and what it does not.
 */
@Timeout(90)
class TomcatSettingsTests {

	private static final UwsgiPacket HELLO = UwsgiPacket.get("/hello");

	private static final UwsgiPacket HELD = UwsgiPacket.get("/held");

	private static final long MOMENT = 50_000_000;

	@ParameterizedTest
	@CsvSource({ "server.tomcat.threads.max", "server.tomcat.max-connections" })
	void whenThreadsOrConnectionsAreLimitedThenNoMoreAreServedAtATime(String property) {
		try (Gate gate = HeldController.hold(); OwnApplication application = OwnApplication.start(property + "=2")) {
			List<UwsgiConnection> connections = application.send(6, HELD);
			gate.awaitWaiting(2);
			Await.pause(MOMENT);
			gate.open();
			assertThat(connections)
				.allSatisfy((connection) -> assertThat(connection.response().text()).isEqualTo("held"));
			assertThat(gate.most()).isEqualTo(2);
			connections.forEach(UwsgiConnection::close);
		}
	}

	@Test
	void whenThreadsAreSpareThenTheyAreThereFromTheStart() {
		try (OwnApplication application = OwnApplication.start("server.tomcat.threads.max=20",
				"server.tomcat.threads.min-spare=7")) {
			AbstractProtocol<?> protocol = (AbstractProtocol<?>) application.connector().getProtocolHandler();
			ResizableExecutor cores = (ResizableExecutor) protocol.getExecutor();
			assertThat(cores.getPoolSize()).isEqualTo(7);
			assertThat(application.exchange(HELLO).status()).isEqualTo(200);
			assertThat(cores.getPoolSize()).isEqualTo(7);
		}
	}

	@Test
	void whenAcceptCountIsSetThenItIsTheLengthOfTheListenQueue() throws IOException {
		try (Gate gate = HeldController.hold();
				OwnApplication application = OwnApplication.start("server.tomcat.threads.max=1",
						"server.tomcat.accept-count=3")) {
			List<UwsgiConnection> running = application.send(1, HELD);
			gate.awaitWaiting(1);
			// The kernel lets one more wait than it was told.
			assertThat(fill(application.socket(), 10)).isEqualTo(4);
			gate.open();
			assertThat(running.get(0).response().text()).isEqualTo("held");
			running.get(0).close();
		}
	}

	@Test
	void whenConnectionTimeoutIsShortThenOnlyHttpIsInAHurry() {
		try (OwnApplication application = OwnApplication.start(OwnApplication.WITH_HTTP,
				"server.tomcat.connection-timeout=100ms");
				UwsgiConnection uwsgi = application.client().connect();
				RawHttp http = new RawHttp(application.http())) {
			byte[] packet = HELLO.toBytes();
			uwsgi.send(packet, 0, 10);
			assertThat(http.readAll()).isEmpty();
			uwsgi.send(packet, 10, packet.length);
			assertThat(uwsgi.response().text()).isEqualTo("hello");
		}
	}

	@Test
	void whenAccessLogIsOnThenEachRequestHasALineWithItsClient() {
		try (OwnApplication application = OwnApplication.start("server.tomcat.accesslog.enabled=true",
				"server.tomcat.accesslog.directory=access", "server.tomcat.accesslog.rotate=false",
				"server.tomcat.accesslog.buffered=false", "server.tomcat.accesslog.pattern=%a %S \"%r\" %s %b",
				"uwsgi.limit-post=10")) {
			application.exchange(UwsgiPacket.get("/hello?a=b"));
			application.exchange(UwsgiPacket.post("/digest", new byte[11]));
			Path file = application.directory().resolve("tomcat/access/access_log.log");
			Await.until(() -> "two lines in " + text(file), Await.LIMIT, () -> text(file).lines().count() == 2);
			assertThat(text(file).lines()).containsExactly("192.0.2.7 - \"GET /hello?a=b HTTP/1.1\" 200 5",
					"null - \"-\" 413 22");
		}
	}

	@ParameterizedTest
	@CsvSource({ "server.tomcat.max-http-form-post-size=20B,a=1,a=1234567890123456789",
			"server.tomcat.max-parameter-count=2,a=1&b=2,a=1&b=2&c=3" })
	void whenFormExceedsALimitThenAnswerIsThatOfHttp(String property, String good, String bad) {
		try (OwnApplication application = OwnApplication.start(OwnApplication.WITH_HTTP, property)) {
			String type = "application/x-www-form-urlencoded";
			assertThat(post(application, "/parameters", type, good)).isEqualTo(200);
			// Tomcat leaves the exception to the application, which leaves it to Tomcat.
			assertThat(post(application, "/parameters", type, bad)).isEqualTo(500);
		}
	}

	@ParameterizedTest
	@CsvSource({ "server.tomcat.max-part-count=1", "server.tomcat.max-part-header-size=60B" })
	void whenPartsExceedALimitThenAnswerIsThatOfHttp(String property) {
		String form = """
				--XX\r
				Content-Disposition: form-data; name="title"\r
				\r
				text\r
				--XX\r
				Content-Disposition: form-data; name="file"; filename="data.bin"\r
				\r
				data\r
				--XX--\r
				""";
		try (OwnApplication application = OwnApplication.start(OwnApplication.WITH_HTTP, property)) {
			assertThat(post(application, "/upload", "multipart/form-data; boundary=XX", form)).isEqualTo(413);
		}
	}

	@Test
	void whenUnreadBodyIsWithinMaxSwallowSizeThenPeerGetsTheWholeResponse() {
		byte[] body = new byte[5_000_000];
		try (OwnApplication application = OwnApplication.start("server.tomcat.max-swallow-size=5MB")) {
			for (int i = 0; i < 20; i++) {
				Response response = application.exchange(UwsgiPacket.post("/reject/401", body));
				assertThat(response.status()).isEqualTo(401);
				assertThat(response.text()).isEqualTo("rejected");
			}
		}
	}

	@Test
	void whenCharactersAreRelaxedThenTheyAreLetThrough() {
		UwsgiPacket packet = UwsgiPacket.get("/inspect/a[b]?q={c}");
		try (OwnApplication application = OwnApplication.start("server.tomcat.relaxed-path-chars=[,]",
				"server.tomcat.relaxed-query-chars={,}")) {
			assertThat(application.exchange(packet).text().lines()).contains("uri=/inspect/a[b]", "query=q={c}");
			assertThat(application.exchange(UwsgiPacket.get("/inspect/a{b}")).status()).isEqualTo(400);
			assertThat(application.exchange(UwsgiPacket.get("/inspect/a?q=[b]")).status()).isEqualTo(400);
		}
		try (OwnApplication application = OwnApplication.start()) {
			assertThat(application.exchange(packet).status()).isEqualTo(400);
		}
	}

	@Test
	void whenUriEncodingIsSetThenPathAndParametersAreDecodedWithIt() {
		try (OwnApplication application = OwnApplication.start("server.tomcat.uri-encoding=ISO-8859-1")) {
			assertThat(application.exchange(UwsgiPacket.get("/inspect/caf%E9")).text()).contains("path=/caf\u00e9");
			assertThat(application.exchange(UwsgiPacket.get("/parameters?caf%E9=1")).text()).isEqualTo("[caf\u00e9]");
		}
	}

	@ParameterizedTest
	@CsvSource({ "server.forward-headers-strategy=none,10.0.0.9", "server.forward-headers-strategy=native,203.0.113.5",
			"spring.main.cloud-platform=none,10.0.0.9", "spring.main.cloud-platform=kubernetes,203.0.113.5" })
	void whenForwardedHeadersAreBelievedThenClientsOfPrivateNetworksCanLie(String property, String address) {
		UwsgiPacket packet = UwsgiPacket.get("/inspect/remote")
			.set("REMOTE_ADDR", "10.0.0.9")
			.header("X-Forwarded-For", "203.0.113.5");
		try (OwnApplication application = OwnApplication.start(property)) {
			assertThat(application.exchange(packet).text().lines()).contains("remote=" + address);
		}
	}

	@Test
	void whenMBeansAreRegisteredThenTomcatsMetersAreNamedAfterTheSocket() {
		try (WorkDirectory directory = WorkDirectory.create()) {
			Path socket = directory.path().resolve("app.sock");
			// In a JVM of its own, because once they are off they stay off.
			try (ApplicationProcess process = ApplicationProcess.start(socket, "--server.tomcat.threads.max=23",
					"--server.tomcat.mbeanregistry.enabled=true",
					"--management.endpoints.web.exposure.include=metrics")) {
				UwsgiClient client = new UwsgiClient(socket.toString());
				assertThat(client.exchange(UwsgiPacket.get("/actuator/metrics/tomcat.threads.config.max")).text())
					.as(process::log)
					.contains("23.0")
					.containsPattern("\"uwsgi-epoll-[^\"]*app\\.sock[^\"]*\"");
				assertThat(client.exchange(UwsgiPacket.get("/actuator/metrics/tomcat.global.request")).text())
					.as(process::log)
					.containsPattern("\"uwsgi-epoll-[^\"]*app\\.sock[^\"]*\"");
			}
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenThreadsAreVirtualThenBodiesAndWaitsWorkAsEver() {
		byte[] body = Payload.bytes(3_000_000);
		try (Gate gate = HeldController.hold();
				OwnApplication application = OwnApplication.start("spring.threads.virtual.enabled=true",
						"server.tomcat.threads.max=30")) {
			List<UwsgiConnection> held = application.send(20, HELD);
			gate.awaitWaiting(20);
			assertThat(application.exchange(UwsgiPacket.post("/echo", body)).body()).isEqualTo(body);
			gate.open();
			assertThat(held).allSatisfy((connection) -> assertThat(connection.response().text()).isEqualTo("held"));
			held.forEach(UwsgiConnection::close);
		}
	}

	// Sends the same to both connectors, which have to agree.
	private static int post(OwnApplication application, String target, String type, String body) {
		byte[] bytes = Packets.octets(body);
		String http = RawHttp.post(application.http(), target, type, bytes);
		int status = Integer.parseInt(http.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
		UwsgiPacket packet = UwsgiPacket.post(target, bytes).set("CONTENT_TYPE", type);
		assertThat(application.exchange(packet).status()).isEqualTo(status);
		return status;
	}

	// Returns how many connections are taken before one would have to wait for a place.
	private static int fill(Path socket, int limit) throws IOException {
		List<SocketChannel> channels = new ArrayList<>();
		try {
			while (channels.size() < limit && connectAtOnce(socket, channels)) {
				continue;
			}
			return channels.size();
		}
		finally {
			for (SocketChannel channel : channels) {
				channel.close();
			}
		}
	}

	private static boolean connectAtOnce(Path socket, List<SocketChannel> channels) throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			channel.configureBlocking(false);
			channel.connect(UnixDomainSocketAddress.of(socket));
			channels.add(channel);
			return true;
		}
		catch (SocketException ex) {
			channel.close();
			return false;
		}
	}

	private static String text(Path file) {
		try {
			return Files.exists(file) ? Files.readString(file) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
