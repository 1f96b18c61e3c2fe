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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the alert rules of {@code docs/monitoring}, compared with what an
 * application has to tell.
 */
@Timeout(90)
class MonitoringFilesTests {

	private static final Path DIRECTORY = Path.of("..", "docs", "monitoring");

	private static final Pattern METRIC = Pattern.compile("\\buwsgi_[a-z0-9_]+");

	private static final Pattern PROPERTY = Pattern.compile("\\buwsgi\\.[a-z][a-z-]+");

	private static final Pattern LABELS = Pattern.compile("\\b(?:by|on) \\(([a-z_, ]+)\\)");

	// What Prometheus adds to each series
	private static final Set<String> TARGET_LABELS = Set.of("job", "instance");

	private static String scrape;

	private static JsonNode dashboard;

	private static List<Map<String, Object>> rules;

	@BeforeAll
	static void read() throws IOException {
		dashboard = new JsonMapper().readTree(read("grafana-dashboard.json"));
		rules = rules(new Yaml().load(read("prometheus-alerts.yml")));
		try (OwnApplication application = OwnApplication
			.start("management.endpoints.web.exposure.include=prometheus")) {
			application.exchange(UwsgiPacket.get("/hello"));
			scrape = application.exchange(UwsgiPacket.get("/actuator/prometheus")).text();
		}
	}

	@Test
	void whenMetricIsUsedThenApplicationHasIt() {
		Set<String> names = new TreeSet<>();
		scrape.lines().filter((line) -> !line.startsWith("#")).forEach((line) -> names.add(line.split("[{ ]")[0]));
		assertThat(matches(METRIC, expressions())).hasSizeGreaterThan(20).isSubsetOf(names);
	}

	@Test
	void whenLabelIsUsedThenItsMetricHasIt() {
		for (String expression : expressions()) {
			Set<String> known = new HashSet<>(TARGET_LABELS);
			matches(METRIC, List.of(expression)).forEach((metric) -> known.addAll(labels(metric)));
			LABELS.matcher(expression)
				.results()
				.forEach((match) -> assertThat(match.group(1).split(", ")).as(expression).isSubsetOf(known));
		}
	}

	@Test
	void whenPropertyIsNamedThenItExists() throws IOException {
		Set<String> properties = new HashSet<>();
		for (URL url : Collections
			.list(getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream in = url.openStream()) {
				new JsonMapper().readTree(in)
					.get("properties")
					.forEach((property) -> properties.add(property.get("name").asString()));
			}
		}
		List<String> texts = List.of(read("grafana-dashboard.json"), read("prometheus-alerts.yml"), read("README.md"));
		assertThat(matches(PROPERTY, texts)).contains("uwsgi.threads", "uwsgi.listen").isSubsetOf(properties);
	}

	@Test
	void whenDashboardIsImportedThenItAsksForItsDataSource() {
		assertThat(dashboard.get("__inputs").get(0).get("name").asString()).isEqualTo("DS_PROMETHEUS");
		assertThat(dashboard.get("templating").get("list").findValuesAsString("name")).containsSubsequence("job",
				"instance");
		for (JsonNode panel : panels()) {
			assertThat(panel.get("datasource").get("uid").asString()).isEqualTo("${DS_PROMETHEUS}");
			assertThat(panel.get("description").asString()).as(panel.get("title").asString()).isNotBlank();
			for (JsonNode target : panel.get("targets")) {
				assertThat(target.get("datasource")).isEqualTo(panel.get("datasource"));
				assertThat(METRIC.matcher(target.get("expr").asString()).results().count()).isEqualTo(
						target.get("expr").asString().split("\\{job=~\"\\$job\",instance=~\"\\$instance\"}", -1).length
								- 1);
			}
		}
	}

	@Test
	void whenPanelsAreLaidOutThenTheyFitWithoutOverlap() {
		Set<Integer> ids = new HashSet<>();
		Set<List<Integer>> cells = new HashSet<>();
		for (JsonNode panel : dashboard.get("panels")) {
			assertThat(ids.add(panel.get("id").asInt())).as("id of %s", panel.get("title")).isTrue();
			JsonNode position = panel.get("gridPos");
			int right = position.get("x").asInt() + position.get("w").asInt();
			int bottom = position.get("y").asInt() + position.get("h").asInt();
			assertThat(right).isLessThanOrEqualTo(24);
			for (int x = position.get("x").asInt(); x < right; x++) {
				for (int y = position.get("y").asInt(); y < bottom; y++) {
					assertThat(cells.add(List.of(x, y))).as("place of %s", panel.get("title")).isTrue();
				}
			}
		}
	}

	@Test
	void whenAlertFiresThenItSaysWhatToDo() {
		assertThat(rules).hasSizeGreaterThan(8).allSatisfy((rule) -> {
			assertThat((String) rule.get("alert")).matches("Uwsgi[A-Za-z]+");
			assertThat(map(rule.get("labels")).get("severity")).isIn("critical", "warning", "info");
			assertThat((String) map(rule.get("annotations")).get("summary")).isNotBlank();
			assertThat((String) map(rule.get("annotations")).get("description")).hasSizeGreaterThan(80);
		}).extracting((rule) -> rule.get("alert")).doesNotHaveDuplicates();
	}

	private static List<String> expressions() {
		List<String> expressions = new ArrayList<>();
		panels().forEach((panel) -> expressions.addAll(panel.get("targets").findValuesAsString("expr")));
		expressions.addAll(dashboard.get("annotations").findValuesAsString("expr"));
		expressions.addAll(dashboard.get("templating").findValuesAsString("definition"));
		rules.forEach((rule) -> expressions.add((String) rule.get("expr")));
		return expressions;
	}

	private static List<JsonNode> panels() {
		List<JsonNode> panels = new ArrayList<>();
		dashboard.get("panels").forEach(panels::add);
		panels.removeIf((panel) -> panel.get("type").asString().equals("row"));
		assertThat(panels).hasSizeGreaterThan(10);
		return panels;
	}

	private static Set<String> labels(String metric) {
		Set<String> labels = new HashSet<>();
		scrape.lines()
			.filter((line) -> line.startsWith(metric + "{"))
			.flatMap((line) -> Pattern.compile("([a-z_]+)=\"").matcher(line).results())
			.forEach((match) -> labels.add(match.group(1)));
		return labels;
	}

	private static Set<String> matches(Pattern pattern, List<String> texts) {
		Set<String> found = new TreeSet<>();
		texts.forEach((text) -> pattern.matcher(text).results().forEach((match) -> found.add(match.group())));
		return found;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> rules(Map<String, Object> file) {
		return ((List<Map<String, Object>>) file.get("groups")).stream()
			.flatMap((group) -> Stream.of(group.get("rules")))
			.flatMap((list) -> ((List<Map<String, Object>>) list).stream())
			.toList();
	}

	private static String read(String name) {
		try {
			return Files.readString(DIRECTORY.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
