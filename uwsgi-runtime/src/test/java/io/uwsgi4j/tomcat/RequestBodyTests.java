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
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the application does with a body, the peer gets the whole response.
 */
class RequestBodyTests extends AbstractWireTests {

	private static final int EIGHT_MIB = 8 * 1024 * 1024;

	@ParameterizedTest
	@ValueSource(ints = { 1, 8191, 8192, 65_536, EIGHT_MIB })
	void whenBodyIsReadThenItArrivesUnchanged(int length) {
		byte[] body = Bodies.random(length);
		AtomicReference<byte[]> seen = new AtomicReference<>();
		server().handle((request, response) -> {
			seen.set(request.getInputStream().readAllBytes());
			response.getOutputStream().write(Packets.octets("ok"));
		});
		assertThat(exchange(UwsgiPacket.post("/", body))).satisfies(WireAssertions::isOk);
		assertThat(Arrays.equals(seen.get(), body)).isTrue();
	}

	@Test
	void whenMoreUploadsRunThanThereAreLargeBuffersThenAllArriveUnchanged() {
		byte[] body = Bodies.random(512 * 1024);
		Gate gate = new Gate();
		server().handle((request, response) -> {
			InputStream in = request.getInputStream();
			byte[] first = in.readNBytes(body.length / 2);
			gate.pass();
			response.getOutputStream().write(first);
			response.getOutputStream().write(in.readAllBytes());
		});
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < BulkBuffers.MAX_COUNT + 4; i++) {
			connections.add(client().connect().send(UwsgiPacket.announce("/", body.length).head()));
		}
		connections.forEach((connection) -> connection.send(body, 0, body.length / 2 + 1));
		gate.awaitWaiting(connections.size());
		gate.open();
		for (UwsgiConnection connection : connections) {
			connection.sendWhileReading(Arrays.copyOfRange(body, body.length / 2 + 1, body.length));
			assertThat(Arrays.equals(connection.response().body(), body)).isTrue();
			connection.close();
		}
	}

	@Test
	void whenBodyIsReadByteByByteThenItArrivesUnchanged() {
		byte[] body = Bodies.random(40_000);
		server().handle((request, response) -> {
			for (int octet = request.getInputStream().read(); octet >= 0; octet = request.getInputStream().read()) {
				response.getOutputStream().write(octet);
			}
		});
		assertThat(exchange(UwsgiPacket.post("/", body)).body()).isEqualTo(body);
	}

	@Test
	void whenBodyIsReadAsFormThenParametersAreThere() {
		server().handle((request, response) -> response.getOutputStream()
			.write(Packets.octets(request.getParameter("a") + request.getParameter("b") + request.getParameter("c"))));
		UwsgiPacket packet = UwsgiPacket.post("/?c=3", Packets.octets("a=1&b=2"))
			.set("CONTENT_TYPE", "application/x-www-form-urlencoded");
		assertThat(exchange(packet).text()).isEqualTo("123");
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 401, 413 })
	void whenLargeBodyIsUnreadThenPeerGetsTheWholeResponse(int status) {
		server().handle((request, response) -> {
			response.setStatus(status);
			response.getOutputStream().write(Packets.octets("not interested"));
		});
		byte[] packet = UwsgiPacket.post("/", new byte[EIGHT_MIB]).toBytes();
		for (int i = 0; i < 10; i++) {
			Response response = exchange(packet);
			assertThat(response.status()).isEqualTo(status);
			assertThat(response.text()).isEqualTo("not interested");
			assertThat(response).satisfies(WireAssertions::isComplete);
		}
	}

	@Test
	void whenPeerReadsOnlyAfterSendingAllThenItGetsTheWholeResponse() {
		byte[] packet = UwsgiPacket.post("/", new byte[EIGHT_MIB]).toBytes();
		for (int i = 0; i < 10; i++) {
			try (UwsgiConnection connection = client().connect()) {
				assertThat(connection.send(packet).response()).satisfies(WireAssertions::isOk);
			}
		}
	}

	@Test
	void whenLargeBodyIsHalfReadThenPeerGetsTheWholeResponse() {
		byte[] answer = Bodies.random(1024 * 1024);
		server().handle((request, response) -> {
			request.getInputStream().readNBytes(EIGHT_MIB / 2);
			response.getOutputStream().write(answer);
		});
		Response response = exchange(UwsgiPacket.post("/", new byte[EIGHT_MIB]));
		assertThat(Arrays.equals(response.body(), answer)).isTrue();
	}

	@Test
	void whenSmallBodyIsUnreadThenPeerGetsTheWholeResponse() {
		for (int i = 0; i < 50; i++) {
			assertThat(exchange(UwsgiPacket.post("/", new byte[1000]))).satisfies(WireAssertions::isOk);
		}
	}

	@Test
	void whenHandlerFailsWithUnreadBodyThenPeerGets500() {
		server().handle((request, response) -> {
			throw new IllegalStateException("expected by the test");
		});
		assertThat(exchange(UwsgiPacket.post("/", new byte[EIGHT_MIB])).status()).isEqualTo(500);
	}

	@Test
	void whenResponseComesBeforeTheBodyThenPeerCanStillSendTheBody() {
		server().handle((request, response) -> response.sendError(413));
		byte[] body = new byte[EIGHT_MIB];
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", body.length).head());
			assertThat(connection.announcedResponse().status()).isEqualTo(413);
			connection.send(body);
			assertThat(connection.response().status()).isEqualTo(413);
		}
	}

	@Test
	void whenPeerNeverSendsTheUnreadBodyThenConnectionEnds() {
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", EIGHT_MIB).head());
			assertThat(connection.announcedResponse()).satisfies(WireAssertions::isOk);
			assertThat(connection.response()).satisfies(WireAssertions::isOk);
		}
	}

	@Test
	void whenPeerHalfClosesInsteadOfSendingTheUnreadBodyThenConnectionEnds() {
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", EIGHT_MIB).head()).halfClose();
			assertThat(connection.response()).satisfies(WireAssertions::isOk);
		}
	}

	@Test
	void whenBodyIsCutShortThenApplicationSeesAFailureAndNotAnEnd() {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		server().handle((request, response) -> {
			try {
				Bodies.count(request.getInputStream());
			}
			catch (IOException ex) {
				failure.set(ex);
				throw ex;
			}
		});
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", 10).head()).send(new byte[5]).halfClose();
			connection.awaitEnd();
		}
		assertThat(failure.get()).isInstanceOf(IOException.class);
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenBodyAndResponseStreamTogetherThenBothArrive() {
		server().handle((request, response) -> {
			byte[] buffer = new byte[1000];
			for (int count = request.getInputStream().read(buffer); count >= 0; count = request.getInputStream()
				.read(buffer)) {
				response.getOutputStream().write(buffer, 0, count);
				response.flushBuffer();
			}
		});
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", 15).head());
			for (String part : new String[] { "part1", "part2", "part3" }) {
				connection.send(Packets.octets(part)).readUntil(part);
			}
			assertThat(connection.response().text()).isEqualTo("part1part2part3");
		}
	}

}
