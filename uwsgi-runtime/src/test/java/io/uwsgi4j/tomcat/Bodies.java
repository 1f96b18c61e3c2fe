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
import java.io.InputStream;
import java.util.Random;

/**
 * Request and response bodies.
 */
final class Bodies {

	private Bodies() {
	}

	/**
	 * Makes bytes that cannot be mistaken for each other when their order is wrong.
	 * @param length how many
	 * @return the same bytes in every run
	 */
	static byte[] random(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

	/**
	 * Reads to the end in the manner of an application with a small buffer.
	 * @param in the stream
	 * @return the number of bytes
	 * @throws IOException if reading fails
	 */
	static long count(InputStream in) throws IOException {
		byte[] buffer = new byte[8192];
		long total = 0;
		for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
			total += count;
		}
		return total;
	}

}
