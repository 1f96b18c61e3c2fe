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
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import io.netty.channel.epoll.LinuxSocket;

/**
 * The open file descriptors of this process.
 */
final class Descriptors {

	private static final Path DIRECTORY = Path.of("/proc/self/fd");

	private Descriptors() {
	}

	/**
	 * Returns all open descriptors.
	 * @return what each number refers to
	 */
	static Map<Integer, String> open() {
		Map<Integer, String> open = new TreeMap<>();
		try (DirectoryStream<Path> links = Files.newDirectoryStream(DIRECTORY)) {
			for (Path link : links) {
				String target = ProcFs.target(number(link));
				// the descriptor of the directory stream itself is gone by the next look
				if (target != null && !target.endsWith("/fd")) {
					open.put(number(link), target);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return open;
	}

	/**
	 * Returns the open descriptors that are sockets; others come and go with the JVM's
	 * jar files.
	 * @return what each number refers to
	 */
	static Map<Integer, String> openSockets() {
		Map<Integer, String> sockets = open();
		sockets.values().removeIf((target) -> !target.startsWith("socket:"));
		return sockets;
	}

	/**
	 * Returns the sockets that have been opened since and not closed; others of this JVM
	 * may have been closed meanwhile.
	 * @param before the sockets that were open before
	 * @return what each number refers to
	 */
	static Map<Integer, String> openedSince(Map<Integer, String> before) {
		Map<Integer, String> sockets = openSockets();
		sockets.entrySet().removeAll(before.entrySet());
		return sockets;
	}

	/**
	 * Returns the number of the descriptor of an open file.
	 * @param file the file
	 * @return the number of the descriptor
	 */
	static int of(Path file) {
		return open().entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(file.toString()))
			.findFirst()
			.orElseThrow()
			.getKey();
	}

	/**
	 * Returns the number of the descriptor of a server channel. The JDK does not tell,
	 * but of all sockets that can be bound to it is the one bound to the same address.
	 * @param server the bound channel
	 * @return the number of the descriptor
	 * @throws IOException if the channel is closed
	 */
	static int of(ServerSocketChannel server) throws IOException {
		for (int fd : openSockets().keySet()) {
			LinuxSocket socket = LinuxSocket.newSocket(fd);
			boolean same = (server.getLocalAddress() instanceof UnixDomainSocketAddress unix)
					? isAt(socket, unix.getPath()) : server.getLocalAddress().equals(socket.localAddress());
			if (same) {
				return fd;
			}
		}
		throw new AssertionError("no descriptor found for " + server);
	}

	private static boolean isAt(LinuxSocket socket, Path path) throws IOException {
		return socket.getIntOpt(SocketConstants.SOL_SOCKET, SocketConstants.SO_DOMAIN) == SocketConstants.AF_UNIX
				&& socket.localDomainSocketAddress().path().equals(path.toString());
	}

	private static int number(Path link) {
		return Integer.parseInt(link.getFileName().toString());
	}

}
