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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The page that explains known differences to users.
 */
final class DifferencesDocument {

	private static final Path FILE = Path.of("..", "docs", "differences.md");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$");

	private DifferencesDocument() {
	}

	/**
	 * Returns the differences in the table of a section.
	 * @param heading the heading of the section
	 * @return their names, in the order of the table
	 */
	static List<String> names(String heading) {
		return ROW.matcher(section(heading)).results().map((MatchResult result) -> result.group(1)).toList();
	}

	/**
	 * Returns what the page calls a difference.
	 * @param difference the difference
	 * @return its name
	 */
	static String name(Enum<?> difference) {
		return difference.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String section(String heading) {
		try {
			String page = Files.readString(FILE);
			int start = page.indexOf("\n## " + heading + "\n");
			if (start < 0) {
				throw new AssertionError("no section '%s' in %s".formatted(heading, FILE));
			}
			int end = page.indexOf("\n## ", start + 1);
			return page.substring(start, (end < 0) ? page.length() : end);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
