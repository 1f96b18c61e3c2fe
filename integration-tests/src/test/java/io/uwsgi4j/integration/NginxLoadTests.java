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

package io.uwsgi4j.integration;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many requests at once, of which none may be lost.
 */
class NginxLoadTests extends AbstractNginxTests {

	private static final int REQUESTS = 1000;

	@Test
	void whenManyRequestsRunInParallelThenNoneIsLost() {
		List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, REQUESTS)
			.mapToObj((index) -> HTTP.sendAsync(HttpRequest.newBuilder(uri("/hello?" + index)).build(),
					HttpResponse.BodyHandlers.ofString()))
			.toList();
		Map<String, Long> results = responses.stream()
			.map(CompletableFuture::join)
			.collect(Collectors.groupingBy((response) -> response.statusCode() + " " + response.body(),
					Collectors.counting()));
		assertThat(results).containsExactly(Map.entry("200 hello", (long) REQUESTS));
		assertThat(application().log().errors()).isEmpty();
	}

	@Test
	void whenManyUploadsRunInParallelThenNoneIsMixedUp() {
		List<byte[]> bodies = IntStream.range(0, 100).mapToObj((index) -> Payload.bytes(20_000 + index)).toList();
		List<CompletableFuture<HttpResponse<String>>> responses = bodies.stream()
			.map((body) -> HttpRequest.newBuilder(uri("/digest"))
				.POST(HttpRequest.BodyPublishers.ofByteArray(body))
				.build())
			.map((request) -> HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
			.toList();
		for (int i = 0; i < bodies.size(); i++) {
			assertThat(responses.get(i).join().body()).isEqualTo(Payload.digest(bodies.get(i)));
		}
	}

}
