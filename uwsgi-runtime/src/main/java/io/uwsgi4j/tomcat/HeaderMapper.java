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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.protocol.VarBlock;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.http.parser.HttpParser;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code HTTP_*} variables into request headers, in the order in which they came
 * and as often as they came. Names are rewritten in place: {@code HTTP_USER_AGENT}
 * becomes {@code user-agent} without a copy. Headers that concern the connection between
 * client and proxy are not for the application and are dropped, as {@code proxy_pass}
 * does.
 */
final class HeaderMapper {

	private static final byte[] PREFIX = "HTTP_".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] CONNECTION = "connection".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] UPGRADE = "upgrade".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] TRANSFER_ENCODING = "transfer-encoding".getBytes(StandardCharsets.US_ASCII);

	// CONTENT_LENGTH and CONTENT_TYPE have variables of their own; the proxy has answered
	// EXPECT; PROXY would be taken for an environment variable by scripts (httpoxy).
	private static final byte[][] DROPPED = Set
		.of("content-length", "content-type", "expect", "proxy", "keep-alive", "proxy-connection", "te", "trailer")
		.stream()
		.map((name) -> name.getBytes(StandardCharsets.US_ASCII))
		.toArray(byte[][]::new);

	// Bit n stands for names of n bytes, so that most headers are compared with none of
	// them.
	private static final long DROPPED_LENGTHS = Arrays.stream(DROPPED)
		.mapToLong((name) -> 1L << name.length)
		.reduce(0, (lengths, length) -> lengths | length);

	// What becomes of each byte of a variable's name.
	private static final byte[] HEADER_NAME = headerName();

	private static final int ABSENT = -1;

	private MimeHeaders target = new MimeHeaders();

	private int connection;

	private int transferEncoding;

	private boolean severalTransferEncodings;

	private boolean upgrade;

	static boolean isHeader(VarBlock vars, int index) {
		int start = vars.nameStart(index);
		return vars.nameLength(index) >= PREFIX.length
				&& Arrays.equals(vars.bytes(), start, start + PREFIX.length, PREFIX, 0, PREFIX.length);
	}

	/**
	 * Returns whether a variable had a name, whether or not it has been rewritten.
	 * @param vars the variables
	 * @param index the variable
	 * @param name the name as it came, for example {@code HTTP_USER_AGENT}
	 * @return whether it had this name, in whatever spelling if it is a header
	 */
	static boolean isNamed(VarBlock vars, int index, String name) {
		if (!isHeader(vars, index)) {
			return vars.isNamed(index, name);
		}
		if (vars.nameLength(index) != name.length() || !name.startsWith("HTTP_")) {
			return false;
		}
		int start = vars.nameStart(index);
		for (int i = PREFIX.length; i < name.length(); i++) {
			if (HEADER_NAME[vars.bytes()[start + i] & 0xff] != HEADER_NAME[name.charAt(i) & 0xff]) {
				return false;
			}
		}
		return true;
	}

	void start(MimeHeaders target) {
		this.target = target;
		// The number of variables is limited already.
		target.setLimit(-1);
		this.connection = ABSENT;
		this.transferEncoding = ABSENT;
		this.severalTransferEncodings = false;
		this.upgrade = false;
	}

	@Nullable Rejection add(VarBlock vars, int index) {
		byte[] bytes = vars.bytes();
		int start = vars.nameStart(index) + PREFIX.length;
		int length = vars.nameLength(index) - PREFIX.length;
		Rejection rejection = check(vars, index, start, length);
		if (rejection != null) {
			return rejection;
		}
		// Before any comparison: two spellings of a name are one name from here on.
		toHeaderName(bytes, start, length);
		if (isName(bytes, start, length, CONNECTION)) {
			this.connection = index;
		}
		else if (isName(bytes, start, length, TRANSFER_ENCODING)) {
			this.severalTransferEncodings = this.transferEncoding != ABSENT;
			this.transferEncoding = index;
		}
		else if (!isDropped(bytes, start, length)) {
			this.upgrade |= isName(bytes, start, length, UPGRADE);
			this.target.addValue(bytes, start, length).setBytes(bytes, vars.valueStart(index), vars.valueLength(index));
		}
		return null;
	}

	/**
	 * Adds what depends on other headers.
	 * @param vars the variables
	 */
	void finish(VarBlock vars) {
		// Of use with an upgrade only; otherwise it is about the client's connection.
		if (this.upgrade && this.connection != ABSENT) {
			addValue(this.target, "connection", vars, this.connection);
		}
	}

	/**
	 * Returns how the body is encoded, which matters if its length is not known.
	 * @param vars the variables
	 * @return the value of {@code HTTP_TRANSFER_ENCODING}, empty if there is none, and
	 * nothing that is a name if there are several: that is a list of encodings
	 */
	String transferEncoding(VarBlock vars) {
		if (this.severalTransferEncodings) {
			return "several of them";
		}
		return (this.transferEncoding != ABSENT) ? vars.value(this.transferEncoding).trim() : "";
	}

	void addValue(MimeHeaders headers, String name, VarBlock vars, int index) {
		headers.addValue(name).setBytes(vars.bytes(), vars.valueStart(index), vars.valueLength(index));
	}

	static boolean isToken(VarBlock vars, int index) {
		int start = vars.valueStart(index);
		int end = start + vars.valueLength(index);
		for (int i = start; i < end; i++) {
			if (!HttpParser.isToken(vars.bytes()[i])) {
				return false;
			}
		}
		return end > start;
	}

	private static @Nullable Rejection check(VarBlock vars, int index, int nameStart, int nameLength) {
		byte[] bytes = vars.bytes();
		if (nameLength == 0) {
			return Rejection.badVariable("'HTTP_': no header name (expected: a token)");
		}
		for (int i = nameStart; i < nameStart + nameLength; i++) {
			if (!HttpParser.isToken(bytes[i])) {
				return Rejection.badVariable("'%s': byte 0x%02x in a header name (expected: a token)"
					.formatted(vars.name(index), bytes[i] & 0xff));
			}
		}
		return checkValue(vars, index);
	}

	/**
	 * Checks that a value cannot be mistaken for more than one, wherever it is written.
	 * @param vars the variables
	 * @param index the variable
	 * @return why the value cannot be used, or {@code null} if it can
	 */
	static @Nullable Rejection checkValue(VarBlock vars, int index) {
		byte[] bytes = vars.bytes();
		int start = vars.valueStart(index);
		for (int i = start; i < start + vars.valueLength(index); i++) {
			if (HttpParser.isControl(bytes[i]) && bytes[i] != '\t') {
				return Rejection.badVariable("'%s': byte 0x%02x in the value (expected: no control character)"
					.formatted(vars.name(index), bytes[i] & 0xff));
			}
		}
		return null;
	}

	private static void toHeaderName(byte[] bytes, int start, int length) {
		for (int i = start; i < start + length; i++) {
			bytes[i] = HEADER_NAME[bytes[i] & 0xff];
		}
	}

	private static byte[] headerName() {
		byte[] table = new byte[256];
		for (int i = 0; i < table.length; i++) {
			table[i] = (byte) ((i >= 'A' && i <= 'Z') ? i + ('a' - 'A') : i);
		}
		table['_'] = '-';
		return table;
	}

	private static boolean isDropped(byte[] bytes, int start, int length) {
		if (length >= Long.SIZE || (DROPPED_LENGTHS & (1L << length)) == 0) {
			return false;
		}
		for (byte[] name : DROPPED) {
			if (isName(bytes, start, length, name)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isName(byte[] bytes, int start, int length, byte[] name) {
		return Arrays.equals(bytes, start, start + length, name, 0, name.length);
	}

}
