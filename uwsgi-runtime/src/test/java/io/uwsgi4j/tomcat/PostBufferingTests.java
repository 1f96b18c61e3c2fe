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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With a single core and {@code post-buffering}, no core waits for a body.
 */
class PostBufferingTests extends AbstractWireTests {

	private static final int MEMORY_LIMIT = 20_000;

	private static final int MIB = 1024 * 1024;

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(1);
		protocol.setMinSpareThreads(1);
		protocol.setSocketTimeout(1);
		protocol.setPostBuffering(MEMORY_LIMIT);
		protocol.setLimitPost(10 * MIB);
	}

	@BeforeEach
	void echo() {
		server()
			.handle((request, response) -> response.getOutputStream().write(request.getInputStream().readAllBytes()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8192, MEMORY_LIMIT, MEMORY_LIMIT + 1, MIB })
	void whenBodyComesAtOnceThenItArrivesUnchanged(int length) {
		byte[] body = Bodies.random(length);
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", length).head()).sendWhileReading(body);
			assertThat(Arrays.equals(connection.response().body(), body)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 10_000, 100_000 })
	void whenBodyTricklesInThenItArrivesUnchanged(int length) {
		byte[] body = Bodies.random(length);
		try (UwsgiConnection connection = client().connect()) {
			connection.sendInFragments(UwsgiPacket.announce("/", length).head(), 7, 1_000_000);
			connection.sendInFragments(body, length / 20, 2_000_000);
			assertThat(Arrays.equals(connection.response().body(), body)).isTrue();
		}
	}

	@Test
	void whenBodiesAreOnTheirWayThenOtherRequestsAreServed() {
		byte[] body = Bodies.random(MIB);
		List<UwsgiConnection> uploads = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			uploads.add(client().connect().send(UwsgiPacket.announce("/", MIB).head()).send(body, 0, MIB / 2));
		}
		assertThat(exchange(UwsgiPacket.post("/", Packets.octets("meanwhile"))).text()).isEqualTo("meanwhile");
		for (UwsgiConnection upload : uploads) {
			upload.sendWhileReading(Arrays.copyOfRange(body, MIB / 2, MIB));
			assertThat(Arrays.equals(upload.response().body(), body)).isTrue();
			upload.close();
		}
	}

	@Test
	void whenListenersReadThenTheyFindTheWholeBody() {
		server().handle(EchoListener::start);
		byte[] body = Bodies.random(MIB);
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", MIB).head()).sendWhileReading(body);
			assertThat(Arrays.equals(connection.response().body(), body)).isTrue();
		}
	}

	@Test
	void whenBodyIsNotReadThenConnectionEndsAtOnce() {
		server().reset();
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", MIB).head()).send(Bodies.random(MIB));
			assertThat(connection.response()).satisfies(WireAssertions::isOk);
		}
	}

	@Test
	void whenBodyIsTooSlowThenPeerIsToldAndApplicationIsNotCalled() {
		AtomicInteger calls = new AtomicInteger();
		server().handle((request, response) -> calls.incrementAndGet());
		long before = rejected(Reason.BODY_TOO_SLOW);
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", 1000).head()).send(new byte[999]);
			Response response = connection.announcedResponse();
			assertThat(response.status()).isEqualTo(408);
		}
		assertThat(rejected(Reason.BODY_TOO_SLOW)).isEqualTo(before + 1);
		assertThat(calls).hasValue(0);
	}

	@Test
	void whenPeerLeavesThenNothingIsLoud() {
		for (int i = 0; i < 20; i++) {
			client().connect().send(UwsgiPacket.announce("/", MIB).head()).send(new byte[100_000]).reset();
		}
		assertThat(exchange(UwsgiPacket.post("/", Packets.octets("next"))).text()).isEqualTo("next");
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenBodyIsTooLargeThenItIsNotCollected() {
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", 10 * MIB + 1).head());
			assertThat(connection.announcedResponse().status()).isEqualTo(413);
		}
	}

}
