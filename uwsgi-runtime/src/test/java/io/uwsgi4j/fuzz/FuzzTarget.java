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

package io.uwsgi4j.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code bin/fuzz} feeds with bytes, as listed in {@code fuzz/targets}.
 *
 * @param name what it is called on the command line
 * @param type the class that takes the bytes
 * @param corpus the directory with what it is to begin with
 */
record FuzzTarget(String name, Class<?> type, Path corpus) {

	private static final Path HOME = Path.of("src/test/resources/fuzz");

	static List<FuzzTarget> all() throws IOException {
		return Files.readAllLines(HOME.resolve("targets"))
			.stream()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.trim().split(" +"))
			.map((words) -> new FuzzTarget(words[0], type(words[1]), HOME.resolve(words[2])))
			.toList();
	}

	private static Class<?> type(String name) {
		try {
			return Class.forName(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	List<Path> inputs() {
		try (Stream<Path> files = Files.list(this.corpus)) {
			return files.sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Feeds one input.
	 * @param input the bytes, which are not changed
	 * @throws Throwable if a promise is broken
	 */
	void feed(byte[] input) throws Throwable {
		try {
			this.type.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, Arrays.copyOf(input, input.length));
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
