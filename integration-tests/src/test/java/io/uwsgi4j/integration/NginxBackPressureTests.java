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
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever sends faster than the other end reads has to wait, and nothing but the sockets
 * between them is filled.
 */
class NginxBackPressureTests extends AbstractNginxTests {

	private static final byte[] RING = Payload.bytes(1024 * 1024);

	// The buffers of the connector and of nginx, of which the largest have 32 KiB each,
	// and what was written last.
	private static final int BUFFERS = 128 * 1024;

	@AfterEach
	void nothingIsLoud() {
		assertQuiet();
	}

	@Test
	void whenClientReadsNothingThenTheWriterIsStopped() throws IOException {
		int times = 256;
		AtomicReference<RingWriter> writer = new AtomicReference<>();
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(serve(writer, "no", times));
			long written = awaitStop(writer);
			assertThat(written).isLessThan(SocketLimits.tcp() + backend() + BUFFERS);
			assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
			assertThat(Checksum.of(http.in(), (long) times * RING.length)).isEqualTo(Checksum.repeated(RING, times));
		}
	}

	@Test
	void whenNginxBuffersThenTheWriterNeedNotWaitForTheClient() throws IOException {
		int times = 64;
		AtomicReference<RingWriter> writer = new AtomicReference<>();
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(serve(writer, "yes", times));
			Await.until("the whole response",
					() -> writer.get() != null && writer.get().written() == (long) times * RING.length);
			application().awaitIdle();
			assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
			assertThat(Checksum.of(http.in(), (long) times * RING.length)).isEqualTo(Checksum.repeated(RING, times));
		}
	}

	@Test
	void whenPeerReadsNothingThenTheWriterIsStopped() {
		AtomicReference<RingWriter> writer = new AtomicReference<>();
		byte[] packet = UwsgiPacket.get(serve(writer, "no", 256)).toBytes();
		try (UwsgiConnection connection = new UwsgiClient(address()).connect().send(packet)) {
			long written = awaitStop(writer);
			assertThat(written).isLessThan(unreadBackend() + BUFFERS);
			connection.reset();
		}
		Await.until("error", () -> writer.get().error() != null);
	}

	@Test
	void whenHandlerReadsNothingThenTheSenderIsStopped() throws IOException {
		byte[] body = Payload.bytes(RunningApplication.LIMIT_POST);
		AtomicReference<LateReader> reader = new AtomicReference<>();
		String target = HandlerServlet.serve((request, response) -> reader.set(LateReader.start(request)));
		try (UwsgiConnection connection = new UwsgiClient(address()).connect()) {
			connection.send(UwsgiPacket.announce(target, body.length).head());
			AtomicInteger sent = new AtomicInteger();
			Stillness.await("the upload", () -> sendSome(connection, body, sent));
			assertThat(sent.get()).isLessThan((int) (unreadBackend() + BUFFERS));
			Await.until("event", () -> reader.get() != null && reader.get().isAsked());
			reader.get().read();
			connection.send(body, sent.get(), body.length);
			assertThat(connection.response().text()).isEqualTo(String.valueOf(Checksum.of(body)));
		}
	}

	private long backend() {
		return this.variant.isUnix() ? SocketLimits.unix() : SocketLimits.tcp();
	}

	private long unreadBackend() {
		return this.variant.isUnix() ? SocketLimits.unix() : SocketLimits.unreadTcp();
	}

	private static String serve(AtomicReference<RingWriter> writer, String buffering, int times) {
		return HandlerServlet.serve((request, response) -> {
			response.setHeader("X-Accel-Buffering", buffering);
			writer.set(RingWriter.start(request.startAsync(), RING, (long) times * RING.length));
		});
	}

	private static long awaitStop(AtomicReference<RingWriter> writer) {
		Await.until("a stop", () -> writer.get() != null && writer.get().firstStop() > 0);
		return Stillness.await("the response", () -> writer.get().written());
	}

	private static int sendSome(UwsgiConnection connection, byte[] body, AtomicInteger sent) {
		int from = sent.get();
		int count = connection.trySend(Arrays.copyOfRange(body, from, Math.min(from + 65_536, body.length)));
		return sent.addAndGet(count);
	}

}
