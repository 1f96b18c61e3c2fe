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

package io.uwsgi4j.tomcat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own, because one cannot hold both ends of so many connections: opens
 * them, sends the beginning of a packet on each, and waits for the server to end them.
 */
public final class SlowLorisPeers {

	private static final byte[] BEGINNING = { 0, 100 };

	private SlowLorisPeers() {
	}

	/**
	 * Starts the process.
	 * @param socket path of the server's socket
	 * @param count how many connections to open
	 * @return the process, which tells on its output when all are open and how many ended
	 * @throws IOException if there is no Java
	 */
	static Process start(String socket, int count) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classes = Path.of(SlowLorisPeers.class.getProtectionDomain().getCodeSource().getLocation().getPath())
			.toString();
		return new ProcessBuilder(java, "-Xmx128m", "-cp", classes, SlowLorisPeers.class.getName(), socket,
				Integer.toString(count))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	/**
	 * Opens the connections and waits for their end.
	 * @param arguments path of the socket, number of connections
	 * @throws IOException if one of them fails
	 */
	public static void main(String[] arguments) throws IOException {
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(arguments[0]);
		List<SocketChannel> peers = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
			SocketChannel peer = SocketChannel.open(address);
			peer.write(ByteBuffer.wrap(BEGINNING));
			peers.add(peer);
		}
		System.out.println("open");
		int ended = 0;
		for (SocketChannel peer : peers) {
			ended += (peer.read(ByteBuffer.allocate(1)) < 0) ? 1 : 0;
			peer.close();
		}
		System.out.println("ended " + ended);
	}

}
