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
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;

import io.netty.channel.epoll.LinuxSocket;
import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link ListenerSocket} on TCP.
 */
@ExtendWith(NoSocketLeak.class)
class TcpListenerTests {

	private static final int TCP_NODELAY = 1;

	@Test
	void whenPortIsZeroThenTheRealOneIsKnown() throws IOException {
		try (ListenerSocket listener = bind("127.0.0.1:0")) {
			InetSocketAddress bound = listener.inetAddress();
			assertThat(bound).isNotNull();
			assertThat(bound.getPort()).isPositive();
			assertThat(bound.getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
			assertThat(listener.address()).isEqualTo(new TcpAddress("127.0.0.1", bound.getPort()));
			assertThat(listener.isUnix()).isFalse();
			assertThat(listener.isInherited()).isFalse();
			assertThat(listener.describe()).isEqualTo("TCP address 127.0.0.1:" + bound.getPort());
			assertThat(Peers.accept(listener)).isFalse();
			assertThat(isReachable(listener, "127.0.0.1")).isTrue();
		}
	}

	@Test
	void whenHostIsEmptyThenAllIpv4InterfacesAreBound() throws IOException {
		try (ListenerSocket listener = bind(":0")) {
			assertThat(listener.inetAddress().getAddress()).isInstanceOf(Inet4Address.class)
				.matches(InetAddress::isAnyLocalAddress);
			assertThat(listener.describe()).isEqualTo("TCP address :" + listener.inetAddress().getPort());
			assertThat(isReachable(listener, "127.0.0.1")).isTrue();
			assertThat(isReachable(listener, "127.1.2.3")).isTrue();
		}
	}

	@Test
	void whenHostIsLocalhostThenItIsTheIpv4One() throws IOException {
		try (ListenerSocket listener = bind("localhost:0")) {
			assertThat(listener.inetAddress().getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
			assertThat(listener.describe()).isEqualTo("TCP address localhost:" + listener.inetAddress().getPort());
		}
	}

	@Test
	void whenHostIsIpv6ThenItIsBound() throws IOException {
		assumeThat(hasIpv6()).isTrue();
		try (ListenerSocket listener = bind("[::1]:0")) {
			int port = listener.inetAddress().getPort();
			assertThat(listener.inetAddress()).isEqualTo(new InetSocketAddress("::1", port));
			assertThat(listener.inetAddress().getAddress().getHostAddress()).doesNotContain("%");
			assertThat(listener.address()).isEqualTo(new TcpAddress("::1", port));
			assertThat(listener.describe()).isEqualTo("TCP address [::1]:" + port);
			assertThat(isReachable(listener, "::1")).isTrue();
		}
	}

	@Test
	void whenAddressIsTakenThenItIsNamedAndTheFixToo() throws IOException {
		try (ListenerSocket listener = bind("127.0.0.1:0")) {
			int port = listener.inetAddress().getPort();
			SocketBindException failure = Failures.bindFails(listener.address());
			assertThat(failure.description()).isEqualTo(
					"cannot bind 127.0.0.1:" + port + ": another socket already listens on 127.0.0.1 port " + port);
			assertThat(failure.action()).contains("ss -ltnp").contains("uwsgi.reuse-port");
			assertThat(Failures.bindFails(new TcpAddress("", port)).description()).contains("0.0.0.0 port " + port);
		}
	}

	@Test
	void whenReusePortIsOnThenSeveralListen() throws IOException {
		ListenOptions options = Peers.OPTIONS.withReusePort(true);
		try (ListenerSocket first = ListenerSocket.bind(new TcpAddress("127.0.0.1", 0), options);
				ListenerSocket second = ListenerSocket.bind(first.address(), options)) {
			assertThat(second.inetAddress()).isEqualTo(first.inetAddress());
			Failures.bindFails(first.address());
		}
	}

	@Test
	void whenAcceptedConnectionsLingerThenTheAddressCanBeBoundAgain() throws IOException {
		UwsgiAddress address;
		try (ListenerSocket listener = bind("127.0.0.1:0")) {
			address = listener.address();
			// accepted and closed by the server first: stays in TIME_WAIT
			assertThat(isReachable(listener, "127.0.0.1")).isTrue();
		}
		try (ListenerSocket listener = ListenerSocket.bind(address, Peers.OPTIONS)) {
			assertThat(listener.address()).isEqualTo(address);
		}
	}

	@Test
	void whenAddressIsNotOfThisMachineThenItIsNamed() {
		SocketBindException failure = Failures.bindFails(new TcpAddress("192.0.2.1", 3031));
		assertThat(failure.description()).contains("192.0.2.1 is not an address of this machine");
		assertThat(failure.action()).contains("ip addr");
	}

	@Test
	void whenHostCannotBeResolvedThenItIsNamed() {
		SocketBindException failure = Failures.bindFails(new TcpAddress("no-such-host.invalid", 3031));
		assertThat(failure.description()).contains("host 'no-such-host.invalid' cannot be resolved");
		assertThat(failure.action()).contains(":3031 means all interfaces");
	}

	@Test
	void whenPortIsPrivilegedThenTheUserIsNamed() throws IOException {
		assumeThat(ProcFs.user()).isNotEqualTo("uid 0");
		// containers often lower it to 0
		assumeThat(Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start")).content().doesNotStartWith("0");
		SocketBindException failure = Failures.bindFails(new TcpAddress("127.0.0.1", 1));
		assertThat(failure.description()).contains("(" + ProcFs.user() + ") is not permitted to listen on 127.0.0.1");
		assertThat(failure.action()).contains("CAP_NET_BIND_SERVICE");
	}

	@Test
	void whenBacklogIsGreaterThanTheKernelsLimitThenItFails() {
		int limit = ProcFs.somaxconn().orElseThrow();
		assertThat(Failures.bindFails(new TcpAddress("", 0), Peers.OPTIONS.withBacklog(limit + 1)).description())
			.contains("net.core.somaxconn (" + limit + ")");
	}

	@Test
	void whenOptionsAreOffThenOnlyReuseAddressIsSet() throws IOException {
		try (ListenerSocket listener = bind("127.0.0.1:0")) {
			LinuxSocket socket = listener.socket();
			assertThat(socket.isReuseAddress()).isTrue();
			assertThat(socket.isReusePort()).isFalse();
			assertThat(socket.isTcpNoDelay()).isFalse();
			assertThat(socket.isKeepAlive()).isFalse();
			assertThat(deferAccept(socket)).isZero();
		}
	}

	@Test
	void whenOptionsAreOnThenTheListenerHasThem() throws IOException {
		ListenOptions options = new ListenOptions(16, 0660, null, true, true, true, true, 5);
		try (ListenerSocket listener = ListenerSocket.bind(new TcpAddress("127.0.0.1", 0), options)) {
			LinuxSocket socket = listener.socket();
			assertThat(socket.isReuseAddress()).isTrue();
			assertThat(socket.isReusePort()).isTrue();
			assertThat(socket.isTcpNoDelay()).isTrue();
			assertThat(socket.isKeepAlive()).isTrue();
			// the kernel counts retransmissions, so the time is not exact
			assertThat(deferAccept(socket)).isBetween(5, 15);
		}
	}

	@Test
	void acceptedConnectionsInheritTheOptions() throws IOException {
		ListenOptions options = Peers.OPTIONS.withTcpNoDelay(true).withKeepAlive(true);
		try (ListenerSocket listener = ListenerSocket.bind(new TcpAddress("127.0.0.1", 0), options);
				Socket client = new Socket("127.0.0.1", listener.inetAddress().getPort())) {
			assertThat(client.isConnected()).isTrue();
			LinuxSocket accepted = LinuxSocket.newSocket(listener.socket().accept(new byte[26]));
			try {
				assertThat(accepted.getIntOpt(SocketConstants.IPPROTO_TCP, TCP_NODELAY)).isEqualTo(1);
				assertThat(accepted.isKeepAlive()).isTrue();
			}
			finally {
				accepted.close();
			}
		}
	}

	@Test
	void whenAcceptIsDeferredThenAConnectionWithoutDataIsNotAccepted() throws Exception {
		try (ListenerSocket listener = ListenerSocket.bind(new TcpAddress("127.0.0.1", 0),
				Peers.OPTIONS.withDeferAcceptSeconds(30));
				Socket client = new Socket("127.0.0.1", listener.inetAddress().getPort())) {
			assertThat(Peers.accept(listener)).isFalse();
			client.getOutputStream().write(1);
			Await.until("the connection is accepted", () -> Peers.accept(listener));
		}
	}

	private static int deferAccept(LinuxSocket socket) throws IOException {
		return socket.getIntOpt(SocketConstants.IPPROTO_TCP, SocketConstants.TCP_DEFER_ACCEPT);
	}

	private static boolean isReachable(ListenerSocket listener, String host) throws IOException {
		try (Socket client = new Socket(host, listener.inetAddress().getPort())) {
			return client.isConnected() && Peers.accept(listener);
		}
	}

	private static ListenerSocket bind(String address) throws SocketBindException {
		return ListenerSocket.bind(UwsgiAddress.parse(address), Peers.OPTIONS);
	}

	private static boolean hasIpv6() {
		try (ListenerSocket listener = bind("[::1]:0")) {
			return listener.inetAddress() != null;
		}
		catch (SocketBindException ex) {
			return false;
		}
	}

}
