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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With a single core, peers that are too slow cost a descriptor and never the core.
 */
class SlowPeerTests extends AbstractWireTests {

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(1);
		protocol.setMinSpareThreads(1);
		protocol.setSocketTimeout(1);
	}

	@Test
	void whenManyConnectionsAreParkedThenANormalRequestIsServed() {
		List<UwsgiConnection> parked = park(50);
		for (int i = 0; i < 20; i++) {
			assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
		parked.forEach(UwsgiConnection::close);
	}

	@Test
	void whenBodyIsTooSlowThenPeerIsTold() {
		server().handle((request, response) -> Bodies.count(request.getInputStream()));
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", 1000).head()).send(new byte[10]);
			assertThat(connection.response().status()).isEqualTo(408);
		}
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenHeadIsTooSlowThenConnectionIsClosedAtSocketTimeout() {
		List<UwsgiConnection> parked = park(50);
		for (UwsgiConnection connection : parked) {
			connection.awaitEnd();
			connection.close();
		}
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenHeadTricklesInThenConnectionIsClosedAllTheSame() {
		try (UwsgiConnection connection = client().connect()) {
			Stream.iterate(0, (index) -> index + 1)
				.limit(PACKET.length - 1)
				.takeWhile((index) -> trickle(connection, index))
				.forEach((index) -> Await.pause(20_000_000));
			connection.awaitEnd();
		}
	}

	@Test
	void whenAnnouncedBodyNeverComesThenReadFailsAndCoreIsFree() {
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
		try (UwsgiConnection connection = client().connect().send(UwsgiPacket.announce("/", 10).head())) {
			connection.awaitEnd();
			assertThat(failure.get()).isInstanceOf(IOException.class);
			assertThat(log().errors()).isEmpty();
		}
	}

	@Test
	void whenPeerNeverReadsThenWriteFailsAndCoreIsFree() {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		server().handle((request, response) -> {
			try {
				response.getOutputStream().write(new byte[64 * 1024 * 1024]);
			}
			catch (IOException ex) {
				failure.set(ex);
				throw ex;
			}
		});
		try (UwsgiConnection connection = client().connect().send(PACKET)) {
			Await.until("write fails", () -> failure.get() != null);
			server().reset();
			assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
			assertThat(log().errors()).isEmpty();
		}
	}

	private List<UwsgiConnection> park(int count) {
		List<UwsgiConnection> parked = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			parked.add(client().connect().send(PACKET, 0, 1 + i * 5));
		}
		return parked;
	}

	/**
	 * Sends one more byte.
	 * @param connection the connection
	 * @param index the index of the byte
	 * @return whether the server is still there
	 */
	private static boolean trickle(UwsgiConnection connection, int index) {
		try {
			if (connection.isEnded()) {
				return false;
			}
			connection.send(PACKET, index, index + 1);
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

}
