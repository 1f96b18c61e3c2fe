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

import io.uwsgi4j.protocol.PacketException;
import io.uwsgi4j.tomcat.RequestMapperBenchmark.Path;
import org.apache.coyote.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestMapperBenchmark}.
 */
class RequestMapperBenchmarkTests {

	private final RequestMapperBenchmark benchmark = new RequestMapperBenchmark();

	@Test
	void whenPathIsPlainThenItIsMapped() throws PacketException {
		this.benchmark.choose(Path.PLAIN);
		assertThat(this.benchmark.map().requestURI()).hasToString("/api/orders/4711");
	}

	@Test
	void whenPathIsEncodedThenItIsMappedAsTheClientSentIt() throws PacketException {
		this.benchmark.choose(Path.ENCODED);
		assertThat(this.benchmark.map().requestURI()).hasToString("/api/orders/caf%C3%A9%20au%20lait");
	}

	@ParameterizedTest
	@EnumSource
	void whenPacketIsMappedThenRequestIsCompleteEachTime(Path path) throws PacketException {
		this.benchmark.choose(path);
		this.benchmark.map();
		Request request = this.benchmark.map();
		assertThat(request.getMethod()).isEqualTo("GET");
		assertThat(request.queryString()).hasToString("expand=items&page=2");
		assertThat(request.protocol()).hasToString("HTTP/1.1");
		assertThat(request.scheme()).hasToString("http");
		assertThat(request.remoteAddr()).hasToString("192.0.2.7");
		assertThat(request.getRemotePort()).isEqualTo(40404);
		assertThat(request.localName()).hasToString("app.example");
		assertThat(request.localAddr()).hasToString("127.0.0.1");
		assertThat(request.getLocalPort()).isEqualTo(8080);
		assertThat(request.getMimeHeaders().size()).isEqualTo(11);
		assertThat(request.getMimeHeaders().getHeader("host")).isEqualTo("app.example:8080");
	}

}
