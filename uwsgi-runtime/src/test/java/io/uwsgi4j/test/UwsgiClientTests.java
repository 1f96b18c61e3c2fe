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

package io.uwsgi4j.test;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The test client against a peer that does exactly what the test says.
 */
class UwsgiClientTests {

	@TempDir
	Path directory;

	private ServerSocketChannel listener;

	private UwsgiConnection connection;

	private SocketChannel peer;

	@BeforeEach
	void connect() throws IOException {
		Path path = this.directory.resolve("peer.sock");
		this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
		this.connection = new UwsgiClient(path.toString()).connect();
		this.peer = this.listener.accept();
	}

	@AfterEach
	void close() throws IOException {
		this.connection.close();
		this.peer.close();
		this.listener.close();
	}

	@Test
	void whenBytesAreSentThenPeerGetsThem() throws IOException {
		this.connection.send(new byte[] { 1, 2 }).sendInFragments(new byte[] { 3, 4, 5 }, 2, 1).halfClose();
		assertThat(receive()).containsExactly(1, 2, 3, 4, 5);
	}

	@Test
	void whenPeerAnswersThenResponseEndsWithItsClose() throws IOException {
		answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
		assertThat(this.connection.readUntil("\r\n\r\n")).isNotEmpty();
		answer("ok");
		assertThat(this.connection.announcedResponse().text()).isEqualTo("ok");
		assertThat(this.connection.isEnded()).isFalse();
		this.peer.close();
		assertThat(this.connection.response().text()).isEqualTo("ok");
		assertThat(this.connection.isEnded()).isTrue();
	}

	@Test
	void whenPeerDoesNotReadThenOnlyPartIsTaken() {
		byte[] large = new byte[16 * 1024 * 1024];
		int total = 0;
		for (int count = this.connection.trySend(large); count > 0; count = this.connection.trySend(large)) {
			total += count;
		}
		assertThat(total).isPositive().isLessThan(large.length);
	}

	@Test
	void whenPeerNeverClosesThenReadingFailsAtTheLimit() throws IOException {
		answer("some");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.connection.readToEnd(Duration.ofMillis(50)))
			.withMessageContaining("some");
	}

	@Test
	void whenDescriptorAndThreadStayBehindThenResourcesFindThem() throws IOException {
		Resources before = Resources.take();
		SocketChannel leak = SocketChannel.open();
		CountDownLatch end = new CountDownLatch(1);
		new Thread(() -> awaitQuietly(end), "left-behind").start();
		assertThat(before.newThreads()).containsExactly("left-behind");
		assertThat(before.newDescriptors()).hasSize(1);
		leak.close();
		end.countDown();
		before.awaitReleased();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void answer(String text) throws IOException {
		this.peer.write(ByteBuffer.wrap(Packets.octets(text)));
	}

	private byte[] receive() throws IOException {
		ByteBuffer target = ByteBuffer.allocate(1000);
		while (this.peer.read(target) >= 0) {
			continue;
		}
		byte[] bytes = new byte[target.position()];
		target.flip().get(bytes);
		return bytes;
	}

}
