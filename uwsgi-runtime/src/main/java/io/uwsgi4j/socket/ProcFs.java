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

package io.uwsgi4j.socket;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * What the kernel tells about itself and this process under {@code /proc}. Nothing here
 * is required: where {@code /proc} is hidden, the answer is "unknown".
 */
final class ProcFs {

	private static final int O_NONBLOCK = 04000;

	private static final Path SOMAXCONN = Path.of("/proc/sys/net/core/somaxconn");

	private static final Path SELF = Path.of("/proc/self");

	private ProcFs() {
	}

	/**
	 * Returns the largest backlog that the kernel does not cut silently.
	 * @return the limit of this network namespace, if known
	 */
	static OptionalInt somaxconn() {
		// With a buffer: files below /proc/sys give their value to the first read only,
		// and
		// Files.readString starts with a single byte as it takes them for empty.
		try (BufferedReader reader = Files.newBufferedReader(SOMAXCONN)) {
			return OptionalInt.of(Integer.parseInt(reader.readLine()));
		}
		catch (IOException | NumberFormatException ex) {
			return OptionalInt.empty();
		}
	}

	/**
	 * Returns who this process runs as, for messages.
	 * @return {@code uid 1000}
	 */
	static String user() {
		try {
			return "uid " + Files.getAttribute(SELF, "unix:uid");
		}
		catch (IOException ex) {
			return "uid unknown";
		}
	}

	/**
	 * Returns what a descriptor of this process refers to.
	 * @param fd the number of the descriptor
	 * @return a path or something like {@code socket:[4711]}, or {@code null} if there is
	 * no such descriptor or nothing is known about it
	 */
	static @Nullable String target(int fd) {
		try {
			return Files.readSymbolicLink(SELF.resolve("fd/" + fd)).toString();
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Returns whether a descriptor of this process is known not to block.
	 * @param fd the number of the descriptor
	 * @return {@code false} if it blocks or nothing is known about it
	 */
	static boolean isNonBlocking(int fd) {
		try {
			for (String line : Files.readAllLines(SELF.resolve("fdinfo/" + fd))) {
				if (line.startsWith("flags:")) {
					return (Integer.parseInt(line.substring("flags:".length()).strip(), 8) & O_NONBLOCK) != 0;
				}
			}
			return false;
		}
		catch (IOException | NumberFormatException ex) {
			return false;
		}
	}

}
