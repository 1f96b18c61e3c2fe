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

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.channel.epoll.LinuxSocket;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking socket that listens, and the knowledge of what has to be cleaned up
 * after it.
 */
public final class ListenerSocket implements AutoCloseable {

	private final LinuxSocket socket;

	private final UwsgiAddress address;

	private final @Nullable InetSocketAddress inetAddress;

	private final String description;

	private final @Nullable SocketFile vacuumFile;

	// How many connections may wait, 0 if somebody else has decided that.
	private final int backlog;

	// How the kernel lists a unix socket.
	private final @Nullable String kernelName;

	private final AtomicBoolean retired = new AtomicBoolean();

	// a server may close from its shutdown hook and from its own thread
	private final AtomicBoolean closed = new AtomicBoolean();

	// Keeps others from asking about a descriptor whose number may have been given away.
	private final ReentrantLock useLock = new ReentrantLock();

	ListenerSocket(LinuxSocket socket, UwsgiAddress address, @Nullable InetSocketAddress inetAddress,
			String description, @Nullable SocketFile vacuumFile, int backlog) {
		this.socket = socket;
		this.address = address;
		this.inetAddress = inetAddress;
		this.description = description;
		this.vacuumFile = vacuumFile;
		this.backlog = backlog;
		this.kernelName = (inetAddress != null) ? null : QueueProbe.unixName(socket);
	}

	/**
	 * Binds an address and starts to listen. On failure nothing is left behind.
	 * @param address where to listen
	 * @param options how to listen
	 * @return the listening socket, to be closed by the caller
	 * @throws SocketBindException if the address cannot be bound
	 */
	public static ListenerSocket bind(UwsgiAddress address, ListenOptions options) throws SocketBindException {
		NativeTransport.requireAvailable(address);
		if (address instanceof UnixAddress unix) {
			return new UnixBinder(unix, options).bind();
		}
		if (address instanceof AbstractAddress name) {
			return new AbstractNameBinder(name, options).bind();
		}
		if (address instanceof TcpAddress tcp) {
			return new TcpBinder(tcp, options).bind();
		}
		return new InheritedBinder((InheritedAddress) address).bind();
	}

	/**
	 * Returns the listening socket, ready for {@code accept}, which never blocks. It must
	 * be taken out of every epoll set before {@link #close()}. The kernel lists a socket
	 * that was bound to a path ({@code ss -lx}, {@code /proc/net/unix}) under the
	 * temporary name {@code .app.sock.x1y2z3} of the first moment, which is its
	 * {@link LinuxSocket#localDomainSocketAddress()}.
	 * @return the socket
	 */
	public LinuxSocket socket() {
		return this.socket;
	}

	/**
	 * Returns the address that the socket really listens on: with the port chosen by the
	 * kernel if port 0 was asked for. An inherited socket stays an
	 * {@link InheritedAddress}.
	 * @return the effective address
	 */
	public UwsgiAddress address() {
		return this.address;
	}

	/**
	 * Returns the IP address and port of a TCP socket, inherited or not.
	 * @return the address, or {@code null} for a unix socket
	 */
	public @Nullable InetSocketAddress inetAddress() {
		return this.inetAddress;
	}

	/**
	 * Returns whether this is a unix socket: at a path, abstract, or inherited.
	 * @return whether this is a unix socket
	 */
	public boolean isUnix() {
		return this.inetAddress == null;
	}

	/**
	 * Returns whether the socket was inherited and therefore belongs to somebody else.
	 * @return whether the socket was inherited
	 */
	public boolean isInherited() {
		return this.address instanceof InheritedAddress;
	}

	/**
	 * Describes the socket as uWSGI logs it: {@code UNIX address /run/app.sock (mode
	 * 660)}, {@code UNIX address @name}, {@code TCP address 127.0.0.1:3031},
	 * {@code inherited UNIX address /run/app.sock fd 3}.
	 * @return the description, to follow {@code uwsgi socket 0 bound to}, or just
	 * {@code uwsgi socket 0} if it is inherited
	 */
	public String describe() {
		return this.description;
	}

	/**
	 * Returns how many connections wait to be accepted. For a TCP socket this costs a
	 * system call, for a unix socket time in proportion to the number of unix sockets on
	 * the machine. May be called by any thread.
	 * @return the length of the listen queue, all zero after {@link #close()}
	 */
	public QueueLength queueLength() {
		this.useLock.lock();
		try {
			if (this.closed.get()) {
				return QueueLength.UNKNOWN;
			}
			return isUnix() ? QueueProbe.unix(this.kernelName, this.backlog) : QueueProbe.tcp(this.socket);
		}
		finally {
			this.useLock.unlock();
		}
	}

	/**
	 * Keeps others from connecting to a unix socket that is about to be closed, so that
	 * what waits can be accepted and nobody is cut off who comes in between: the kernel
	 * refuses them, as if nobody listened. The file stays until {@link #close()}. TCP has
	 * no such state, and an inherited socket stays as it is. Calling it again does
	 * nothing.
	 */
	public void retire() {
		if (isUnix() && !isInherited() && this.retired.compareAndSet(false, true)) {
			NativeTransport.refuseConnections(this.socket);
		}
	}

	/**
	 * Ends listening; calling it again does nothing. The socket file is unlinked if that
	 * was asked for and the file is still the one that was bound. An inherited socket
	 * stays open, because whoever opened it or a later start needs it.
	 */
	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		retire();
		if (this.vacuumFile != null) {
			this.vacuumFile.vacuum();
		}
		if (!isInherited()) {
			this.useLock.lock();
			NativeTransport.close(this.socket);
			this.useLock.unlock();
		}
	}

}
