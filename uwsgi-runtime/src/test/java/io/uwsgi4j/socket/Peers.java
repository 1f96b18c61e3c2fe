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
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;

/**
 * The other processes of a test: clients, live servers and dead ones.
 */
final class Peers {

	/**
	 * The default options with a backlog that every machine permits.
	 */
	static final ListenOptions OPTIONS = ListenOptions.defaults().withBacklog(4);

	private static final int ACCEPT_ADDRESS_BYTES = 26;

	private Peers() {
	}

	/**
	 * Accepts without waiting.
	 * @param listener the listener
	 * @return whether a connection was waiting
	 * @throws IOException if accepting fails
	 */
	static boolean accept(ListenerSocket listener) throws IOException {
		int fd = listener.socket().accept(new byte[ACCEPT_ADDRESS_BYTES]);
		if (fd < 0) {
			return false;
		}
		LinuxSocket.newSocket(fd).close();
		return true;
	}

	/**
	 * Connects to a listener and has it accept.
	 * @param address where to connect
	 * @param listener who is expected to get the connection
	 * @return whether it did
	 * @throws IOException if connecting fails
	 */
	static boolean reaches(SocketAddress address, ListenerSocket listener) throws IOException {
		LinuxSocket client = (address instanceof DomainSocketAddress) ? LinuxSocket.newSocketDomain()
				: LinuxSocket.newSocketStream();
		try {
			client.connect(address);
			// TCP on loopback is connected a moment later
			for (int i = 0; i < 1000; i++) {
				if (accept(listener)) {
					return true;
				}
				Thread.onSpinWait();
			}
			return false;
		}
		finally {
			client.close();
		}
	}

	static boolean reaches(Path path, ListenerSocket listener) throws IOException {
		return reaches(new DomainSocketAddress(path.toString()), listener);
	}

	/**
	 * Leaves a socket file that nobody serves.
	 * @param path where
	 * @throws IOException if it cannot be created
	 */
	static void leaveDeadSocket(Path path) throws IOException {
		liveServer(path, 1).close();
	}

	/**
	 * Starts a server as another program would.
	 * @param path where
	 * @param backlog the length of its queue
	 * @return the server
	 * @throws IOException if it cannot be started
	 */
	static ServerSocketChannel liveServer(Path path, int backlog) throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		return server.bind(UnixDomainSocketAddress.of(path), backlog);
	}

	/**
	 * Connects until the queue of a server is full.
	 * @param path where the server listens
	 * @return the connections, to be closed
	 * @throws IOException if a socket cannot be created
	 */
	static List<LinuxSocket> fillQueue(Path path) throws IOException {
		List<LinuxSocket> clients = new ArrayList<>();
		while (true) {
			LinuxSocket client = LinuxSocket.newSocketDomain();
			clients.add(client);
			try {
				client.connect(new DomainSocketAddress(path.toString()));
			}
			catch (IOException ex) {
				return clients;
			}
		}
	}

	/**
	 * Connects as a client in plain Java.
	 * @param path where
	 * @return the connection
	 * @throws IOException if it is refused
	 */
	static SocketChannel connect(Path path) throws IOException {
		return SocketChannel.open(UnixDomainSocketAddress.of(path));
	}

}
