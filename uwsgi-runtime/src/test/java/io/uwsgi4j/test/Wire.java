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

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connected non-blocking byte stream.
 */
interface Wire extends Closeable {

	/**
	 * Reads what is there.
	 * @param target where to
	 * @return the number of bytes, 0 for none yet, -1 for the end
	 * @throws IOException on any error of the stream, a reset among them
	 */
	int read(ByteBuffer target) throws IOException;

	/**
	 * Writes what fits.
	 * @param source where from
	 * @return the number of bytes, maybe 0
	 * @throws IOException on any error of the stream, a reset among them
	 */
	int write(ByteBuffer source) throws IOException;

	/**
	 * Says that no more bytes will come.
	 * @throws IOException on any error of the stream
	 */
	void shutdownOutput() throws IOException;

	/**
	 * Makes the next close a reset where the transport knows resets.
	 * @throws IOException on any error of the stream
	 */
	void resetOnClose() throws IOException;

}
