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

package io.uwsgi4j.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.netty.channel.epoll.LinuxSocket;

/**
 * A descriptor that was lent to a server. It is closed only while its number still means
 * the same socket, so that a server which closed it too early does no harm to others.
 */
final class OwnedSocket implements AutoCloseable {

	private final LinuxSocket socket;

	private final Path link;

	private final Path identity;

	OwnedSocket(LinuxSocket socket) throws IOException {
		this.socket = socket;
		this.link = Path.of("/proc/self/fd", String.valueOf(socket.intValue()));
		this.identity = Files.readSymbolicLink(this.link);
	}

	boolean isIntact() {
		try {
			return Files.readSymbolicLink(this.link).equals(this.identity);
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() throws IOException {
		if (isIntact()) {
			this.socket.close();
		}
	}

}
