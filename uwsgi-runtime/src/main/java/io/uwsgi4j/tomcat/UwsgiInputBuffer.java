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
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Set;

import org.apache.coyote.BadRequestException;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.http11.filters.ChunkedInputFilter;
import org.apache.coyote.http11.filters.SavedRequestInputFilter;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request: as many bytes as {@code CONTENT_LENGTH} says, or chunks as
 * uWSGI's HTTP router passes them on. The end of the stream is never the end of a body.
 * Belongs to one processor.
 */
final class UwsgiInputBuffer implements InputBuffer {

	private static final int MAX_TRAILER_SIZE = 8192;

	private static final int MAX_EXTENSION_SIZE = 8192;

	private final Request request;

	private final ReceivedBytes received;

	private final ChunkedInputFilter chunks;

	private boolean chunked;

	private int failureStatus;

	private @Nullable SavedRequestInputFilter replayed;

	// Bytes of the body that have not been handed out; with chunks, the bytes that still
	// may be.
	private long remaining;

	UwsgiInputBuffer(Request request, ReceivedBytes received) {
		this.request = request;
		this.received = received;
		this.chunks = new ChunkedInputFilter(request, MAX_TRAILER_SIZE, Set.of(), MAX_EXTENSION_SIZE, -1);
		this.chunks.setBuffer(new RawInput());
	}

	void start(UwsgiSocketWrapper wrapper, boolean chunked, long length, long limit) {
		this.received.start(wrapper);
		this.chunked = chunked;
		if (chunked) {
			this.remaining = (limit > 0) ? limit : Long.MAX_VALUE;
		}
		else {
			this.remaining = Math.max(0, length);
		}
	}

	/**
	 * Begins to collect the body, with what has arrived of it.
	 * @param packet the packet that announces the body
	 * @param settings where to keep the body
	 * @param patienceNanos how long to wait for more at a time
	 * @return the body so far
	 * @throws IOException if the body cannot be stored
	 */
	PartialBody collect(byte[] packet, ConnectorSettings settings, long patienceNanos) throws IOException {
		CollectedBody body = CollectedBody.create(this.remaining, settings.getPostBuffering(),
				settings.getBodyDirectory());
		return PartialBody.of(packet, body, this.received.unread(), patienceNanos);
	}

	/**
	 * Makes a body that was collected the one to be read.
	 * @param body the body, complete
	 */
	void use(CollectedBody body) {
		this.received.use(body);
	}

	/**
	 * Makes a body that was read before the one to be read from here on.
	 * @param body the body, complete
	 */
	void replay(ByteChunk body) {
		this.replayed = new SavedRequestInputFilter(body);
	}

	void recycle() {
		this.chunks.recycle();
		this.replayed = null;
		this.received.recycle();
		this.chunked = false;
		this.failureStatus = 0;
		this.remaining = 0;
	}

	@Override
	public int doRead(ApplicationBufferHandler handler) throws IOException {
		if (this.replayed != null) {
			return this.replayed.doRead(handler);
		}
		if (this.chunked) {
			return readChunks(handler);
		}
		if (this.remaining == 0) {
			return -1;
		}
		int count = readRaw(handler, this.remaining);
		this.remaining -= Math.max(0, count);
		return count;
	}

	private int readChunks(ApplicationBufferHandler handler) throws IOException {
		int count = this.chunks.doRead(handler);
		if (count > this.remaining) {
			this.failureStatus = 413;
			throw new BadRequestException("The chunks of the body exceed uwsgi.limit-post");
		}
		this.remaining -= Math.max(0, count);
		return count;
	}

	@Override
	public int available() {
		if (this.replayed != null) {
			return this.replayed.available();
		}
		if (this.chunked) {
			return this.chunks.available();
		}
		return (int) Math.min(this.remaining, buffered());
	}

	/**
	 * Returns how much can be read without waiting.
	 * @param read whether to ask the socket if nothing is buffered
	 * @return the number of bytes; 1 if reading would fail or find the end, so that
	 * somebody tries it and is told
	 */
	int available(boolean read) {
		int available = available();
		if (available == 0 && read && !isFinished()) {
			try {
				receive(false);
			}
			catch (IOException ex) {
				return 1;
			}
			available = available();
		}
		return available;
	}

	/**
	 * Returns why the body could not be read.
	 * @return 413 for a body of unknown length that has turned out to be too long, 408
	 * for one that stopped arriving, 0 if nobody knows or nothing has failed
	 */
	int failureStatus() {
		return this.failureStatus;
	}

	boolean isFinished() {
		if (this.replayed != null) {
			return this.replayed.isFinished();
		}
		return this.chunked ? this.chunks.isFinished() : this.remaining == 0;
	}

	/**
	 * Skips what has arrived of the body without waiting for more.
	 * @param limit how many bytes to skip at most
	 * @return whether the whole body has been skipped
	 */
	boolean skipArrived(long limit) throws IOException {
		if (this.received.isCollected()) {
			return true;
		}
		if (this.chunked) {
			return isFinished();
		}
		long left = limit;
		while (this.remaining > 0 && left > 0) {
			ByteBuffer buffer = this.received.unread();
			int skipped = (int) Math.min(buffer.remaining(), this.remaining);
			buffer.position(buffer.position() + skipped);
			this.remaining -= skipped;
			left -= skipped;
			if (this.remaining > 0 && receive(false) == 0) {
				break;
			}
		}
		return this.remaining == 0;
	}

	private int buffered() {
		return this.received.unread().remaining();
	}

	private int receive(boolean block) throws IOException {
		// How much the chunks will be is not known.
		try {
			return this.received.receive(this.chunked ? 0 : this.remaining, block);
		}
		catch (SocketTimeoutException ex) {
			this.failureStatus = 408;
			throw ex;
		}
	}

	private int readRaw(ApplicationBufferHandler handler, long limit) throws IOException {
		if (buffered() == 0) {
			boolean block = this.request.getReadListener() == null;
			if (receive(block) == 0) {
				return 0;
			}
		}
		ByteBuffer buffer = this.received.unread();
		int count = (int) Math.min(buffer.remaining(), limit);
		// The reader consumes this before it asks for more, so the bytes may stay here.
		handler.setByteBuffer(buffer.slice(buffer.position(), count));
		buffer.position(buffer.position() + count);
		return count;
	}

	/**
	 * What the chunk decoder reads from.
	 */
	private final class RawInput implements InputBuffer {

		@Override
		public int doRead(ApplicationBufferHandler handler) throws IOException {
			return readRaw(handler, Integer.MAX_VALUE);
		}

		@Override
		public int available() {
			return buffered();
		}

	}

}
