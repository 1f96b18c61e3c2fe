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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes what a test leaves behind.
 */
public final class Directories {

	private Directories() {
	}

	/**
	 * Deletes a directory with everything in it.
	 * @param directory the directory, which need not exist
	 * @throws IOException if something cannot be deleted
	 */
	public static void delete(Path directory) throws IOException {
		if (!Files.exists(directory)) {
			return;
		}
		List<Path> entries;
		try (Stream<Path> walk = Files.walk(directory)) {
			entries = walk.sorted(Comparator.reverseOrder()).toList();
		}
		for (Path entry : entries) {
			Files.deleteIfExists(entry);
		}
	}

}
