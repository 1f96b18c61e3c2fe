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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are given up, as clients of nginx see them.
 */
class NginxHarakiriTests extends AbstractNginxTests {

	@Test
	void whenRequestTakesTooLongThenClientSees503AndOthersAreServed() {
		List<CompletableFuture<Integer>> slow = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			slow.add(getAsync("/harakiri?" + i).thenApply((response) -> response.statusCode()));
		}
		assertThat(slow).allSatisfy((status) -> assertThat(status.join()).isEqualTo(503));
		assertThat(get("/hello").body()).isEqualTo("hello");
		Await.until("all are reported or counted", () -> !application().log().linesWith("*** HARAKIRI ON").isEmpty());
		assertThat(application().log().linesWith("*** HARAKIRI ON"))
			.allSatisfy((line) -> assertThat(line).contains("GET /harakiri?", " from 127.0.0.1", "answered with 503"));
		Await.until("all threads have come back", () -> application().protocol().getOutlivedRequests() == 0);
	}

	@Test
	void whenResponseHasBegunThenItEndsTooEarlyAndNothingLateArrives() {
		try (RawHttp http = new RawHttp(frontEnd()).get("/harakiri/begun")) {
			String response = http.readAll();
			assertThat(response).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nbegun");
		}
		Await.until("the thread has come back", () -> application().protocol().getOutlivedRequests() == 0);
	}

	@Test
	void whenRequestWaitsAsynchronouslyThenClientSees503() {
		assertThat(get("/harakiri/async").statusCode()).isEqualTo(503);
		Await.until("it is over", () -> application().protocol().getOutlivedRequests() == 0);
	}

}
