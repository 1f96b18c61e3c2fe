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
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promises of the threat model have the tests that it names.
 */
class ThreatModelTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)(?:\\.(\\w+))?`");

	private final Map<String, String> sources = sources();

	@Test
	void whenTestIsNamedThenItIsThere() throws IOException {
		List<MatchResult> tests = TEST.matcher(Files.readString(ROOT.resolve("docs/threat-model.md")))
			.results()
			.toList();
		assertThat(tests).hasSizeGreaterThan(15).allSatisfy((test) -> {
			assertThat(this.sources).containsKey(test.group(1));
			if (test.group(2) != null) {
				assertThat(this.sources.get(test.group(1))).contains("void " + test.group(2) + "(");
			}
		});
	}

	@Test
	void whenPromiseIsMadeThenATestIsNamed() throws IOException {
		String page = Files.readString(ROOT.resolve("docs/threat-model.md"));
		String promises = page.substring(page.indexOf("## Promises"), page.indexOf("## What is not promised"));
		assertThat(promises.split("(?m)^(?=[0-9]+\\. )")).hasSizeGreaterThan(12)
			.filteredOn((promise) -> !promise.startsWith("##"))
			.allSatisfy((promise) -> assertThat(promise).containsPattern(TEST));
	}

	private static Map<String, String> sources() {
		try (Stream<Path> files = Files.walk(ROOT)) {
			return files
				.filter((file) -> file.toString().contains("src/test/java") && file.toString().endsWith("Tests.java"))
				.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""),
						ThreatModelTests::read, (first, second) -> first + second));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
