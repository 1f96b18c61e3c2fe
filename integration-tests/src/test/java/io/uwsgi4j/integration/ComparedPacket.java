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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.uwsgi4j.test.Telling;

/**
 * What became of a packet.
 *
 * @param packet the packet
 * @param ours our answer: {@code answer:} if it is no response, or {@code status:} and
 * what the application has told
 * @param theirs the answer of uWSGI
 */
record ComparedPacket(SentPacket packet, List<String> ours, List<String> theirs) {

	/**
	 * Returns what our application has told.
	 * @param name what about
	 * @return what it has told, or nothing
	 */
	String ours(String name) {
		return told(this.ours, name);
	}

	/**
	 * Returns what the application of uWSGI has told.
	 * @param name what about
	 * @return what it has told, or nothing
	 */
	String theirs(String name) {
		return told(this.theirs, name);
	}

	/**
	 * Returns whether known differences are all there is.
	 * @param shown where to add those that have explained something
	 * @return what they do not explain, our lines first; empty if there is nothing left
	 */
	List<String> unexplained(Set<UwsgiDifference> shown) {
		List<String> ourLines = new ArrayList<>(this.ours);
		List<String> theirLines = new ArrayList<>(this.theirs);
		// What has to be refused must not be served, even if it is served alike.
		remove(UwsgiDifference.OF_THE_WHOLE_ANSWER, ourLines, theirLines, shown);
		List.copyOf(ourLines).stream().filter(theirLines::remove).forEach(ourLines::remove);
		remove(UwsgiDifference.OF_WHAT_IS_TOLD, ourLines, theirLines, shown);
		return Stream
			.concat(ourLines.stream().map((line) -> "ours:   " + line),
					theirLines.stream().map((line) -> "uWSGI's: " + line))
			.toList();
	}

	boolean isServed() {
		return this.ours.contains("status: 200");
	}

	boolean isRefused() {
		return this.ours.get(0).matches("status: [45].*");
	}

	boolean isDroppedByUwsgi() {
		return this.theirs.contains("answer: none");
	}

	boolean isServedByUwsgi() {
		return this.theirs.contains("status: 200");
	}

	/**
	 * Returns everything, for those who have to explain a difference.
	 * @return the packet and both answers
	 */
	String report() {
		return "%s%n--- sent ---%n%s%n--- ours ---%n%s%n--- uWSGI's ---%n%s%n--- not explained ---".formatted(
				this.packet, Telling.escape(new String(this.packet.bytes(), StandardCharsets.ISO_8859_1)),
				String.join("\n", this.ours), String.join("\n", this.theirs));
	}

	@Override
	public String toString() {
		return this.packet.toString();
	}

	private void remove(Set<UwsgiDifference> known, List<String> ourLines, List<String> theirLines,
			Set<UwsgiDifference> shown) {
		known.stream().filter((difference) -> difference.remove(this, ourLines, theirLines)).forEach(shown::add);
	}

	private static String told(List<String> lines, String name) {
		return lines.stream()
			.filter((line) -> line.startsWith(name + "="))
			.map((line) -> line.substring(name.length() + 1))
			.findFirst()
			.orElse("");
	}

}
