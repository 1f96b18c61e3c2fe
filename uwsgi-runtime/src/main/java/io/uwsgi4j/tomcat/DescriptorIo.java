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

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.FileDescriptor;

/**
 * Reads from and writes to the descriptor of a connection. Not thread-safe: the channel
 * guards it with its lock.
 */
final class DescriptorIo {

	// More than any socket buffer holds by default.
	private static final int MAX_DRAINED = 1024 * 1024;

	private static final int DRAIN_SIZE = 16 * 1024;

	private final FileDescriptor socket;

	private boolean begun;

	DescriptorIo(FileDescriptor socket) {
		this.socket = socket;
	}

	/**
	 * Reads what is there.
	 * @param direct where to put it, from position to limit; the position moves on
	 * @return the number of bytes, 0 if there is nothing yet
	 * @throws EOFException at the end of the stream
	 */
	int read(ByteBuffer direct) throws IOException {
		int count = this.socket.read(direct, direct.position(), direct.limit());
		if (count < 0) {
			throw new EOFException();
		}
		direct.position(direct.position() + count);
		return count;
	}

	/**
	 * Writes what there is room for.
	 * @param direct what to write, from position to limit; the position moves on
	 * @return the number of bytes, 0 if there is no room
	 */
	int write(ByteBuffer direct) throws IOException {
		int count = this.socket.write(direct, direct.position(), direct.limit());
		direct.position(direct.position() + count);
		this.begun |= count > 0;
		return count;
	}

	void shutdownOutput() throws IOException {
		// Shares the descriptor, for the one call that is not had otherwise.
		try {
			LinuxSocket.newSocket(this.socket.intValue()).shutdown(false, true);
		}
		catch (NotYetConnectedException ex) {
			// What Netty makes of the kernel's word for a peer that has reset the
			// connection.
			throw new IOException("The peer has left", ex);
		}
	}

	/**
	 * Writes a short answer, unless another one has begun. What has arrived is read, so
	 * that the close that follows does not take the answer with it.
	 * @param answer the answer, direct
	 * @return whether it has been written
	 */
	boolean answerUnlessBegun(ByteBuffer answer) {
		if (this.begun) {
			return false;
		}
		try {
			write(answer);
			ByteBuffer unread = ByteBuffer.allocateDirect(DRAIN_SIZE);
			for (int drained = 0; drained < MAX_DRAINED && read(unread.clear()) > 0; drained += DRAIN_SIZE) {
				// Nobody wants to know.
			}
		}
		catch (IOException ex) {
			// Nobody is there to be answered, or nothing is left to be read.
		}
		return this.begun;
	}

}
