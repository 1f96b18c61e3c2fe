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

package io.uwsgi4j.requestlog;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.uwsgi4j.worker.MemoryProbe;

/**
 * A line is the text of its format with a value in the place of each variable, and no
 * value of a request can look like something else than a value.
 */
public final class LogFormatFuzz {

	// The first byte of this value separates the format from what a request says
	private static final byte SEPARATOR = 0;

	private static final Pattern VARIABLE = Pattern.compile("%\\(([^)]*)\\)");

	private static final MemoryProbe MEMORY = new MemoryProbe(11_284_480, 136_523_776);

	private static final RequestLogSettings SETTINGS = SettingsBuilder.all();

	private LogFormatFuzz() {
	}

	/**
	 * Writes lines.
	 * @param input a format, a null byte, and a text of a client
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		String text = new String(input, StandardCharsets.ISO_8859_1);
		int separator = text.indexOf(SEPARATOR);
		String format = (separator < 0) ? text : text.substring(0, separator);
		LoggedRequest logged = new LoggedRequest(request(text.substring(separator + 1)), 1, 1);
		checkFormat(format, logged);
		checkDefaultLine(logged);
	}

	private static void checkFormat(String format, LoggedRequest logged) {
		// Each call may see another second
		boolean timeless = !format.contains("%(epoch)");
		String line = line(format, logged);
		if (timeless && !line.equals(line(format, logged))) {
			throw new AssertionError("Two lines of one request");
		}
		StringBuilder expected = new StringBuilder();
		Matcher variables = VARIABLE.matcher(format);
		int position = 0;
		while (variables.find()) {
			String value = line(variables.group(), logged);
			checkValue(value, true);
			expected.append(format, position, variables.start()).append(value);
			position = variables.end();
		}
		expected.append(format, position, format.length());
		if (timeless && !line.contentEquals(expected)) {
			throw new AssertionError("'%s' (expected: '%s')".formatted(line, expected));
		}
	}

	private static void checkDefaultLine(LoggedRequest logged) {
		StringBuilder line = new StringBuilder();
		new DefaultLine(SETTINGS, false, () -> MEMORY).append(line, logged);
		checkValue(line.toString(), false);
		if (line.length() >= 4096) {
			throw new AssertionError("A line of %d characters".formatted(line.length()));
		}
	}

	private static void checkValue(String value, boolean quotable) {
		if (value.isEmpty()) {
			throw new AssertionError("A value that cannot be seen");
		}
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			boolean escape = character == '\\' && value.startsWith("\\x", i);
			if (character < ' ' || character > '~'
					|| (quotable && (character == '"' || character == '\\') && !escape)) {
				throw new AssertionError("A value that can be more than one: " + value);
			}
		}
	}

	private static String line(String format, LoggedRequest logged) {
		StringBuilder line = new StringBuilder();
		LogFormat.compile(format, SETTINGS, () -> MEMORY).append(line, logged);
		return line.toString();
	}

	private static SampleRequest request(String text) {
		return new SampleRequest().with("REQUEST_URI", text)
			.with("REQUEST_METHOD", text)
			.with("REMOTE_ADDR", text)
			.with("REMOTE_USER", text)
			.with("SERVER_PROTOCOL", text)
			.with("HTTP_USER_AGENT", text)
			.with("HTTP_HOST", text)
			.with("X", text);
	}

}
