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

package io.uwsgi4j.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many bytes the kernel keeps on their way between two processes, at most. All that a
 * process writes beyond them is its peer's doing, or is in its own memory.
 */
final class SocketLimits {

	private SocketLimits() {
	}

	/**
	 * Returns what a unix socket holds. Only the sender's buffer counts, and the last
	 * piece, which is at most half of it, may exceed it.
	 * @return the number of bytes
	 */
	static long unix() {
		return number("/proc/sys/net/core/wmem_default", 0) * 3 / 2;
	}

	/**
	 * Returns what both ends of a TCP connection hold after their buffers have grown as
	 * far as they may.
	 * @return the number of bytes
	 */
	static long tcp() {
		return sendBuffer() + number("/proc/sys/net/ipv4/tcp_rmem", 2);
	}

	/**
	 * Returns what a TCP connection holds whose receiver has not read anything. Its
	 * buffer has had no reason to grow from its initial size; some times that is for the
	 * kernel's way of counting.
	 * @return the number of bytes
	 */
	static long unreadTcp() {
		return sendBuffer() + 4 * number("/proc/sys/net/ipv4/tcp_rmem", 1);
	}

	private static long sendBuffer() {
		return number("/proc/sys/net/ipv4/tcp_wmem", 2);
	}

	private static long number(String file, int column) {
		// With a buffer, as files below /proc/sys give their value to the first read
		// only.
		try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
			return Long.parseLong(reader.readLine().split("\\s+")[column]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
