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

package io.uwsgi4j.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Formats the head of a response: status line, headers, empty line. The status line is
 * always that of HTTP/1.1, the one form that every proxy understands. Control characters
 * in a header become spaces, so that no value can start a header of its own (RFC 9110,
 * section 5.5). Reused from response to response; not thread-safe.
 */
public final class ResponseHead {

	/**
	 * Largest head in bytes (uWSGI: {@code response-headers-limit}).
	 */
	public static final int MAX_SIZE = 65535;

	private static final int INITIAL_CAPACITY = 1024;

	private static final int RETAINED_CAPACITY = 8 * 1024;

	private static final byte[][] STATUS_LINES = new byte[600][];

	private static final byte CR = '\r';

	private static final byte LF = '\n';

	static {
		for (int status = 100; status < STATUS_LINES.length; status++) {
			STATUS_LINES[status] = statusLine(status);
		}
	}

	private byte[] bytes = new byte[INITIAL_CAPACITY];

	private int length;

	/**
	 * Starts a new head.
	 * @param status the status code, 100 to 999
	 * @return this head
	 */
	public ResponseHead start(int status) {
		this.length = 0;
		if (this.bytes.length > RETAINED_CAPACITY) {
			this.bytes = new byte[INITIAL_CAPACITY];
		}
		byte[] line = (status >= 100 && status < STATUS_LINES.length) ? STATUS_LINES[status] : statusLine(status);
		ensureCapacity(line.length);
		System.arraycopy(line, 0, this.bytes, this.length, line.length);
		this.length += line.length;
		return this;
	}

	/**
	 * Appends text to the current line, one byte per character.
	 * @param text characters up to U+00FF; anything else becomes a question mark
	 * @return this head
	 */
	public ResponseHead append(String text) {
		int count = text.length();
		ensureCapacity(count);
		// In local variables, because the compiler would write each field back each time.
		byte[] target = this.bytes;
		int position = this.length;
		for (int i = 0; i < count; i++) {
			char character = text.charAt(i);
			target[position++] = printable((character > 0xff) ? '?' : character);
		}
		this.length = position;
		return this;
	}

	/**
	 * Appends bytes to the current line.
	 * @param source the array to copy from
	 * @param start the first byte to copy
	 * @param count how many bytes to copy
	 * @return this head
	 */
	public ResponseHead append(byte[] source, int start, int count) {
		ensureCapacity(count);
		byte[] target = this.bytes;
		int position = this.length;
		for (int i = start; i < start + count; i++) {
			target[position++] = printable(source[i] & 0xff);
		}
		this.length = position;
		return this;
	}

	/**
	 * Appends the separator between the name and the value of a header.
	 * @return this head
	 */
	public ResponseHead colon() {
		ensureCapacity(2);
		this.bytes[this.length++] = ':';
		this.bytes[this.length++] = ' ';
		return this;
	}

	/**
	 * Ends the current line. Called once more after the last header, it ends the head.
	 * @return this head
	 */
	public ResponseHead endLine() {
		ensureCapacity(2);
		this.bytes[this.length++] = CR;
		this.bytes[this.length++] = LF;
		return this;
	}

	/**
	 * Returns the array that holds the head.
	 * @return the bytes, valid up to {@link #length()}
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Returns how long the head is by now.
	 * @return the number of bytes
	 */
	public int length() {
		return this.length;
	}

	private static byte printable(int character) {
		boolean control = (character < 0x20 && character != '\t') || character == 0x7f;
		return (byte) (control ? ' ' : character);
	}

	private void ensureCapacity(int more) {
		int needed = this.length + more;
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(needed, this.bytes.length * 2));
		}
	}

	private static byte[] statusLine(int status) {
		return "HTTP/1.1 %d %s\r\n".formatted(status, ReasonPhrase.of(status)).getBytes(StandardCharsets.US_ASCII);
	}

}
