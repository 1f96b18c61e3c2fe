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
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Slow readers get everything, peers that leave cost nothing and raise no alarm.
 */
class DisconnectTests extends AbstractWireTests {

	private static final int MIB = 1024 * 1024;

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	private static final byte[] BAD_PACKET = UwsgiPacket.empty().var("REQUEST_METHOD", "not a token").toBytes();

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(3);
		protocol.setMinSpareThreads(1);
	}

	@Test
	void whenPeerReadsSlowlyThenItGetsEverything() {
		byte[] body = Bodies.random(MIB);
		server().handle((request, response) -> response.getOutputStream().write(body));
		try (UwsgiConnection connection = client().connect().send(PACKET)) {
			for (int count = connection.readSome(9000); count >= 0; count = connection.readSome(9000)) {
				Await.pause(200_000);
			}
			assertThat(Arrays.equals(connection.response().body(), body)).isTrue();
		}
	}

	@Test
	void whenPeerLeavesMidResponseThenWriteFailsWithoutAnErrorInTheLog() {
		long before = abortsOfOthers();
		AtomicInteger failures = new AtomicInteger();
		server().handle((request, response) -> {
			try {
				writeUntilItFails(response.getOutputStream());
			}
			catch (IOException ex) {
				failures.incrementAndGet();
				throw ex;
			}
		});
		for (int i = 0; i < 20; i++) {
			UwsgiConnection connection = client().connect().send(PACKET);
			connection.readAtLeast(1000 * (i + 1));
			connection.reset();
		}
		Await.until("every write fails", () -> failures.get() == 20);
		Await.until("all are counted", () -> aborts() == before + 20);
		server().reset();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenPeerLeavesBeforeTheResponseThenNothingIsLoud() {
		try (Gate gate = new Gate()) {
			server().handle((request, response) -> {
				gate.pass();
				response.getOutputStream().write(new byte[2 * MIB]);
			});
			for (int i = 0; i < 3; i++) {
				UwsgiConnection connection = client().connect().send(PACKET);
				gate.awaitWaiting(i + 1);
				connection.reset();
			}
			gate.open();
			server().reset();
			assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenPeerLeavesMidRequestBodyThenReadFailsWithoutAnErrorInTheLog() {
		long before = abortsOfOthers();
		AtomicInteger entered = new AtomicInteger();
		AtomicInteger failures = new AtomicInteger();
		server().handle((request, response) -> {
			entered.incrementAndGet();
			try {
				Bodies.count(request.getInputStream());
			}
			catch (IOException ex) {
				failures.incrementAndGet();
				throw ex;
			}
		});
		for (int i = 1; i <= 10; i++) {
			int count = i;
			UwsgiConnection connection = client().connect().send(UwsgiPacket.announce("/", MIB).head());
			Await.until("handler runs", () -> entered.get() == count);
			connection.send(new byte[5000 * i]).reset();
		}
		Await.until("every read fails", () -> failures.get() == 10);
		Await.until("all are counted", () -> aborts() == before + 10);
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenManyPeersLeaveAtOnceThenServerServesOn() {
		for (int i = 0; i < 300; i++) {
			client().connect().send(PACKET).reset();
		}
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenPeersOfBadPacketsDoNotWaitForTheirAnswersThenAllConnectionsAreClosed() {
		for (int i = 0; i < 300; i++) {
			client().connect().send(BAD_PACKET).close();
		}
		Await.until("no connection is left", () -> server().protocol().getConnectionCount() == 0);
		assertThat(log().errors()).isEmpty();
	}

	@Test
	void whenPeersAreServedThenNobodyIsSaidToHaveLeft() {
		long before = abortsOfOthers();
		for (int i = 0; i < 20; i++) {
			assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
			client().connect().close();
		}
		assertThat(aborts()).isEqualTo(before);
	}

	// Nothing that earlier tests have left is counted any more.
	private long abortsOfOthers() {
		Await.until("no connection is left", () -> server().protocol().getConnectionCount() == 0);
		return aborts();
	}

	private long aborts() {
		return server().protocol().getClientAborts();
	}

	private static void writeUntilItFails(OutputStream out) throws IOException {
		byte[] piece = new byte[50_000];
		for (int i = 0; i < 2000; i++) {
			out.write(piece);
		}
		throw new IllegalStateException("100 MB went to nobody");
	}

}
