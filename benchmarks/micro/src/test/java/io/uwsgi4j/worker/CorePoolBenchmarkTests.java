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

import io.uwsgi4j.worker.CorePoolBenchmark.Pool;
import io.uwsgi4j.worker.CorePoolBenchmark.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorePoolBenchmark}.
 */
class CorePoolBenchmarkTests {

	private final CorePoolBenchmark benchmark = new CorePoolBenchmark();

	private final Producer producer = new Producer();

	@AfterEach
	void stop() {
		this.benchmark.stop();
	}

	@Test
	void whenPoolHasCoresThenOneOfThemRunsTheTask() {
		this.benchmark.start(Pool.CORE_POOL);
		assertThat(this.benchmark.oneProducer(this.producer)).isEqualTo(1);
		assertThat(this.producer.last().getName()).startsWith("bench-core-");
	}

	@Test
	void whenPoolIsTomcatsThenOneOfItsThreadsRunsTheTask() {
		this.benchmark.start(Pool.TOMCAT);
		assertThat(this.benchmark.oneProducer(this.producer)).isEqualTo(1);
		assertThat(this.producer.last().getName()).startsWith("bench-exec-");
	}

	@Test
	void whenTasksComeInBurstsThenAllAreRun() {
		this.benchmark.start(Pool.CORE_POOL);
		assertThat(this.benchmark.oneProducerInBursts(this.producer)).isEqualTo(CorePoolBenchmark.BURST);
		assertThat(this.benchmark.twoProducersInBursts(this.producer)).isEqualTo(CorePoolBenchmark.BURST);
		assertThat(this.producer.last().getName()).startsWith("bench-core-");
	}

}
