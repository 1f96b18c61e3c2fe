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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What nginx's {@code $document_uri} holds for a request path: percent-decoded once,
 * slashes merged, dot segments resolved, path parameters kept.
 */
final class DocumentUri {

	private DocumentUri() {
	}

	static String of(String rawPath) {
		String path = decode(rawPath);
		Deque<String> segments = new ArrayDeque<>();
		String[] parts = path.split("/", -1);
		for (int i = 1; i < parts.length; i++) {
			addSegment(segments, parts[i], i == parts.length - 1);
		}
		return "/" + String.join("/", segments);
	}

	private static void addSegment(Deque<String> segments, String part, boolean last) {
		switch (part) {
			case "" -> {
				if (last) {
					segments.add("");
				}
			}
			case "." -> addSegment(segments, "", last);
			case ".." -> {
				segments.pollLast();
				addSegment(segments, "", last);
			}
			default -> segments.add(part);
		}
	}

	private static String decode(String text) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] bytes = Packets.octets(text);
		for (int i = 0; i < bytes.length; i++) {
			int high = (i + 2 < bytes.length) ? Character.digit(bytes[i + 1], 16) : -1;
			int low = (i + 2 < bytes.length) ? Character.digit(bytes[i + 2], 16) : -1;
			if (bytes[i] == '%' && high >= 0 && low >= 0) {
				out.write((high << 4) + low);
				i += 2;
			}
			else {
				out.write(bytes[i]);
			}
		}
		return out.toString(StandardCharsets.ISO_8859_1);
	}

}
