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
import java.util.function.BooleanSupplier;

import io.uwsgi4j.protocol.ResponseHead;
import org.apache.coyote.ActionCode;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * The response on its way to the socket: the head, then as many bytes of the body as were
 * announced. Both meet in the write buffer and leave together. Belongs to one processor.
 */
final class UwsgiOutputBuffer implements OutputBuffer {

	private final Response response;

	// Whether the current thread is none of those that Tomcat has called.
	private final BooleanSupplier elsewhere;

	private @Nullable UwsgiSocketWrapper wrapper;

	private @Nullable FileBody file;

	// Bytes that may still be written, by the announced length.
	private long remaining;

	private long written;

	private boolean discarding;

	private boolean finished;

	private int headSize;

	private int headerCount;

	// Such a thread, while it is in a call and for good if that fails: it has yet to tell
	// Tomcat of the failure, in the objects of this request.
	private volatile @Nullable Thread user;

	UwsgiOutputBuffer(Response response, BooleanSupplier elsewhere) {
		this.response = response;
		this.elsewhere = elsewhere;
	}

	void start(UwsgiSocketWrapper wrapper) {
		this.wrapper = wrapper;
		this.remaining = Long.MAX_VALUE;
	}

	void recycle() {
		this.wrapper = null;
		this.file = null;
		this.written = 0;
		this.discarding = false;
		this.finished = false;
		this.headSize = 0;
		this.headerCount = 0;
		this.user = null;
	}

	/**
	 * Returns whether a thread that outlives the request may still be using it.
	 * @return whether there is one
	 */
	boolean isInUse() {
		return this.user != null;
	}

	/**
	 * Writes the head.
	 * @param head the head
	 * @param bodyLength announced length of the body, -1 if it ends with the connection
	 * @param headerCount number of headers
	 * @param hasBody whether the body is to be sent at all
	 */
	void writeHead(ResponseHead head, long bodyLength, int headerCount, boolean hasBody) throws IOException {
		this.discarding |= !hasBody;
		this.headSize = head.length();
		this.headerCount = headerCount;
		this.remaining = (bodyLength >= 0) ? bodyLength : Long.MAX_VALUE;
		beginUse();
		requireWrapper().write(isBlocking(), head.bytes(), 0, head.length());
		endUse();
	}

	/**
	 * Sets what follows the head instead of bytes that are written here.
	 * @param file the file, or {@code null} for none
	 */
	void setFile(@Nullable FileBody file) {
		this.file = file;
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
		beginUse();
		try {
			requireWrapper().write(isBlocking(), chunk);
		}
		catch (IOException ex) {
			this.response.action(ActionCode.CLOSE_NOW, ex);
			throw ex;
		}
		endUse();
	}

	@Override
	public long getBytesWritten() {
		return this.written;
	}

	/**
	 * Returns how much of the body was written.
	 * @return the number of bytes, those of a file included
	 */
	long getBodySize() {
		FileBody file = this.file;
		return this.written + ((file != null && isSentFromFile()) ? file.size() : 0);
	}

	boolean isSentFromFile() {
		return this.file != null && this.finished && !this.discarding;
	}

	/**
	 * Returns the size of the head.
	 * @return the number of bytes, 0 if it was not written
	 */
	int getHeadSize() {
		return this.headSize;
	}

	int getHeaderCount() {
		return this.headerCount;
	}

	/**
	 * Sends what is buffered.
	 */
	void flush() throws IOException {
		if (!this.finished) {
			beginUse();
			requireWrapper().flush(isBlocking());
			endUse();
		}
	}

	/**
	 * Sends everything and writes no more. Waits even if the application has been writing
	 * without, as the connection is closed next.
	 */
	void finish() throws IOException {
		if (!this.finished) {
			this.finished = true;
			beginUse();
			UwsgiSocketWrapper wrapper = requireWrapper();
			if (this.file != null && !this.discarding) {
				this.file.writeTo(wrapper);
			}
			wrapper.flush(true);
			endUse();
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
		UwsgiSocketWrapper wrapper = requireWrapper();
		if (!wrapper.hasDataToWrite() || !wrapper.flush(false)) {
			return false;
		}
		wrapper.registerWriteInterest();
		return true;
	}

	private void beginUse() {
		if (this.elsewhere.getAsBoolean()) {
			this.user = Thread.currentThread();
		}
	}

	private void endUse() {
		if (this.user == Thread.currentThread()) {
			this.user = null;
		}
	}

	private boolean isBlocking() {
		return this.response.getWriteListener() == null;
	}

	private UwsgiSocketWrapper requireWrapper() {
		UwsgiSocketWrapper wrapper = this.wrapper;
		if (wrapper == null) {
			throw new IllegalStateException("There is no connection to write to");
		}
		return wrapper;
	}

}
