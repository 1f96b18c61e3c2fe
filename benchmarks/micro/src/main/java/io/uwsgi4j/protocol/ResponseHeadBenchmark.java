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

import io.uwsgi4j.benchmarks.micro.AbstractBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * From status and headers to the bytes of a response's head.
 */
@State(Scope.Thread)
public class ResponseHeadBenchmark extends AbstractBenchmark {

	private final String[] headers = { "Cache-Control", "no-cache, no-store, max-age=0, must-revalidate",
			"X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "ETag", "\"0d1b6c9b7e3f4a5d\"",
			"Content-Type", "application/json", "Content-Length", "1234", "Date", "Thu, 01 Jan 2026 00:00:00 GMT" };

	private final ResponseHead head = new ResponseHead();

	/**
	 * Formats a head with seven headers.
	 */
	@Benchmark
	public ResponseHead format() {
		this.head.start(200);
		for (int i = 0; i < this.headers.length; i += 2) {
			this.head.append(this.headers[i]).colon().append(this.headers[i + 1]).endLine();
		}
		return this.head.endLine();
	}

}
