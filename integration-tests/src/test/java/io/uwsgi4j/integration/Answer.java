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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What came back on a connection, taken apart.
 *
 * @param head the lines of all heads: interim responses, status line, headers
 * @param body the body, without chunks
 * @param complete whether it ended as the head said it would
 */
record Answer(List<String> head, byte[] body, boolean complete) {

	private static final int LONGEST_TEXT = 20_000;

	/**
	 * Takes an answer apart.
	 * @param bytes everything up to the end of the connection
	 * @param bodiless whether nothing follows the head whatever it says
	 * @return the answer
	 */
	static Answer parse(byte[] bytes, boolean bodiless) {
		List<String> head = new ArrayList<>();
		int position = 0;
		boolean interim = true;
		while (interim) {
			int end = endOfHead(bytes, position);
			if (end < 0) {
				return new Answer(head, Arrays.copyOfRange(bytes, position, bytes.length), false);
			}
			String text = new String(bytes, position, end - position, StandardCharsets.ISO_8859_1);
			interim = text.startsWith("HTTP/1.1 1") && !text.startsWith("HTTP/1.1 101");
			head.addAll(Arrays.asList(text.split("\r\n")));
			position = end;
		}
		return withBody(head, Arrays.copyOfRange(bytes, position, bytes.length), bodiless);
	}

	/**
	 * Returns the answer in comparable pieces.
	 * @return lines that say what they are
	 */
	List<String> lines() {
		List<String> lines = new ArrayList<>();
		this.head.forEach((line) -> addHeadLine(lines, line));
		if (this.body.length > LONGEST_TEXT) {
			lines.add("body: %d bytes, %s".formatted(this.body.length, Payload.digest(this.body)));
		}
		else if (this.body.length > 0) {
			String text = new String(this.body, StandardCharsets.UTF_8);
			Arrays.stream(text.split("\n", -1)).forEach((line) -> lines.add("body: " + line));
		}
		lines.add("end: " + ((this.complete) ? "complete" : "cut off"));
		return lines;
	}

	private static void addHeadLine(List<String> lines, String line) {
		if (line.startsWith("HTTP/1.1 1")) {
			lines.add("interim: " + line);
		}
		else if (line.startsWith("HTTP/1.1 ")) {
			lines.add("status: " + line.substring(9, 12));
			lines.add("reason: " + line.substring(12).trim());
		}
		else {
			lines.add("head: " + line);
		}
	}

	private static Answer withBody(List<String> head, byte[] rest, boolean bodiless) {
		String length = header(head, "content-length");
		if (bodiless) {
			return new Answer(head, rest, rest.length == 0);
		}
		if ("chunked".equals(header(head, "transfer-encoding"))) {
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			boolean complete = joinChunks(rest, body);
			return new Answer(head, body.toByteArray(), complete);
		}
		return new Answer(head, rest, length == null || Long.parseLong(length) == rest.length);
	}

	private static String header(List<String> head, String name) {
		return head.stream()
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).trim())
			.findFirst()
			.orElse(null);
	}

	private static boolean joinChunks(byte[] bytes, ByteArrayOutputStream body) {
		int position = 0;
		while (position < bytes.length) {
			int end = indexOf(bytes, "\r\n", position);
			if (end < 0) {
				return false;
			}
			int size = Integer.parseInt(new String(bytes, position, end - position, StandardCharsets.ISO_8859_1), 16);
			if (size == 0) {
				return bytes.length == end + 4;
			}
			int available = Math.min(size, bytes.length - end - 2);
			body.write(bytes, end + 2, available);
			position = end + 2 + size + 2;
		}
		return false;
	}

	private static int endOfHead(byte[] bytes, int from) {
		int end = indexOf(bytes, "\r\n\r\n", from);
		return (end < 0) ? -1 : end + 4;
	}

	private static int indexOf(byte[] bytes, String wanted, int from) {
		byte[] pattern = wanted.getBytes(StandardCharsets.ISO_8859_1);
		for (int i = from; i <= bytes.length - pattern.length; i++) {
			if (Arrays.equals(bytes, i, i + pattern.length, pattern, 0, pattern.length)) {
				return i;
			}
		}
		return -1;
	}

}
