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
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenerSocket} with a descriptor that somebody else opened. Server
 * channels of the JDK are blocking unless told otherwise, like what systemd passes.
 */
@ExtendWith(NoSocketLeak.class)
class InheritedListenerTests {

	@TempDir
	Path directory;

	@Test
	void whenUnixListenerIsInheritedThenClientsReachIt() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			int fd = listen(server, UnixDomainSocketAddress.of(path));
			try (ListenerSocket listener = bind(fd)) {
				assertThat(listener.address()).isEqualTo(new InheritedAddress(fd));
				assertThat(listener.inetAddress()).isNull();
				assertThat(listener.isUnix()).isTrue();
				assertThat(listener.isInherited()).isTrue();
				assertThat(listener.describe()).isEqualTo("inherited UNIX address " + path + " fd " + fd);
				assertThat(Peers.reaches(path, listener)).isTrue();
			}
		}
	}

	@Test
	void whenAbstractListenerIsInheritedThenItDescribesItself() throws IOException {
		LinuxSocket server = LinuxSocket.newSocketDomain();
		try {
			server.bind(new DomainSocketAddress("\0uwsgi4j-inherited"));
			server.listen(1);
			try (ListenerSocket listener = bind(server.intValue())) {
				assertThat(listener.describe())
					.isEqualTo("inherited UNIX address @uwsgi4j-inherited fd " + server.intValue());
			}
		}
		finally {
			server.close();
		}
	}

	@Test
	void whenTcpListenerIsInheritedThenClientsReachIt() throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
			int fd = listen(server, new InetSocketAddress("127.0.0.1", 0));
			try (ListenerSocket listener = bind(fd)) {
				assertThat(listener.address()).isEqualTo(new InheritedAddress(fd));
				assertThat(listener.inetAddress()).isEqualTo(server.getLocalAddress());
				assertThat(listener.isUnix()).isFalse();
				assertThat(listener.isInherited()).isTrue();
				assertThat(listener.describe())
					.isEqualTo("inherited TCP address 127.0.0.1:" + server.socket().getLocalPort() + " fd " + fd);
				try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
					assertThat(client.isConnected()).isTrue();
					assertThat(Peers.accept(listener)).isTrue();
				}
			}
		}
	}

	@Test
	void whenIpv6ListenerIsInheritedThenItDescribesItself() throws IOException {
		LinuxSocket server = LinuxSocket.newSocketStream(true);
		try {
			server.bind(new InetSocketAddress("::", 0));
			server.listen(1);
			try (ListenerSocket listener = bind(server.intValue())) {
				assertThat(listener.describe()).isEqualTo("inherited TCP address [0:0:0:0:0:0:0:0]:"
						+ listener.inetAddress().getPort() + " fd " + server.intValue());
			}
		}
		finally {
			server.close();
		}
	}

	@Test
	void whenInheritedListenerBlocksThenAcceptReturnsAtOnceAllTheSame() throws IOException {
		try (ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
				ServerSocketChannel tcp = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
			assertAcceptReturnsAtOnce(listen(unix, UnixDomainSocketAddress.of(this.directory.resolve("app.sock"))));
			assertAcceptReturnsAtOnce(listen(tcp, new InetSocketAddress("127.0.0.1", 0)));
		}
	}

	private static void assertAcceptReturnsAtOnce(int fd) throws IOException {
		assertThat(ProcFs.isNonBlocking(fd)).isFalse();
		try (ListenerSocket listener = bind(fd)) {
			assertThat(ProcFs.isNonBlocking(fd)).isTrue();
			// with a receive timeout instead, each would take a tick of the kernel
			assertThat(acceptNothing(listener.socket(), 1000)).succeedsWithin(Duration.ofMillis(500));
		}
		assertThat(ProcFs.isNonBlocking(fd)).as("others may share the socket").isTrue();
	}

	@Test
	void whenOnlyTheReceiveTimeoutIsLimitedThenAcceptReturnsSoon() throws IOException {
		try (ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
				ServerSocketChannel tcp = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
			assertLimitedWait(listen(unix, UnixDomainSocketAddress.of(this.directory.resolve("app.sock"))));
			assertLimitedWait(listen(tcp, new InetSocketAddress("127.0.0.1", 0)));
		}
	}

	private static void assertLimitedWait(int fd) throws IOException {
		LinuxSocket socket = LinuxSocket.newSocket(fd);
		NonBlockingMode.limitWait(socket);
		assertThat(ProcFs.isNonBlocking(fd)).isFalse();
		assertThat(acceptNothing(socket, 10)).succeedsWithin(Duration.ofSeconds(5));
	}

	private static CompletableFuture<Void> acceptNothing(LinuxSocket socket, int times) {
		return CompletableFuture.runAsync(() -> {
			for (int i = 0; i < times; i++) {
				try {
					assertThat(socket.accept(new byte[26])).isNegative();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}
		});
	}

	@Test
	void whenListenerIsAlreadyNonBlockingThenItIsLeftAsItIs() throws IOException {
		LinuxSocket server = LinuxSocket.newSocketStream(false);
		try {
			server.bind(new InetSocketAddress("127.0.0.1", 0));
			server.listen(1);
			try (ListenerSocket listener = bind(server.intValue())) {
				assertThat(Peers.accept(listener)).isFalse();
			}
		}
		finally {
			server.close();
		}
	}

	@Test
	void whenClosedThenTheDescriptorAndTheFileStayAndCanBeUsedAgain() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			int fd = listen(server, UnixDomainSocketAddress.of(path));
			FileStatus before = FileStatus.read(path);
			for (int i = 0; i < 3; i++) {
				ListenerSocket listener = ListenerSocket.bind(new InheritedAddress(fd),
						Peers.OPTIONS.withMode(0000).withOwner("no-such-user-1"));
				assertThat(Peers.reaches(path, listener)).isTrue();
				listener.close();
				listener.close();
				assertThat(ProcFs.target(fd)).startsWith("socket:");
			}
			assertThat(FileStatus.read(path)).isEqualTo(before);
		}
	}

	@Test
	void whenDescriptorIsNotOpenThenItIsNamed() {
		SocketBindException failure = Failures.bindFails(new InheritedAddress(987654));
		assertThat(failure.description()).isEqualTo("cannot use fd://987654: descriptor 987654 is not open");
		assertThat(failure.action()).contains("systemd socket unit");
	}

	@Test
	void whenDescriptorIsAFileThenItIsNamed() throws IOException {
		Path file = this.directory.resolve("file");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			int fd = Descriptors.of(file);
			assertThat(Failures.bindFails(new InheritedAddress(fd)).description())
				.isEqualTo("cannot use fd://" + fd + ": descriptor " + fd + " is not a socket but " + file);
			assertThat(channel.isOpen()).isTrue();
		}
	}

	@Test
	void whenSocketDoesNotListenThenItIsRefused() throws IOException {
		LinuxSocket idle = LinuxSocket.newSocketStream(false);
		try {
			assertThat(Failures.bindFails(new InheritedAddress(idle.intValue())).description())
				.contains("is a socket that does not listen");
		}
		finally {
			idle.close();
		}
	}

	@Test
	void whenSocketIsNotAStreamThenItIsRefused() throws IOException {
		LinuxSocket datagram = LinuxSocket.newSocketDomainDgram();
		try {
			assertThat(Failures.bindFails(new InheritedAddress(datagram.intValue())).description())
				.contains("is not a stream socket");
		}
		finally {
			datagram.close();
		}
	}

	private static ListenerSocket bind(int fd) throws SocketBindException {
		return ListenerSocket.bind(new InheritedAddress(fd), Peers.OPTIONS);
	}

	private static int listen(ServerSocketChannel server, SocketAddress address) throws IOException {
		server.bind(address, 16);
		return Descriptors.of(server);
	}

}
