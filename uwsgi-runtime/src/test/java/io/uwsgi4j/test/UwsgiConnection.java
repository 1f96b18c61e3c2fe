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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * One connection under full control of the test: bytes leave when the test says so, and
 * nothing is interpreted unless asked for. Used by one thread at a time.
 */
public final class UwsgiConnection implements AutoCloseable {

	private static final int READ_SIZE = 64 * 1024;

	private final Wire wire;

	private final ByteArrayOutputStream received = new ByteArrayOutputStream();

	private boolean ended;

	UwsgiConnection(Wire wire) {
		this.wire = wire;
	}

	/**
	 * Sends all bytes, waiting while the peer does not read.
	 * @param bytes the bytes
	 * @return this connection
	 */
	public UwsgiConnection send(byte[] bytes) {
		return send(bytes, 0, bytes.length);
	}

	/**
	 * Sends a range of bytes, waiting while the peer does not read.
	 * @param bytes the bytes
	 * @param from the first
	 * @param to the end, exclusive
	 * @return this connection
	 */
	public UwsgiConnection send(byte[] bytes, int from, int to) {
		ByteBuffer source = ByteBuffer.wrap(bytes, from, to - from);
		Await.untilMoved(() -> "peer reads %d more bytes".formatted(source.remaining()), Await.LIMIT, () -> {
			writeAvailable(source);
			return !source.hasRemaining();
		});
		return this;
	}

	/**
	 * Sends all bytes and keeps whatever the peer says meanwhile.
	 * @param bytes the bytes
	 * @return this connection
	 */
	public UwsgiConnection sendWhileReading(byte[] bytes) {
		ByteBuffer source = ByteBuffer.wrap(bytes);
		Await.untilMoved(() -> "peer reads %d more bytes, said '%s'".formatted(source.remaining(), this.received),
				Await.LIMIT, () -> {
					writeAvailable(source);
					readAvailable();
					return !source.hasRemaining();
				});
		return this;
	}

	/**
	 * Sends what the peer takes at once.
	 * @param bytes the bytes
	 * @return the number of bytes sent, maybe 0
	 */
	public int trySend(byte[] bytes) {
		try {
			return this.wire.write(ByteBuffer.wrap(bytes));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends fragments with a moment between them in which the peer can read each alone.
	 * @param bytes the bytes
	 * @param size the length of a fragment
	 * @param pause the moment in nanoseconds
	 * @return this connection
	 */
	public UwsgiConnection sendInFragments(byte[] bytes, int size, long pause) {
		for (int from = 0; from < bytes.length; from += size) {
			send(bytes, from, Math.min(from + size, bytes.length));
			Await.pause(pause);
		}
		return this;
	}

	/**
	 * Says that no more bytes will come, but keeps reading.
	 * @return this connection
	 */
	public UwsgiConnection halfClose() {
		try {
			this.wire.shutdownOutput();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	/**
	 * Reads up to the peer's close and parses what came.
	 * @return the response
	 */
	public Response response() {
		return Response.parse(readToEnd());
	}

	/**
	 * Reads up to the peer's close.
	 * @return all bytes ever received on this connection
	 */
	public byte[] readToEnd() {
		return readToEnd(Await.LIMIT);
	}

	/**
	 * Reads up to the peer's close.
	 * @param limit the longest wait
	 * @return all bytes ever received on this connection
	 */
	public byte[] readToEnd(Duration limit) {
		Await.untilMoved(() -> "close of the peer after %d bytes: %s".formatted(this.received.size(), this.received),
				limit, () -> {
					readAvailable();
					return this.ended;
				});
		return received();
	}

	/**
	 * Reads until so many bytes are there.
	 * @param count the total number of bytes
	 * @return all bytes ever received on this connection
	 */
	public byte[] readAtLeast(int count) {
		Await.untilMoved(() -> "%d bytes, got %d: %s".formatted(count, this.received.size(), this.received),
				Await.LIMIT, () -> {
					boolean more = true;
					while (more && this.received.size() < count) {
						more = readSome(READ_SIZE) > 0;
					}
					return this.received.size() >= count || this.ended;
				});
		return received();
	}

	/**
	 * Reads until some bytes were seen.
	 * @param text the bytes as octets
	 * @return all bytes ever received on this connection
	 */
	public byte[] readUntil(String text) {
		byte[] wanted = Packets.octets(text);
		Await.untilMoved(() -> "'%s' in '%s'".formatted(text, this.received), Await.LIMIT, () -> {
			readAvailable();
			return Response.indexOf(received(), wanted) >= 0;
		});
		return received();
	}

	/**
	 * Reads a whole response whose length is announced, without waiting for the close.
	 * @return the response
	 */
	public Response announcedResponse() {
		readUntil("\r\n\r\n");
		Response head = Response.parse(received());
		int length = Integer.parseInt(head.header("Content-Length"));
		int headLength = head.raw().length - head.body().length;
		return Response.parse(Arrays.copyOf(readAtLeast(headLength + length), headLength + length));
	}

	/**
	 * Reads a limited number of bytes if any are there.
	 * @param limit the most bytes
	 * @return the number of bytes, 0 for none, -1 for the end
	 */
	public int readSome(int limit) {
		ByteBuffer target = ByteBuffer.allocate(limit);
		try {
			int count = this.wire.read(target);
			this.received.write(target.array(), 0, target.position());
			this.ended = count < 0;
			return count;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns whether the peer has closed, reading what is there.
	 * @return whether the end was reached
	 */
	public boolean isEnded() {
		readAvailable();
		return this.ended;
	}

	/**
	 * Waits until the peer has ended the connection in whatever way, be it by a reset.
	 * @return the bytes received before
	 */
	public byte[] awaitEnd() {
		Await.until("end of the connection", () -> {
			try {
				return isEnded();
			}
			catch (UncheckedIOException ex) {
				return true;
			}
		});
		return received();
	}

	/**
	 * Returns what was received so far.
	 * @return the bytes
	 */
	public byte[] received() {
		return this.received.toByteArray();
	}

	/**
	 * Leaves in the rudest way that the transport knows.
	 */
	public void reset() {
		try {
			this.wire.resetOnClose();
			this.wire.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.wire.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void writeAvailable(ByteBuffer source) throws IOException {
		while (source.hasRemaining() && this.wire.write(source) > 0) {
			continue;
		}
	}

	private void readAvailable() {
		while (!this.ended && readSome(READ_SIZE) > 0) {
			continue;
		}
	}

}
