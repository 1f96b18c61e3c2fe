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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.web.context.request.async.DeferredResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with two cores, of which a request that waits takes none.
 */
@ExtendWith(EnvironmentExtension.class)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class NginxAsyncCoreTests {

	private static final int WAITING = 20;

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static Environment twoCores;

	@BeforeAll
	static void start(Environment shared) {
		twoCores = new Environment(RunningApplication.startAnother(SampleBootApplication.class, "uwsgi.threads=2"));
	}

	@AfterAll
	static void stop() {
		if (twoCores != null) {
			twoCores.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenMoreRequestsWaitThanThereAreCoresThenOthersAreServed(Nginx.Variant variant) {
		List<DeferredResult<String>> results = new ArrayList<>();
		List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
		for (int i = 0; i < WAITING; i++) {
			DeferredResult<String> result = new DeferredResult<>(60_000L);
			String target = AsyncController.prepare("deferred", result);
			results.add(result);
			responses.add(get(variant, target));
			AsyncController.awaitRequest(target);
		}
		assertThat(get(variant, "/hello").join().body()).isEqualTo("hello");
		assertThat(responses).noneMatch(CompletableFuture::isDone);
		results.forEach((result) -> result.setResult("waited"));
		assertThat(responses).allSatisfy((response) -> assertThat(response.join().body()).isEqualTo("waited"));
		twoCores.application().awaitIdle();
	}

	private static CompletableFuture<HttpResponse<String>> get(Nginx.Variant variant, String target) {
		URI uri = twoCores.nginx().frontEnd(variant).uri(target);
		return HTTP.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
			.orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

}
