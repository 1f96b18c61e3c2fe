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

package io.uwsgi4j.spring.boot;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the pages of {@code docs/deploy} only use properties that exist.
 */
class DeploymentFilesTests {

	private static final Path DIRECTORY = Path.of("..", "docs", "deploy");

	private static final Pattern PROPERTY = Pattern.compile("\\buwsgi\\.[a-z][a-z-]+");

	private static final Pattern VARIABLE = Pattern.compile("\\bUWSGI_[A-Z_]+");

	// A variable for the application, not from it: nginx sends it
	private static final Set<String> VARIABLES_OF_THE_PROTOCOL = Set.of("UWSGI_SCHEME");

	private static final Pattern YAML = Pattern.compile("^```yaml\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

	private final Set<String> properties = readProperties();

	@ParameterizedTest
	@ValueSource(strings = { "README.md", "systemd.md", "supervisor.md", "docker.md", "kubernetes.md" })
	void whenPropertyIsNamedThenItExists(String page) throws IOException {
		String text = Files.readString(DIRECTORY.resolve(page));
		TreeSet<String> named = new TreeSet<>();
		PROPERTY.matcher(text).results().map(MatchResult::group).forEach(named::add);
		VARIABLE.matcher(text)
			.results()
			.map(MatchResult::group)
			.filter((name) -> !VARIABLES_OF_THE_PROTOCOL.contains(name))
			.map(DeploymentFilesTests::property)
			.forEach(named::add);
		documents(text).map((document) -> document.get("uwsgi"))
			.filter(Map.class::isInstance)
			.flatMap((uwsgi) -> ((Map<?, ?>) uwsgi).keySet().stream())
			.map((key) -> "uwsgi." + key)
			.forEach(named::add);
		assertThat(named).isNotEmpty().isSubsetOf(this.properties);
	}

	@Test
	void whenThereIsAPageThenTheIndexLinksToIt() throws IOException {
		String index = Files.readString(DIRECTORY.resolve("README.md"));
		try (Stream<Path> pages = Files.list(DIRECTORY)) {
			List<String> names = pages.map((page) -> page.getFileName().toString())
				.filter((name) -> !name.equals("README.md"))
				.toList();
			assertThat(names).isNotEmpty().allSatisfy((name) -> assertThat(index).contains("](" + name + ")"));
		}
	}

	private static String property(String variable) {
		return variable.toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
	}

	// Fails if a block is not YAML.
	private static Stream<Map<?, ?>> documents(String text) {
		return YAML.matcher(text).results().flatMap((block) -> {
			Stream.Builder<Map<?, ?>> documents = Stream.builder();
			new Yaml().loadAll(block.group(1)).forEach((document) -> documents.add((Map<?, ?>) document));
			return documents.build();
		});
	}

	private static Set<String> readProperties() {
		Set<String> names = new TreeSet<>();
		try {
			for (URL url : Collections.list(DeploymentFilesTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream json = url.openStream()) {
					JsonMapper.shared()
						.readTree(json)
						.get("properties")
						.forEach((property) -> names.add(property.get("name").asString()));
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return names;
	}

}
