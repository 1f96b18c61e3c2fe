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

import java.nio.charset.StandardCharsets;

import io.uwsgi4j.protocol.ResponseHead;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponsePreparerBenchmark}.
 */
class ResponsePreparerBenchmarkTests {

	private final ResponsePreparerBenchmark benchmark = new ResponsePreparerBenchmark();

	@Test
	void whenResponseIsPreparedThenHeadIsCompleteEachTime() {
		this.benchmark.describeContent();
		this.benchmark.prepare();
		ResponseHead head = this.benchmark.prepare();
		String text = new String(head.bytes(), 0, head.length(), StandardCharsets.ISO_8859_1);
		assertThat(text.replaceFirst("Date: .* GMT", "Date: now")).isEqualTo("""
				HTTP/1.1 200 OK
				Cache-Control: no-cache, no-store, max-age=0, must-revalidate
				X-Content-Type-Options: nosniff
				X-Frame-Options: DENY
				ETag: "0d1b6c9b7e3f4a5d"
				Content-Type: application/json
				Content-Length: 1234
				Date: now

				""".replace("\n", "\r\n"));
	}

}
