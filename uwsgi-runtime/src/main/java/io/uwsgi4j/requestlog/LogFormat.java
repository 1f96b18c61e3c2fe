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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.uwsgi4j.worker.MemoryProbe;

/**
 * The line that {@code log-format} describes: text as it is, and {@code %(name)} for a
 * variable.
 *
 * @param parts text and variables in turn
 */
record LogFormat(List<LinePart> parts) implements LinePart {

	private static final String OPENING = "%(";

	/**
	 * Takes a format to pieces.
	 * @param format the format
	 * @param settings what the format belongs to
	 * @param memory the memory of this process
	 * @return the line
	 */
	static LogFormat compile(String format, RequestLogSettings settings, Supplier<MemoryProbe> memory) {
		LogVariables variables = new LogVariables(settings, memory);
		List<LinePart> parts = new ArrayList<>();
		int position = 0;
		while (position < format.length()) {
			int opening = format.indexOf(OPENING, position);
			int closing = (opening >= 0) ? format.indexOf(')', opening) : -1;
			if (closing < 0) {
				opening = format.length();
			}
			String text = format.substring(position, opening);
			parts.add((line, logged) -> line.append(text));
			if (closing >= 0) {
				parts.add(variables.find(format.substring(opening + OPENING.length(), closing)));
			}
			position = (closing >= 0) ? closing + 1 : opening;
		}
		return new LogFormat(List.copyOf(parts));
	}

	@Override
	public void append(StringBuilder line, LoggedRequest logged) {
		for (LinePart part : this.parts) {
			part.append(line, logged);
		}
	}

}
