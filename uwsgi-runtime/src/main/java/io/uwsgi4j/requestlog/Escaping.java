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

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Makes what comes from a client harmless: whatever a line contains, it remains one line
 * of printable ASCII.
 */
final class Escaping {

	private static final HexFormat HEX = HexFormat.of();

	private Escaping() {
	}

	/**
	 * Appends a text with everything that cannot be printed as {@code \xNN}.
	 * @param line the line
	 * @param text the text, or {@code null} for none
	 */
	static void append(StringBuilder line, @Nullable String text) {
		append(line, text, "");
	}

	/**
	 * Does the same to quotes and backslashes, so that a value cannot end the quotes that
	 * a format has put around it.
	 * @param line the line
	 * @param text the text, or {@code null} for none
	 */
	static void appendQuotable(StringBuilder line, @Nullable String text) {
		append(line, text, "\"\\");
	}

	private static void append(StringBuilder line, @Nullable String text, String special) {
		if (text == null) {
			return;
		}
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character >= 0x20 && character < 0x7f && special.indexOf(character) < 0) {
				line.append(character);
			}
			else {
				line.append("\\x").append(HEX.toHexDigits((byte) character));
			}
		}
	}

}
