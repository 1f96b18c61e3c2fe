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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;

/**
 * Netty's native sockets, with their failures turned into words. Mind that Netty reports
 * a failing socket option, and a failure to create a socket, as a
 * {@link ChannelException}, which is unchecked.
 */
final class NativeTransport {

	private static final Logger logger = System.getLogger(NativeTransport.class.getName());

	private NativeTransport() {
	}

	/**
	 * Makes sure that there are native sockets at all; to be called before anything else
	 * touches them.
	 * @param address the address that is to be bound
	 * @throws SocketBindException if the native library is missing or cannot be loaded
	 */
	static void requireAvailable(UwsgiAddress address) throws SocketBindException {
		if (!Epoll.isAvailable()) {
			throw new SocketBindException(address,
					"cannot bind " + address + ": Netty's native epoll transport is not available on this platform ("
							+ System.getProperty("os.name") + "/" + System.getProperty("os.arch") + "): "
							+ rootCause(Epoll.unavailabilityCause()),
					"Run on Linux x86_64, aarch64 or riscv64 with glibc and with netty-transport-native-epoll for"
							+ " that platform on the class path. Where that is not possible, uwsgi.enabled=false"
							+ " runs the application over plain HTTP.",
					Epoll.unavailabilityCause());
		}
	}

	// the library's name is at the bottom, below an error of class initialization
	private static Throwable rootCause(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

	static LinuxSocket newUnixSocket(UwsgiAddress address) throws SocketBindException {
		return newSocket(address, LinuxSocket::newSocketDomain);
	}

	static LinuxSocket newTcpSocket(UwsgiAddress address, boolean ipv6) throws SocketBindException {
		return newSocket(address, () -> LinuxSocket.newSocketStream(ipv6));
	}

	private static LinuxSocket newSocket(UwsgiAddress address, Supplier<LinuxSocket> factory)
			throws SocketBindException {
		try {
			return factory.get();
		}
		catch (ChannelException ex) {
			throw new SocketBindException(address,
					"cannot create a socket for " + address + ": " + rootCause(ex).getMessage(),
					"Check the limit of open files (ulimit -n, LimitNOFILE= in systemd), and for an IPv6 address"
							+ " that IPv6 is enabled.",
					ex);
		}
	}

	/**
	 * Returns what a TCP socket is bound to.
	 * @param socket the bound socket
	 * @return the address, without a scope if it has none
	 * @throws IOException if the kernel does not tell
	 */
	static InetSocketAddress localAddress(LinuxSocket socket) throws IOException {
		InetSocketAddress bound = socket.localAddress();
		if (bound == null) {
			throw new IOException("the bound address is unknown");
		}
		if (bound.getAddress() instanceof Inet6Address ipv6 && ipv6.getScopeId() == 0) {
			// Netty sets scope 0, which would show as "%0"
			return new InetSocketAddress(InetAddress.getByAddress(ipv6.getAddress()), bound.getPort());
		}
		return bound;
	}

	/**
	 * Makes the kernel answer further attempts to connect to a unix socket as if nobody
	 * listened. Those that have connected can still be accepted.
	 * @param socket the listening unix socket
	 */
	static void refuseConnections(LinuxSocket socket) {
		try {
			socket.shutdown(true, false);
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "a listening socket could not be shut down", ex);
		}
	}

	static void close(LinuxSocket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			logger.log(Level.WARNING, "closing a listening socket failed", ex);
		}
	}

}
