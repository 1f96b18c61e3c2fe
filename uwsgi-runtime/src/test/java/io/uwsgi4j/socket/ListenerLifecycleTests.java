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

package io.uwsgi4j.socket;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for starting and stopping {@link ListenerSocket} many times.
 */
@ExtendWith(NoSocketLeak.class)
class ListenerLifecycleTests {

	private static final int CYCLES = 50;

	@TempDir
	Path directory;

	@Test
	void unixPathCanBeBoundAgainAndAgain() throws IOException {
		cycle(new UnixAddress(this.directory.resolve("app.sock")));
	}

	@Test
	void abstractNameCanBeBoundAgainAndAgain() throws IOException {
		cycle(new AbstractAddress("uwsgi4j-cycle-" + ProcessHandle.current().pid()));
	}

	@Test
	void tcpAddressCanBeBoundAgainAndAgain() throws IOException {
		UwsgiAddress address;
		try (ListenerSocket listener = ListenerSocket.bind(new TcpAddress("127.0.0.1", 0), Peers.OPTIONS)) {
			address = listener.address();
		}
		cycle(address);
	}

	@Test
	void inheritedSocketCanBeUsedAgainAndAgain() throws IOException {
		try (ServerSocketChannel server = Peers.liveServer(this.directory.resolve("app.sock"), 16)) {
			cycle(new InheritedAddress(Descriptors.of(server)));
		}
	}

	@Test
	void retiredUnixSocketTakesWhoIsThereAndNobodyElse() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS)) {
			try (SocketChannel first = Peers.connect(path); SocketChannel second = Peers.connect(path)) {
				listener.retire();
				assertThat(path).exists();
				assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Peers.connect(path));
				assertThat(first.isConnected() && second.isConnected()).isTrue();
				assertThat(Peers.accept(listener)).isTrue();
				assertThat(Peers.accept(listener)).isTrue();
				assertThat(Peers.accept(listener)).isFalse();
			}
		}
	}

	@Test
	void pathOfRetiredSocketCanBeBoundByTheNextOne() throws IOException {
		UnixAddress address = new UnixAddress(this.directory.resolve("app.sock"));
		try (ListenerSocket old = ListenerSocket.bind(address, Peers.OPTIONS)) {
			old.retire();
			try (ListenerSocket next = ListenerSocket.bind(address, Peers.OPTIONS)) {
				old.close();
				assertThat(Peers.reaches(address.path(), next)).isTrue();
			}
		}
	}

	@Test
	void inheritedSocketDoesNotRetire() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ServerSocketChannel server = Peers.liveServer(path, 16);
				ListenerSocket listener = ListenerSocket.bind(new InheritedAddress(Descriptors.of(server)),
						Peers.OPTIONS)) {
			listener.retire();
			assertThat(Peers.reaches(path, listener)).isTrue();
		}
	}

	private void cycle(UwsgiAddress address) throws IOException {
		Map<Integer, String> before = Descriptors.openSockets();
		for (int i = 0; i < CYCLES; i++) {
			try (ListenerSocket listener = ListenerSocket.bind(address, Peers.OPTIONS)) {
				assertThat(listener.address()).isEqualTo(address);
				assertThat(Peers.accept(listener)).isFalse();
			}
			assertThat(Descriptors.openedSince(before)).isEmpty();
		}
	}

}
