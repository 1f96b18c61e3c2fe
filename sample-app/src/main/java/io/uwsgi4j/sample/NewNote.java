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

package io.uwsgi4j.sample;

import org.jspecify.annotations.Nullable;

/**
 * What a client sends to store a note.
 *
 * @param text the text, 1 to {@value #MAX_LENGTH} characters
 */
record NewNote(@Nullable String text) {

	static final int MAX_LENGTH = 280;

	/**
	 * The text without surrounding blanks.
	 * @return the text to store
	 * @throws InvalidNoteException if there is none, or too much of it
	 */
	String validText() {
		String stripped = (this.text != null) ? this.text.strip() : "";
		if (stripped.isEmpty() || stripped.length() > MAX_LENGTH) {
			throw new InvalidNoteException(
					"text: %d characters (expected: 1 to %d)".formatted(stripped.length(), MAX_LENGTH));
		}
		return stripped;
	}

}
