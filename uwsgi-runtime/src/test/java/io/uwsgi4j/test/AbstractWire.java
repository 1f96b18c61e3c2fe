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
import java.nio.ByteBuffer;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;

/**
 * Sockets of Linux's abstract namespace, which the JDK cannot name.
 */
final class AbstractWire implements Wire {

	private static final int CHUNK = 64 * 1024;

	private static final ThreadLocal<ByteBuffer> DIRECT = ThreadLocal
		.withInitial(() -> ByteBuffer.allocateDirect(CHUNK));

	private final LinuxSocket socket;

	private AbstractWire(LinuxSocket socket) {
		this.socket = socket;
	}

	static Wire connect(String name) throws IOException {
		LinuxSocket socket = LinuxSocket.newSocketDomain();
		try {
			socket.connect(new DomainSocketAddress("\0" + name));
			return new AbstractWire(socket);
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		ByteBuffer direct = DIRECT.get().clear();
		int count = this.socket.recv(direct, 0, Math.min(CHUNK, target.remaining()));
		if (count > 0) {
			target.put(direct.limit(count));
		}
		return count;
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		ByteBuffer direct = DIRECT.get().clear();
		int length = Math.min(CHUNK, source.remaining());
		direct.put(0, source, source.position(), length);
		int count = this.socket.send(direct, 0, length);
		source.position(source.position() + Math.max(count, 0));
		return count;
	}

	@Override
	public void shutdownOutput() throws IOException {
		this.socket.shutdown(false, true);
	}

	@Override
	public void resetOnClose() {
		// an abstract socket has no such thing
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
