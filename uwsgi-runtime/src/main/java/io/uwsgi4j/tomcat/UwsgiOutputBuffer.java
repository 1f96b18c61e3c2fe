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
import java.nio.ByteBuffer;

import org.apache.coyote.ActionCode;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The response on its way to the socket: the head, then as many bytes of the body as were
 * announced. Both meet in the write buffer and leave together. Belongs to one processor.
 */
final class UwsgiOutputBuffer implements OutputBuffer {

	private final Response response;

	private @Nullable SocketWrapperBase<?> wrapper;

	// Bytes that may still be written, by the announced length.
	private long remaining;

	private long written;

	private boolean discarding;

	private boolean finished;

	UwsgiOutputBuffer(Response response) {
		this.response = response;
	}

	void start(SocketWrapperBase<?> wrapper) {
		this.wrapper = wrapper;
		this.remaining = Long.MAX_VALUE;
	}

	void recycle() {
		this.wrapper = null;
		this.written = 0;
		this.discarding = false;
		this.finished = false;
	}

	/**
	 * Writes the head.
	 * @param head array that starts with the head
	 * @param length length of the head
	 * @param bodyLength announced length of the body, -1 if it ends with the connection
	 * @param hasBody whether the body is to be sent at all
	 */
	void writeHead(byte[] head, int length, long bodyLength, boolean hasBody) throws IOException {
		this.discarding |= !hasBody;
		this.remaining = (bodyLength >= 0) ? bodyLength : Long.MAX_VALUE;
		requireWrapper().write(isBlocking(), head, 0, length);
	}

	@Override
	public int doWrite(ByteBuffer chunk) throws IOException {
		if (!this.response.isCommitted()) {
			this.response.action(ActionCode.COMMIT, null);
		}
		int length = chunk.remaining();
		if (this.discarding || this.finished) {
			chunk.position(chunk.limit());
			return length;
		}
		if (length > this.remaining) {
			// Like Tomcat on HTTP: what exceeds the announced length is not sent.
			chunk.limit(chunk.position() + (int) this.remaining);
		}
		int count = chunk.remaining();
		write(chunk);
		this.remaining -= count;
		this.written += count;
		chunk.position(chunk.limit());
		return length;
	}

	private void write(ByteBuffer chunk) throws IOException {
		try {
			requireWrapper().write(isBlocking(), chunk);
		}
		catch (IOException ex) {
			this.response.action(ActionCode.CLOSE_NOW, ex);
			throw ex;
		}
	}

	@Override
	public long getBytesWritten() {
		return this.written;
	}

	/**
	 * Sends what is buffered.
	 */
	void flush() throws IOException {
		if (!this.finished) {
			requireWrapper().flush(isBlocking());
		}
	}

	/**
	 * Sends everything and writes no more. Waits even if the application has been writing
	 * without, as the connection is closed next.
	 */
	void finish() throws IOException {
		if (!this.finished) {
			this.finished = true;
			requireWrapper().flush(true);
		}
	}

	/**
	 * Drops whatever is written from here on.
	 */
	void discard() {
		this.discarding = true;
	}

	boolean isReady() {
		return requireWrapper().isReadyForWrite();
	}

	/**
	 * Sends what is buffered as far as there is room.
	 * @return whether something is left
	 */
	boolean flushBuffered() throws IOException {
		SocketWrapperBase<?> wrapper = requireWrapper();
		if (!wrapper.hasDataToWrite() || !wrapper.flush(false)) {
			return false;
		}
		wrapper.registerWriteInterest();
		return true;
	}

	private boolean isBlocking() {
		return this.response.getWriteListener() == null;
	}

	private SocketWrapperBase<?> requireWrapper() {
		SocketWrapperBase<?> wrapper = this.wrapper;
		if (wrapper == null) {
			throw new IllegalStateException("There is no connection to write to");
		}
		return wrapper;
	}

}
