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

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/**
 * Checksums of bodies that are too long for a cryptographic digest, or for the memory.
 */
final class Checksum {

	private Checksum() {
	}

	static long of(byte[] bytes) {
		return repeated(bytes, 1);
	}

	static long repeated(byte[] bytes, int times) {
		CRC32 checksum = new CRC32();
		for (int i = 0; i < times; i++) {
			checksum.update(bytes, 0, bytes.length);
		}
		return checksum.getValue();
	}

	/**
	 * Reads a certain number of bytes.
	 * @param in where from
	 * @param length how many
	 * @return their checksum
	 * @throws IOException if reading fails
	 */
	static long of(InputStream in, long length) throws IOException {
		CRC32 checksum = new CRC32();
		byte[] buffer = new byte[65_536];
		long left = length;
		while (left > 0) {
			int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
			if (count < 0) {
				throw new AssertionError("%d bytes are missing".formatted(left));
			}
			checksum.update(buffer, 0, count);
			left -= count;
		}
		return checksum.getValue();
	}

}
