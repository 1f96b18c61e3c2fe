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

package io.uwsgi4j.protocol;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PacketDecoderBenchmark}.
 */
class PacketDecoderBenchmarkTests {

	private final PacketDecoderBenchmark benchmark = new PacketDecoderBenchmark();

	@Test
	void whenPacketComesInOnePieceThenVariablesAreFoundEachTime() throws PacketException {
		assertVariables(this.benchmark.whole());
		assertVariables(this.benchmark.whole());
	}

	@Test
	void whenPacketComesInTwoPiecesThenVariablesAreFoundEachTime() throws PacketException {
		assertVariables(this.benchmark.split());
		assertVariables(this.benchmark.split());
	}

	@Test
	void whenOnlyBytesAreTakenThenPacketIsComplete() throws PacketException {
		assertThat(this.benchmark.bytesOnly()).isTrue();
		assertThat(this.benchmark.bytesOnly()).isTrue();
	}

	private static void assertVariables(VarBlock vars) {
		assertThat(vars.size()).isEqualTo(25);
		assertThat(vars.name(0)).isEqualTo("QUERY_STRING");
		assertThat(vars.value(0)).isEqualTo("expand=items&page=2");
		assertThat(vars.name(24)).isEqualTo("HTTP_SEC_FETCH_SITE");
		assertThat(vars.value(24)).isEqualTo("same-origin");
	}

}
