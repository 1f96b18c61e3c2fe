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

package io.uwsgi4j.spring.boot.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation has the table that is made of {@link UwsgiMeters}.
 */
class MeterDocumentationTests {

	private static final Path PAGE = Path.of("..", "docs", "meters.md");

	private static final PrometheusNamingConvention PROMETHEUS = new PrometheusNamingConvention();

	@Test
	void tableIsUpToDate() throws IOException {
		List<String> documented;
		try (Stream<String> lines = Files.lines(PAGE)) {
			documented = lines.filter((line) -> line.startsWith("|")).toList();
		}
		assertThat(documented).as(() -> "The table should be\n" + String.join("\n", table())).isEqualTo(table());
	}

	@Test
	void namesAreUnique() {
		assertThat(UwsgiMeters.values()).extracting(UwsgiMeters::getName).doesNotHaveDuplicates();
		assertThat(UwsgiMeters.values()).extracting(MeterDocumentationTests::prometheusName).doesNotHaveDuplicates();
	}

	private static List<String> table() {
		Stream<String> head = Stream.of("| Micrometer | Prometheus | type | tags | meaning |", "|---|---|---|---|---|");
		return Stream.concat(head, Arrays.stream(UwsgiMeters.values()).map(MeterDocumentationTests::row)).toList();
	}

	private static String row(UwsgiMeters meter) {
		String tags = Arrays.stream(meter.getKeyNames())
			.map(KeyName::asString)
			.map(PROMETHEUS::tagKey)
			.map((key) -> "`" + key + "`")
			.collect(Collectors.joining(", "));
		return "| `%s` | `%s` | %s | %s | %s |".formatted(meter.getName(), prometheusName(meter), type(meter), tags,
				meter.getDescription());
	}

	private static String prometheusName(UwsgiMeters meter) {
		String name = PROMETHEUS.name(meter.getName(), meter.getType(), meter.getBaseUnit());
		// Left to the library that writes the text
		return (meter.getType() == Meter.Type.COUNTER) ? name + "_total" : name;
	}

	private static String type(UwsgiMeters meter) {
		return (meter.getType() == Meter.Type.TIMER) ? "histogram" : meter.getType().name().toLowerCase(Locale.ROOT);
	}

}
