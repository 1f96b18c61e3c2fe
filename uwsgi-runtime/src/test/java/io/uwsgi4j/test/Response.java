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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A response as it came from the socket, parsed strictly.
 *
 * @param protocol the protocol of the status line
 * @param status the status code
 * @param reason the reason phrase
 * @param headers the headers in wire order
 * @param body everything after the head
 * @param raw all bytes
 */
public record Response(String protocol, int status, String reason, List<Map.Entry<String, String>> headers, byte[] body,
		byte[] raw) {

	/**
	 * Parses what a peer sent up to its close.
	 * @param raw all bytes
	 * @return the response
	 */
	public static Response parse(byte[] raw) {
		int end = indexOf(raw, Packets.octets("\r\n\r\n"));
		if (end < 0) {
			throw new IllegalStateException("no response head in %d bytes: '%s'".formatted(raw.length, excerpt(raw)));
		}
		String[] lines = new String(raw, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1);
		String[] status = lines[0].split(" ", 3);
		if (status.length < 3 || !status[1].matches("\\d{3}")) {
			throw new IllegalStateException("status line: '%s' (expected: version, code, reason)".formatted(lines[0]));
		}
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		for (String line : Arrays.asList(lines).subList(1, lines.length)) {
			headers.add(parseHeader(line));
		}
		byte[] body = Arrays.copyOfRange(raw, end + 4, raw.length);
		return new Response(status[0], Integer.parseInt(status[1]), status[2], List.copyOf(headers), body, raw);
	}

	/**
	 * Finds the first occurrence of some bytes.
	 * @param bytes where to look
	 * @param wanted what to find
	 * @return the index or -1
	 */
	public static int indexOf(byte[] bytes, byte[] wanted) {
		for (int i = 0; i <= bytes.length - wanted.length; i++) {
			if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Returns the values of a header.
	 * @param name the name in any case
	 * @return the values in wire order
	 */
	public List<String> headers(String name) {
		return this.headers.stream()
			.filter((header) -> header.getKey().equalsIgnoreCase(name))
			.map(Map.Entry::getValue)
			.toList();
	}

	/**
	 * Returns the value of a header that must not be repeated.
	 * @param name the name in any case
	 * @return the value or {@code null}
	 */
	public String header(String name) {
		List<String> values = headers(name);
		if (values.size() > 1) {
			throw new IllegalStateException("header '%s' is repeated: %s".formatted(name, values));
		}
		return values.isEmpty() ? null : values.get(0);
	}

	/**
	 * Returns the body as text.
	 * @return the body decoded as UTF-8
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Response response && Arrays.equals(this.raw, response.raw);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.raw);
	}

	@Override
	public String toString() {
		return "%s (%d bytes)".formatted(excerpt(this.raw), this.raw.length);
	}

	private static Map.Entry<String, String> parseHeader(String line) {
		int colon = line.indexOf(':');
		if (colon <= 0) {
			throw new IllegalStateException("header line: '%s' (expected: name, colon, value)".formatted(line));
		}
		return Map.entry(line.substring(0, colon), line.substring(colon + 1).trim());
	}

	private static String excerpt(byte[] raw) {
		return new String(raw, 0, Math.min(raw.length, 600), StandardCharsets.ISO_8859_1);
	}

}
