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

package io.uwsgi4j.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of this process as the kernel counts it.
 *
 * @param residentSize memory that is resident (uWSGI: {@code rss}), in bytes
 * @param addressSpace memory that is mapped (uWSGI: {@code vsz}), in bytes; mostly
 * reservations that a JVM may never use
 */
public record MemoryProbe(long residentSize, long addressSpace) {

	private static final Path STATUS = Path.of("/proc/self/status");

	/**
	 * Asks the kernel.
	 * @return the memory at the moment, zero where {@code /proc} does not tell
	 */
	public static MemoryProbe take() {
		try {
			List<String> lines = Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1);
			return new MemoryProbe(bytes(lines, "VmRSS:"), bytes(lines, "VmSize:"));
		}
		catch (IOException ex) {
			return new MemoryProbe(0, 0);
		}
	}

	// "VmRSS: 123456 kB"
	private static long bytes(List<String> lines, String name) {
		for (String line : lines) {
			if (line.startsWith(name)) {
				return 1024 * Long.parseLong(line.substring(name.length(), line.length() - " kB".length()).strip());
			}
		}
		return 0;
	}

}
