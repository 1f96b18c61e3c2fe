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

package io.uwsgi4j.benchmarks.micro;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.uwsgi4j.protocol.PacketDecoderBenchmark;
import io.uwsgi4j.protocol.ResponseHeadBenchmark;
import io.uwsgi4j.tomcat.HeaderMapperBenchmark;
import io.uwsgi4j.tomcat.RequestMapperBenchmark;
import io.uwsgi4j.tomcat.ResponsePreparerBenchmark;
import io.uwsgi4j.worker.CorePoolBenchmark;
import io.uwsgi4j.worker.ScoreboardBenchmark;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs all benchmarks, for too short a time to learn anything from it but that they run.
 */
class BenchmarksTests {

	@Test
	void whenBenchmarksRunThenEachHasAResult() throws Exception {
		Collection<RunResult> results = new Runner(new OptionsBuilder().forks(0)
			.warmupIterations(0)
			.measurementIterations(1)
			.measurementTime(TimeValue.milliseconds(10))
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build()).run();
		assertThat(runs(results)).isEqualTo(expectedRuns());
		assertThat(results).allSatisfy((result) -> assertThat(result.getPrimaryResult().getSampleCount()).isPositive());
	}

	private static Map<String, Long> runs(Collection<RunResult> results) {
		return results.stream()
			.collect(Collectors.groupingBy((result) -> result.getParams().getBenchmark(), TreeMap::new,
					Collectors.counting()));
	}

	private static Map<String, Long> expectedRuns() {
		Map<String, Long> runs = new TreeMap<>();
		Stream
			.of(PacketDecoderBenchmark.class, ResponseHeadBenchmark.class, HeaderMapperBenchmark.class,
					ScoreboardBenchmark.class)
			.forEach((type) -> benchmarks(type).forEach((name) -> runs.put(name, 1L)));
		// These have a parameter with two values.
		Stream.of(RequestMapperBenchmark.class, ResponsePreparerBenchmark.class, CorePoolBenchmark.class)
			.forEach((type) -> benchmarks(type).forEach((name) -> runs.put(name, 2L)));
		return runs;
	}

	private static List<String> benchmarks(Class<?> type) {
		return Arrays.stream(type.getMethods())
			.filter((method) -> method.isAnnotationPresent(Benchmark.class))
			.map(Method::getName)
			.map((name) -> type.getName() + "." + name)
			.toList();
	}

}
