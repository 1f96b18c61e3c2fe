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
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation says of every {@code server} property of Spring Boot
 * whether it means anything where uwsgi is served.
 */
class ServerPropertiesDocumentationTests {

	private static final Path PAGE = Path.of("..", "docs", "spring-boot.md");

	private static final Pattern NAME = Pattern.compile("`(server\\.[a-z0-9.-]+(?:\\.\\*)?)`");

	private final TreeSet<String> properties = readProperties();

	private final List<String[]> rows = readRows();

	@Test
	void whenSpringBootHasAPropertyThenTheTableCoversIt() {
		List<String> documented = documented();
		assertThat(this.properties).hasSizeGreaterThan(100)
			.allSatisfy((property) -> assertThat(documented).anyMatch((name) -> covers(name, property)));
	}

	@Test
	void whenTheTableHasANameThenSpringBootKnowsIt() {
		assertThat(documented()).hasSizeGreaterThan(40)
			.doesNotHaveDuplicates()
			.allSatisfy((name) -> assertThat(this.properties).anyMatch((property) -> covers(name, property)));
	}

	@Test
	void whenTheTableHasARowThenItSaysWhoHonoursTheProperties() {
		assertThat(this.rows).allSatisfy((row) -> assertThat(row[2].strip()).isIn("yes", "HTTP", "no"));
	}

	private List<String> documented() {
		return this.rows.stream()
			.flatMap((row) -> NAME.matcher(row[1]).results())
			.map((match) -> match.group(1))
			.toList();
	}

	private static boolean covers(String name, String property) {
		return name.equals(property)
				|| (name.endsWith(".*") && property.startsWith(name.substring(0, name.length() - 1)));
	}

	private static List<String[]> readRows() {
		try (Stream<String> lines = Files.lines(PAGE)) {
			return lines.dropWhile((line) -> !line.equals("## `server.*`"))
				.skip(1)
				.takeWhile((line) -> !line.startsWith("## "))
				.filter((line) -> line.startsWith("| `"))
				.map((line) -> line.split("\\|"))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static TreeSet<String> readProperties() {
		TreeSet<String> names = new TreeSet<>();
		try {
			for (URL url : Collections.list(ServerPropertiesDocumentationTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream json = url.openStream()) {
					Map<String, Object> metadata = JsonMapper.shared().readValue(json, Map.class);
					((List<Map<String, Object>>) metadata.get("properties")).stream()
						.map((property) -> (String) property.get("name"))
						.filter((name) -> name.startsWith("server."))
						.forEach(names::add);
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return names;
	}

}
