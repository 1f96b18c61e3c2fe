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

package io.uwsgi4j.policy;

/**
 * Text of a peer, made fit for a log: nothing in it can begin a line or be taken for
 * anything else.
 */
public final class LogText {

	private LogText() {
	}

	/**
	 * Replaces what is not printable ASCII.
	 * @param text the text, one character per byte
	 * @return the text with {@code \xNN} for each other byte
	 */
	public static String escape(String text) {
		if (text.chars().allMatch(LogText::isPrintable)) {
			return text;
		}
		StringBuilder escaped = new StringBuilder(text.length() + 16);
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			escaped.append(isPrintable(character) ? String.valueOf(character) : "\\x%02x".formatted((int) character));
		}
		return escaped.toString();
	}

	private static boolean isPrintable(int character) {
		return character >= 0x20 && character < 0x7f;
	}

}
