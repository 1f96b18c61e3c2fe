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
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import org.jspecify.annotations.Nullable;

/**
 * Binds a TCP socket. Options are set on the listening socket, accepted ones inherit
 * them.
 */
final class TcpBinder {

	private final TcpAddress address;

	private final ListenOptions options;

	TcpBinder(TcpAddress address, ListenOptions options) {
		this.address = address;
		this.options = options;
	}

	ListenerSocket bind() throws SocketBindException {
		Backlog.check(this.address, this.options.backlog());
		InetAddress host = resolve();
		LinuxSocket socket = NativeTransport.newTcpSocket(this.address, host instanceof Inet6Address);
		try {
			setOptions(socket);
			socket.bind(new InetSocketAddress(host, this.address.port()));
			socket.listen(this.options.backlog());
			return listener(socket);
		}
		catch (IOException | ChannelException ex) {
			NativeTransport.close(socket);
			throw translate(host, ex);
		}
	}

	private InetAddress resolve() throws SocketBindException {
		try {
			return this.address.resolve();
		}
		catch (UnknownHostException ex) {
			throw failure("host '" + this.address.host() + "' cannot be resolved",
					"Check the name in uwsgi.socket, or use an IP address of this machine; :" + this.address.port()
							+ " means all interfaces.",
					ex);
		}
	}

	private void setOptions(LinuxSocket socket) throws IOException {
		socket.setReuseAddress(true);
		if (this.options.reusePort()) {
			socket.setReusePort(true);
		}
		if (this.options.tcpNoDelay()) {
			socket.setTcpNoDelay(true);
		}
		if (this.options.keepAlive()) {
			socket.setKeepAlive(true);
		}
		if (this.options.deferAcceptSeconds() > 0) {
			socket.setIntOpt(SocketConstants.IPPROTO_TCP, SocketConstants.TCP_DEFER_ACCEPT,
					this.options.deferAcceptSeconds());
		}
	}

	private ListenerSocket listener(LinuxSocket socket) throws IOException {
		InetSocketAddress bound = NativeTransport.localAddress(socket);
		TcpAddress effective = new TcpAddress(this.address.host(), bound.getPort());
		return new ListenerSocket(socket, effective, bound, "TCP address " + effective, null, this.options.backlog());
	}

	private SocketBindException translate(InetAddress host, Exception ex) {
		String where = host.getHostAddress() + " port " + this.address.port();
		return switch (Errno.of(ex)) {
			case Errno.EADDRINUSE -> failure("another socket already listens on " + where,
					"Stop the process that listens there ('ss -ltnp' shows it) or choose another address in"
							+ " uwsgi.socket. If several processes are meant to share it, set uwsgi.reuse-port=true in"
							+ " all of them.",
					ex);
			case Errno.EADDRNOTAVAIL -> failure(host.getHostAddress() + " is not an address of this machine",
					"Use one of the addresses that 'ip addr' shows in uwsgi.socket; :" + this.address.port()
							+ " means all interfaces.",
					ex);
			case Errno.EACCES, Errno.EPERM ->
				failure("this process (" + ProcFs.user() + ") is not permitted to listen on " + where,
						"Choose a port from 1024 up in uwsgi.socket, or give the process CAP_NET_BIND_SERVICE.", ex);
			default -> failure(ex.getMessage(), "Choose another address in uwsgi.socket.", ex);
		};
	}

	private SocketBindException failure(@Nullable String reason, String action, @Nullable Throwable cause) {
		return new SocketBindException(this.address, "cannot bind " + this.address + ": " + reason, action, cause);
	}

}
