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
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;

/**
 * Makes {@code accept} on an inherited socket return at once when nothing waits. systemd
 * passes blocking descriptors (unless {@code NonBlocking=yes}), neither Java nor Netty
 * has {@code fcntl}, and one blocked {@code accept} stops a whole event loop.
 * <p>
 * But Netty makes every descriptor non-blocking that it receives over a unix socket, and
 * that mode belongs to the open socket, not to the number. So the socket is sent to
 * ourselves, and the received duplicate is closed again. Should that fail, a receive
 * timeout of the shortest time there is comes close: {@code accept} then returns after
 * one tick of the kernel, 1 to 10 ms. Either stays after {@code close}, because other
 * processes that share the socket may rely on it by then.
 */
final class NonBlockingMode {

	private static final Logger logger = System.getLogger(NonBlockingMode.class.getName());

	private static final SecureRandom random = new SecureRandom();

	// what Netty may write there: length, IPv6 address, scope and port
	private static final int ACCEPT_ADDRESS_BYTES = 26;

	private NonBlockingMode() {
	}

	/**
	 * Makes a socket non-blocking, if it is not already.
	 * @param socket the listening socket
	 * @throws IOException if {@code accept} cannot be kept from blocking
	 */
	static void enable(LinuxSocket socket) throws IOException {
		if (ProcFs.isNonBlocking(socket.intValue())) {
			return;
		}
		try {
			sendToSelf(socket);
		}
		catch (IOException | RuntimeException ex) {
			logger.log(Level.DEBUG, "descriptor could not be made non-blocking", ex);
		}
		if (!ProcFs.isNonBlocking(socket.intValue())) {
			limitWait(socket);
		}
	}

	/**
	 * Sends a descriptor through a pair of connected sockets, which Java and Netty cannot
	 * create directly either.
	 */
	private static void sendToSelf(LinuxSocket socket) throws IOException {
		// nobody can connect to a name of 128 random bits before it is gone again
		DomainSocketAddress name = new DomainSocketAddress("\0uwsgi4j-" + new BigInteger(128, random).toString(36));
		LinuxSocket listener = LinuxSocket.newSocketDomain();
		try {
			listener.bind(name);
			listener.listen(1);
			send(socket, name);
			receive(listener);
		}
		finally {
			listener.close();
		}
	}

	private static void send(LinuxSocket socket, DomainSocketAddress name) throws IOException {
		LinuxSocket sender = LinuxSocket.newSocketDomain();
		try {
			sender.connect(name);
			sender.sendFd(socket.intValue());
		}
		finally {
			sender.close();
		}
	}

	private static void receive(LinuxSocket listener) throws IOException {
		LinuxSocket receiver = LinuxSocket.newSocket(listener.accept(new byte[ACCEPT_ADDRESS_BYTES]));
		try {
			int duplicate = receiver.recvFd();
			if (duplicate > 0) {
				new FileDescriptor(duplicate).close();
			}
		}
		finally {
			receiver.close();
		}
	}

	/**
	 * Sets the shortest receive timeout, which is the one of {@code accept} as well.
	 * @param socket the listening socket
	 * @throws IOException if the option cannot be set
	 */
	static void limitWait(LinuxSocket socket) throws IOException {
		ByteBuffer microsecond = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.nativeOrder());
		microsecond.putLong(0).putLong(1).flip();
		socket.setRawOpt(SocketConstants.SOL_SOCKET, SocketConstants.SO_RCVTIMEO, microsecond);
	}

}
