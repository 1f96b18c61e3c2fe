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

package io.uwsgi4j.tomcat;

import java.util.Collections;
import java.util.List;

import org.apache.tomcat.util.http.MimeHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeaderMapperBenchmark}.
 */
class HeaderMapperBenchmarkTests {

	private final HeaderMapperBenchmark benchmark = new HeaderMapperBenchmark();

	@Test
	void whenHeadersAreMappedThenAllButConnectionAreThereEachTime() throws Exception {
		this.benchmark.decode();
		this.benchmark.map();
		MimeHeaders headers = this.benchmark.map();
		List<String> names = Collections.list(headers.names());
		assertThat(names).containsExactly("host", "user-agent", "accept", "accept-language", "accept-encoding",
				"referer", "cookie", "upgrade-insecure-requests", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site");
		assertThat(headers.getHeader("accept-language")).isEqualTo("en-US,en;q=0.5");
	}

	@Test
	void whenPacketIsRestoredThenNamesAreThoseOfVariables() throws Exception {
		this.benchmark.decode();
		byte[] before = this.benchmark.restore().clone();
		this.benchmark.map();
		assertThat(this.benchmark.restore()).isEqualTo(before);
	}

}
