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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel for the length of a listen queue.
 */
final class QueueProbe {

	private static final int IPPROTO_TCP = 6;

	private static final int TCP_INFO = 11;

	// Of struct tcp_info, where a listening socket has its queue: tcpi_unacked and
	// tcpi_sacked.

	private static final int TCPI_UNACKED = 24;

	private static final int TCPI_SACKED = 28;

	private static final int TCP_INFO_SIZE = 32;

	private static final Path UNIX_SOCKETS = Path.of("/proc/net/unix");

	private QueueProbe() {
	}

	/**
	 * Returns the length of the queue of a TCP socket. Costs a system call.
	 * @param socket the listening socket
	 * @return the length and the backlog that the kernel has accepted
	 */
	static QueueLength tcp(LinuxSocket socket) {
		ByteBuffer info = ByteBuffer.allocateDirect(TCP_INFO_SIZE).order(ByteOrder.nativeOrder());
		try {
			socket.getRawOpt(IPPROTO_TCP, TCP_INFO, info);
			return new QueueLength(info.getInt(TCPI_UNACKED) & 0xffff_ffffL, info.getInt(TCPI_SACKED) & 0xffff_ffffL);
		}
		catch (IOException ex) {
			return QueueLength.UNKNOWN;
		}
	}

	/**
	 * Returns the length of the queue of a unix socket. Costs time in proportion to the
	 * number of unix sockets of the network namespace.
	 * @param name name of the listening socket in the kernel's list, or {@code null} if
	 * it has none
	 * @param backlog how many may wait, 0 if that is not known
	 * @return the length
	 */
	static QueueLength unix(@Nullable String name, int backlog) {
		if (name == null) {
			return new QueueLength(0, backlog);
		}
		// "Num: RefCount Protocol Flags Type St Inode Path"; a connection that was not
		// accepted has the listener's path and no inode yet.
		String end = " 0 " + name;
		try (BufferedReader sockets = Files.newBufferedReader(UNIX_SOCKETS, StandardCharsets.ISO_8859_1)) {
			return new QueueLength(sockets.lines().filter((line) -> line.endsWith(end)).count(), backlog);
		}
		catch (IOException ex) {
			return new QueueLength(0, backlog);
		}
	}

	/**
	 * Returns how the kernel lists a unix socket.
	 * @param socket the bound socket
	 * @return the name, or {@code null} if the kernel does not tell
	 */
	static @Nullable String unixName(LinuxSocket socket) {
		DomainSocketAddress bound = socket.localDomainSocketAddress();
		if (bound == null) {
			return null;
		}
		byte[] name = bound.path().getBytes(StandardCharsets.UTF_8);
		return new String(name, StandardCharsets.ISO_8859_1).replace('\0', '@');
	}

}
