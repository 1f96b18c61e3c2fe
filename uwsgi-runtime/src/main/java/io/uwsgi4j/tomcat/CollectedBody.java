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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that is received in full before anybody reads it: in memory, or
 * in a temporary file. The file has no name from the moment it exists, so that nothing is
 * left of it whatever happens. Written first and read afterwards, by one thread at a
 * time.
 */
final class CollectedBody {

	private static final Log log = LogFactory.getLog(CollectedBody.class);

	private static final String PREFIX = "uwsgi-body-";

	private static final byte[] NOTHING = new byte[0];

	private static final int INITIAL_CAPACITY = 4096;

	// The longest array that every JVM can make.
	private static final int MAX_IN_MEMORY = Integer.MAX_VALUE - 8;

	private final long length;

	private final @Nullable FileChannel file;

	// Grows with the bytes that have arrived, not with the length that was announced.
	private byte[] memory;

	private long written;

	private long read;

	/**
	 * Creates an empty body.
	 * @param length how long it will be
	 * @param file where to store it, ours to be closed, or {@code null} for memory
	 */
	CollectedBody(long length, @Nullable FileChannel file) {
		this.length = length;
		this.file = file;
		this.memory = new byte[(file != null) ? 0 : (int) Math.min(length, INITIAL_CAPACITY)];
	}

	/**
	 * Makes room for a body.
	 * @param length length of the body
	 * @param memoryLimit the longest body that is kept in memory
	 * @param directory where to put a temporary file, {@code null} for where the system
	 * has them
	 * @return an empty body
	 * @throws IOException if there can be no temporary file
	 */
	static CollectedBody create(long length, long memoryLimit, @Nullable Path directory) throws IOException {
		boolean inMemory = length <= Math.min(memoryLimit, MAX_IN_MEMORY);
		return new CollectedBody(length, inMemory ? null : openFile(directory));
	}

	private static FileChannel openFile(@Nullable Path directory) throws IOException {
		Path path = (directory != null) ? Files.createTempFile(directory, PREFIX, null)
				: Files.createTempFile(PREFIX, null);
		try {
			return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
		}
		finally {
			Files.delete(path);
		}
	}

	long length() {
		return this.length;
	}

	/**
	 * Returns how many bytes have not arrived yet.
	 * @return the number of bytes
	 */
	long missing() {
		return this.length - this.written;
	}

	void append(ByteBuffer more) throws IOException {
		int count = more.remaining();
		if (this.file == null) {
			int end = (int) this.written + count;
			if (end > this.memory.length) {
				this.memory = Arrays.copyOf(this.memory, (int) Math.min(this.length, Math.max(end, 2L * end)));
			}
			more.get(this.memory, (int) this.written, count);
		}
		else {
			long position = this.written;
			while (more.hasRemaining()) {
				position += this.file.write(more, position);
			}
		}
		this.written += count;
	}

	/**
	 * Reads on.
	 * @param target where to put the bytes
	 * @return the number of bytes, at least 1
	 * @throws EOFException if everything has been read
	 */
	int read(ByteBuffer target) throws IOException {
		int wanted = (int) Math.min(target.remaining(), this.written - this.read);
		if (wanted == 0) {
			throw new EOFException();
		}
		if (this.file == null) {
			target.put(this.memory, (int) this.read, wanted);
		}
		else {
			readFile(this.file, target, wanted);
		}
		this.read += wanted;
		return wanted;
	}

	private void readFile(FileChannel file, ByteBuffer target, int wanted) throws IOException {
		int limit = target.limit();
		target.limit(target.position() + wanted);
		long position = this.read;
		while (target.hasRemaining()) {
			int count = file.read(target, position);
			if (count < 0) {
				throw new EOFException();
			}
			position += count;
		}
		target.limit(limit);
	}

	/**
	 * Gives up what has arrived, as nobody will read it.
	 */
	void discard() {
		this.memory = NOTHING;
	}

	void close() {
		try {
			if (this.file != null) {
				this.file.close();
			}
		}
		catch (IOException ex) {
			log.debug("A temporary file could not be closed", ex);
		}
	}

}
