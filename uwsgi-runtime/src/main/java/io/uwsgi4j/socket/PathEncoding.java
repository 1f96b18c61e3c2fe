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

package io.uwsgi4j.socket;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bytes of a path as the kernel sees them. Netty passes socket paths in UTF-8, the
 * JDK in the encoding of the locale; only where both agree does a path mean one file.
 */
final class PathEncoding {

	private PathEncoding() {
	}

	static String name() {
		return System.getProperty("sun.jnu.encoding", "unknown");
	}

	static int byteLength(Path path) {
		return path.toString().getBytes(StandardCharsets.UTF_8).length;
	}

	static boolean isUnambiguous(Path path) {
		String text = path.toString();
		if (!Charset.isSupported(name())) {
			return text.chars().allMatch((c) -> c < 0x80);
		}
		return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), text.getBytes(Charset.forName(name())));
	}

}
