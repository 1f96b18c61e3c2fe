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
import java.net.InetSocketAddress;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Takes over a listening socket that this process was started with.
 */
final class InheritedBinder {

	private final InheritedAddress address;

	InheritedBinder(InheritedAddress address) {
		this.address = address;
	}

	ListenerSocket bind() throws SocketBindException {
		LinuxSocket socket = open();
		try {
			int domain = option(socket, SocketConstants.SO_DOMAIN);
			requireListening(socket, domain);
			NonBlockingMode.enable(socket);
			return (domain != SocketConstants.AF_UNIX) ? tcpListener(socket) : unixListener(socket);
		}
		catch (SocketBindException ex) {
			throw ex;
		}
		catch (IOException | ChannelException ex) {
			throw failure(ex.getMessage(), ex);
		}
	}

	private LinuxSocket open() throws SocketBindException {
		String target = ProcFs.target(this.address.fd());
		if (target != null && !target.startsWith("socket:")) {
			throw failure("descriptor " + this.address.fd() + " is not a socket but " + target, null);
		}
		try {
			return LinuxSocket.newSocket(this.address.fd());
		}
		catch (ChannelException ex) {
			throw failure((target != null) ? ex.getMessage() : "descriptor " + this.address.fd() + " is not open", ex);
		}
	}

	private void requireListening(LinuxSocket socket, int domain) throws IOException {
		if (domain != SocketConstants.AF_UNIX && domain != SocketConstants.AF_INET
				&& domain != SocketConstants.AF_INET6) {
			throw failure("descriptor " + this.address.fd() + " is neither a unix nor a TCP socket (address family "
					+ domain + ")", null);
		}
		if (option(socket, SocketConstants.SO_TYPE) != SocketConstants.SOCK_STREAM) {
			throw failure("descriptor " + this.address.fd() + " is not a stream socket", null);
		}
		if (option(socket, SocketConstants.SO_ACCEPTCONN) == 0) {
			throw failure("descriptor " + this.address.fd() + " is a socket that does not listen", null);
		}
	}

	private static int option(LinuxSocket socket, int name) throws IOException {
		return socket.getIntOpt(SocketConstants.SOL_SOCKET, name);
	}

	private ListenerSocket unixListener(LinuxSocket socket) {
		DomainSocketAddress bound = socket.localDomainSocketAddress();
		String path = (bound != null) ? bound.path() : "";
		String name = path.startsWith("\0") ? "@" + path.substring(1) : path;
		return new ListenerSocket(socket, this.address, null, describe("UNIX", name), null, 0);
	}

	private ListenerSocket tcpListener(LinuxSocket socket) throws IOException {
		InetSocketAddress bound = NativeTransport.localAddress(socket);
		TcpAddress name = new TcpAddress(bound.getAddress().getHostAddress(), bound.getPort());
		return new ListenerSocket(socket, this.address, bound, describe("TCP", name.toString()), null, 0);
	}

	private String describe(String family, String name) {
		return "inherited " + family + " address " + name + " fd " + this.address.fd();
	}

	private SocketBindException failure(@Nullable String reason, @Nullable Throwable cause) {
		return new SocketBindException(this.address, "cannot use " + this.address + ": " + reason,
				"Let the parent process pass a listening stream socket as descriptor " + this.address.fd()
						+ ", for example with a systemd socket unit (its first one is fd://3), or choose another"
						+ " address in uwsgi.socket.",
				cause);
	}

}
