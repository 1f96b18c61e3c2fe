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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A body is what its chunks contain, whatever the pieces in which they arrive; it has an
 * end only where the last chunk says so, and nothing behind it belongs to it.
 */
public final class ChunkedBodyFuzz {

	private static final int[] PIECES = { 1, 2, 3, 5, 16, 4096 };

	private static final long LIMIT = 16;

	private static final UwsgiSocketWrapper CONNECTION = UnconnectedSocket.create();

	private ChunkedBodyFuzz() {
	}

	/**
	 * Reads a body.
	 * @param input chunks, and what follows them
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		Body whole = read(input, BufferedProcessor.READ_BUFFER_SIZE, true, 0);
		for (int size : PIECES) {
			same(whole, read(input, size, true, 0), "in pieces of " + size);
		}
		checkChunks(input, whole);
		checkLimit(whole, read(input, BufferedProcessor.READ_BUFFER_SIZE, true, LIMIT));
		int length = input.length / 2;
		Body plain = read(input, 3, false, length);
		check(plain.complete() && Arrays.equals(plain.bytes(), Arrays.copyOf(input, length)), "Length rules");
		Body cut = read(input, 3, false, input.length + 1L);
		check(!cut.complete() && Arrays.equals(cut.bytes(), input), "The end of the stream is not the end of a body");
	}

	private static void checkChunks(byte[] input, Body found) {
		Body expected = new Chunks(input).read();
		if (found.complete()) {
			check(expected != null, "No other reader takes these for chunks");
			same(expected, found, "as another reader sees it");
		}
		else if (expected != null) {
			check(!new Chunks(input).isPlain(), "Chunks without anything special are read");
		}
	}

	private static void checkLimit(Body whole, Body limited) {
		check(limited.bytes().length <= LIMIT, "Nothing beyond the limit is handed out");
		check(Arrays.equals(limited.bytes(), Arrays.copyOf(whole.bytes(), limited.bytes().length)),
				"A limit changes nothing else");
		if (whole.bytes().length <= LIMIT) {
			same(whole, limited, "within the limit");
		}
		else {
			check(!limited.complete(), "A body beyond the limit is none");
		}
	}

	private static void same(Body expected, Body found, String how) {
		check(expected.complete() == found.complete() && Arrays.equals(expected.bytes(), found.bytes()),
				"%s: %s (expected: %s)".formatted(how, found, expected));
	}

	private static void check(boolean condition, String promise) {
		if (!condition) {
			throw new AssertionError(promise);
		}
	}

	private static Body read(byte[] input, int piece, boolean chunked, long lengthOrLimit) {
		Request request = new Request();
		ReceivedBytes received = new ReceivedBytes(new SocketBufferHandler(piece, 0, false), new BulkBuffers());
		UwsgiInputBuffer body = new UwsgiInputBuffer(request, received);
		body.start(CONNECTION, chunked, lengthOrLimit, lengthOrLimit);
		CollectedBody arrived = new CollectedBody(input.length, null);
		Reader reader = new Reader();
		boolean complete = false;
		try {
			arrived.append(ByteBuffer.wrap(input));
			body.use(arrived);
			complete = reader.readAll(body);
		}
		catch (IOException ex) {
			check(!body.isFinished(), "A body that fails has no end");
		}
		if (complete) {
			check(body.isFinished() && body.available() == 0, "At the end nothing is left");
			check(request.getTrailerFields().isEmpty(), "Trailers are not for the application");
		}
		return new Body(reader.bytes.toByteArray(), complete);
	}

	/**
	 * What was read.
	 *
	 * @param bytes the bytes of the body
	 * @param complete whether its end was found
	 */
	private record Body(byte[] bytes, boolean complete) {

		@Override
		public String toString() {
			return this.bytes.length + (this.complete ? " bytes" : " bytes and a failure");
		}

	}

	/**
	 * Reads as an application does.
	 */
	private static final class Reader implements ApplicationBufferHandler {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private @Nullable ByteBuffer buffer;

		boolean readAll(UwsgiInputBuffer body) throws IOException {
			int count = body.doRead(this);
			while (count >= 0) {
				ByteBuffer more = this.buffer;
				check(count > 0 && more != null && more.remaining() == count, "There is what is said to be there");
				while (more.hasRemaining()) {
					this.bytes.write(more.get());
				}
				count = body.doRead(this);
			}
			return true;
		}

		@Override
		public void setByteBuffer(ByteBuffer buffer) {
			this.buffer = buffer;
		}

		@Override
		public @Nullable ByteBuffer getByteBuffer() {
			return this.buffer;
		}

		@Override
		public void expand(int size) {
			throw new AssertionError("Nobody has to make room");
		}

	}

	/**
	 * A reader that knows nothing but sizes.
	 */
	private static final class Chunks {

		private final byte[] input;

		private int position;

		private boolean plain = true;

		Chunks(byte[] input) {
			this.input = input;
		}

		boolean isPlain() {
			return read() != null && this.plain;
		}

		@Nullable Body read() {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			long size = size();
			while (size > 0) {
				if (size > this.input.length - this.position) {
					return null;
				}
				bytes.write(this.input, this.position, (int) size);
				this.position += (int) size;
				if (!lineEnd()) {
					return null;
				}
				size = size();
			}
			if (size < 0) {
				return null;
			}
			boolean end = this.position + 2 <= this.input.length && lineEnd();
			this.plain &= end;
			return new Body(bytes.toByteArray(), true);
		}

		// The digits of a line; what follows them does not count
		private long size() {
			long size = 0;
			int start = this.position;
			while (this.position < this.input.length && Character.digit(this.input[this.position], 16) >= 0) {
				size = Math.min(Integer.MAX_VALUE, size * 16 + Character.digit(this.input[this.position], 16));
				this.position++;
			}
			int digits = this.position - start;
			int rest = this.position;
			while (this.position < this.input.length && this.input[this.position] != '\n') {
				this.position++;
			}
			this.plain &= digits <= 7 && this.position == rest + 1 && this.input[rest] == '\r';
			this.position++;
			return (digits > 0 && this.position <= this.input.length) ? size : -1;
		}

		private boolean lineEnd() {
			if (this.position < this.input.length && this.input[this.position] == '\r') {
				this.position++;
			}
			else {
				this.plain = false;
			}
			return this.position < this.input.length && this.input[this.position++] == '\n';
		}

	}

}
