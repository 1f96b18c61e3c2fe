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

package io.uwsgi4j.worker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScoreboardBenchmark}.
 */
class ScoreboardBenchmarkTests {

	private final ScoreboardBenchmark benchmark = new ScoreboardBenchmark();

	@Test
	void whenRequestIsEnteredThenItCounts() {
		this.benchmark.request();
		assertThat(this.benchmark.request().counters(1)).isEqualTo(new CoreCounters(2, 0, 1, 0, 0, 0, 0, 640, 200));
		assertThat(this.benchmark.look()).isEqualTo(2);
	}

}
