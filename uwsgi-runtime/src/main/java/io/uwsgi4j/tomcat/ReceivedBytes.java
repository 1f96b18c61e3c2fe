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

import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request that have been received and not been read yet: those that came
 * with the packet in the processor's buffer, the rest of a large body in a buffer that is
 * lent for it. They come from the connection or, if the body was collected before, from
 * there. Belongs to one processor.
 */
final class ReceivedBytes {

	// A smaller rest is received as quickly with the buffer that is there.
	private static final int LARGE = BulkBuffers.SIZE / 2;

	private final SocketBufferHandler buffers;

	private final BulkBuffers pool;

	private @Nullable UwsgiSocketWrapper wrapper;

	private @Nullable CollectedBody collected;

	// Ready to be read from, between two calls.
	private @Nullable ByteBuffer bulk;

	ReceivedBytes(SocketBufferHandler buffers, BulkBuffers pool) {
		this.buffers = buffers;
		this.pool = pool;
	}

	void start(UwsgiSocketWrapper wrapper) {
		this.wrapper = wrapper;
	}

	/**
	 * Takes the bytes from a body that is complete, instead of from the connection.
	 * @param collected the body
	 */
	void use(CollectedBody collected) {
		this.collected = collected;
	}

	boolean isCollected() {
		return this.collected != null;
	}

	void recycle() {
		this.wrapper = null;
		this.collected = null;
		if (this.bulk != null) {
			this.pool.giveBack(this.bulk);
			this.bulk = null;
		}
	}

	/**
	 * Returns what has been received. Reading from it takes the bytes away.
	 * @return the bytes from position to limit, valid until more are received
	 */
	ByteBuffer unread() {
		if (this.bulk != null && this.bulk.hasRemaining()) {
			return this.bulk;
		}
		this.buffers.configureReadBufferForRead();
		return this.buffers.getReadBuffer();
	}

	/**
	 * Receives more. Called when everything has been read.
	 * @param expected how many bytes will come
	 * @param block whether to wait for at least one byte
	 * @return the number of bytes that were received
	 * @throws EOFException at the end of the stream
	 */
	int receive(long expected, boolean block) throws IOException {
		if (this.wrapper == null) {
			throw new IllegalStateException("There is no request whose body could be read");
		}
		if (this.bulk == null && expected >= LARGE) {
			this.bulk = this.pool.take();
			if (this.bulk != null) {
				this.bulk.flip();
			}
		}
		return (this.bulk != null) ? receiveBulk(this.bulk, this.wrapper, block) : receiveSmall(this.wrapper, block);
	}

	private int receiveBulk(ByteBuffer buffer, UwsgiSocketWrapper wrapper, boolean block) throws IOException {
		buffer.clear();
		try {
			return receiveInto(buffer, wrapper, block);
		}
		finally {
			buffer.flip();
		}
	}

	private int receiveSmall(UwsgiSocketWrapper wrapper, boolean block) throws IOException {
		this.buffers.configureReadBufferForWrite();
		return receiveInto(this.buffers.getReadBuffer(), wrapper, block);
	}

	private int receiveInto(ByteBuffer buffer, UwsgiSocketWrapper wrapper, boolean block) throws IOException {
		return (this.collected != null) ? this.collected.read(buffer) : wrapper.receiveBody(buffer, block);
	}

}
