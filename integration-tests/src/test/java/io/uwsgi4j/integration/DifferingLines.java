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

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which lines of two answers a known difference explains.
 *
 * @param ours those of the first answer, in full
 * @param theirs those of the second one
 */
record DifferingLines(Pattern ours, Pattern theirs) {

	static DifferingLines of(String ours, String theirs) {
		return new DifferingLines(Pattern.compile(ours, Pattern.DOTALL), Pattern.compile(theirs, Pattern.DOTALL));
	}

	/**
	 * Removes what is explained.
	 * @param ourLines the first answer
	 * @param theirLines the second one
	 * @return whether that was a difference
	 */
	boolean remove(List<String> ourLines, List<String> theirLines) {
		return !take(ourLines, this.ours).equals(take(theirLines, this.theirs));
	}

	private static List<String> take(List<String> lines, Pattern pattern) {
		List<String> taken = lines.stream().filter((line) -> pattern.matcher(line).matches()).toList();
		lines.removeAll(taken);
		return taken;
	}

}
