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

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A packet is the same packet however its bytes arrive.
 */
class DeliveryTests extends AbstractWireTests {

	/** Long enough for the server to have given up on waiting inside a core. */
	private static final long PARKED = 60_000_000;

	private static final long MOMENT = 50_000;

	private static final byte[] BODY = Packets.octets("0123456789");

	private static final byte[] SMALL = UwsgiPacket.empty()
		.var("REQUEST_METHOD", "POST")
		.var("REQUEST_URI", "/small?a=b")
		.var("CONTENT_LENGTH", String.valueOf(BODY.length))
		.header("Host", "h")
		.body(BODY)
		.toBytes();

	@BeforeEach
	void echo() {
		server().handle((request, response) -> {
			byte[] body = request.getInputStream().readAllBytes();
			String line = request.getMethod() + " " + request.getRequestURI() + "?" + request.getQueryString() + " ";
			response.getOutputStream().write(Packets.concat(Packets.octets(line), body));
		});
	}

	@Test
	void whenPacketArrivesByteByByteThenItIsServed() {
		try (UwsgiConnection connection = client().connect()) {
			connection.sendInFragments(SMALL, 1, MOMENT);
			assertThat(connection.response()).satisfies(DeliveryTests::isEchoOfSmall);
		}
	}

	@Test
	void whenPacketArrivesInTwoHalvesAtAnyPointThenItIsServed() {
		servesEverySplit(MOMENT);
	}

	@Test
	void whenSecondHalfArrivesAfterParkingThenItIsServed() {
		servesEverySplit(PARKED);
	}

	@Test
	void whenLargePacketArrivesInFragmentsThenItIsServed() {
		byte[] body = Bodies.random(60_000);
		byte[] packet = UwsgiPacket.post("/large?c=d", body).padTo(65_535).toBytes();
		try (UwsgiConnection connection = client().connect()) {
			connection.sendInFragments(packet, 1021, MOMENT);
			Response response = connection.response();
			assertThat(response.text()).startsWith("POST /large?c=d ");
			assertThat(response.body()).endsWith(body);
		}
	}

	@Test
	void whenHeadArrivesLateAfterConnectThenItIsServed() {
		try (UwsgiConnection connection = client().connect()) {
			Await.pause(PARKED);
			assertThat(connection.send(SMALL).response()).satisfies(DeliveryTests::isEchoOfSmall);
		}
	}

	@Test
	void whenBodyArrivesLateThenItIsServed() {
		byte[] body = Bodies.random(5000);
		UwsgiPacket packet = UwsgiPacket.post("/late?e=f", body);
		try (UwsgiConnection connection = client().connect()) {
			connection.send(packet.head());
			Await.pause(PARKED);
			connection.send(body, 0, 2500);
			Await.pause(PARKED);
			connection.send(body, 2500, 5000);
			assertThat(connection.response().body()).endsWith(body);
		}
	}

	@Test
	void whenPeerHalfClosesAfterItsRequestThenItIsServed() {
		try (UwsgiConnection connection = client().connect()) {
			assertThat(connection.send(SMALL).halfClose().response()).satisfies(DeliveryTests::isEchoOfSmall);
		}
	}

	@Test
	void whenConnectionEndsWithoutAByteThenNothingIsLogged() {
		for (int i = 0; i < 20; i++) {
			client().connect().close();
		}
		serveOne();
		assertThat(log().lines(Level.INFO)).isEmpty();
	}

	@Test
	void whenPeerOnlyHalfClosesThenConnectionIsClosedSilently() {
		try (UwsgiConnection connection = client().connect()) {
			assertThat(connection.halfClose().readToEnd()).isEmpty();
		}
		assertThat(log().lines(Level.INFO)).isEmpty();
	}

	@Test
	void whenConnectionEndsInsideThePacketThenItIsClosedSilently() {
		int head = SMALL.length - BODY.length;
		for (int cut = 1; cut < head; cut += 3) {
			try (UwsgiConnection connection = client().connect()) {
				assertThat(connection.send(SMALL, 0, cut).halfClose().readToEnd()).as("cut at %d", cut).isEmpty();
			}
		}
		assertThat(log().lines(Level.INFO)).isEmpty();
	}

	@Test
	void whenParkedConnectionEndsThenItIsClosedSilently() {
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int cut = 1; cut < SMALL.length - BODY.length; cut += 7) {
			connections.add(client().connect().send(SMALL, 0, cut));
		}
		Await.pause(PARKED);
		for (UwsgiConnection connection : connections) {
			assertThat(connection.halfClose().readToEnd()).isEmpty();
			connection.close();
		}
		assertThat(log().lines(Level.INFO)).isEmpty();
	}

	@Test
	void whenConnectionIsResetInsideThePacketThenNothingIsLogged() {
		for (int cut = 1; cut < SMALL.length - BODY.length; cut += 7) {
			client().connect().send(SMALL, 0, cut).reset();
		}
		serveOne();
		assertThat(log().lines(Level.INFO)).isEmpty();
	}

	private void servesEverySplit(long pause) {
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int split = 1; split < SMALL.length; split++) {
			connections.add(client().connect().send(SMALL, 0, split));
		}
		Await.pause(pause);
		for (int split = 1; split < SMALL.length; split++) {
			try (UwsgiConnection connection = connections.get(split - 1)) {
				connection.send(SMALL, split, SMALL.length);
				assertThat(connection.response()).as("split at %d", split).satisfies(DeliveryTests::isEchoOfSmall);
			}
		}
	}

	private void serveOne() {
		assertThat(exchange(SMALL)).satisfies(DeliveryTests::isEchoOfSmall);
	}

	private static void isEchoOfSmall(Response response) {
		assertThat(response.text()).isEqualTo("POST /small?a=b 0123456789");
		assertThat(response).satisfies(WireAssertions::isComplete);
	}

}
