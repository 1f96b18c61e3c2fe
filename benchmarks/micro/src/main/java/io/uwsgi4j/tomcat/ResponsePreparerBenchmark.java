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

import java.util.concurrent.atomic.AtomicBoolean;

import io.uwsgi4j.benchmarks.micro.AbstractBenchmark;
import io.uwsgi4j.protocol.ResponseHead;
import org.apache.coyote.Response;
import org.apache.tomcat.util.http.MimeHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From Coyote's response to the bytes of its head.
 */
@State(Scope.Thread)
public class ResponsePreparerBenchmark extends AbstractBenchmark {

	/**
	 * Type of the content, without and with a character set.
	 */
	@Param({ "application/json", "text/html;charset=UTF-8" })
	private String contentType = "application/json";

	private final ResponsePreparer preparer = new ResponsePreparer(new AtomicBoolean());

	private final Response response = new Response();

	/**
	 * Sets what the application has set and {@link #fill()} leaves alone.
	 */
	@Setup
	public void describeContent() {
		this.response.setStatus(200);
		this.response.setContentType(this.contentType);
		this.response.setContentLength(1234);
	}

	/**
	 * Completes the headers and formats the head.
	 */
	@Benchmark
	public ResponseHead prepare() {
		fill();
		return this.preparer.prepare(this.response, "GET", null);
	}

	/**
	 * Sets the application's headers, which is part of {@link #prepare()}.
	 */
	@Benchmark
	public MimeHeaders fill() {
		MimeHeaders headers = this.response.getMimeHeaders();
		headers.recycle();
		headers.addValue("Cache-Control").setString("no-cache, no-store, max-age=0, must-revalidate");
		headers.addValue("X-Content-Type-Options").setString("nosniff");
		headers.addValue("X-Frame-Options").setString("DENY");
		headers.addValue("ETag").setString("\"0d1b6c9b7e3f4a5d\"");
		return headers;
	}

}
