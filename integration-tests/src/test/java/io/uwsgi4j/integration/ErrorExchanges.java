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

/**
 * Errors of all kinds, and the pages they come with.
 */
final class ErrorExchanges {

	private static final String HTML = "Accept: text/html";

	private static final String JSON = "Accept: application/json";

	private ErrorExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		for (int status : new int[] { 400, 401, 403, 404, 405, 413, 418, 429, 500, 503, 599 }) {
			all.add(Exchange.get(Exchange.ANSWER + "error?code=" + status, HTML));
			all.add(Exchange.get(Exchange.ANSWER + "error?code=" + status, JSON));
		}
		for (String reply : List.of("error?code=404", "fail", "fail-written", "fail-announced", "no-such-reply")) {
			all.add(Exchange.get(Exchange.ANSWER + reply));
			all.add(Exchange.head(Exchange.ANSWER + reply));
		}
		all.add(Exchange.get(Exchange.ANSWER + "fail-committed").differingIn(KnownDifference.ABORTED_RESPONSE));
		all.add(Exchange.head(Exchange.ANSWER + "fail-committed"));
		all.add(Exchange.get(Exchange.ANSWER + "fail", HTML));
		all.add(Exchange.of("POST", Exchange.ANSWER + "fail").with("text/plain", "x".repeat(300_000)));
		for (String path : List.of("/app/missing", "/app/mvc/missing", "/missing", "/app/mvc/fail")) {
			all.add(Exchange.get(path, HTML));
			all.add(Exchange.get(path, JSON));
			all.add(Exchange.head(path, HTML));
		}
		all.add(Exchange.get("/app/mvc/json", HTML));
		all.add(Exchange.of("DELETE", "/app/mvc/json", JSON));
		all.add(Exchange.get("/app/mvc/hello", "Accept: image/png"));
		all.add(Exchange.of("POST", "/app/mvc/json", JSON).with("application/xml", "<a/>"));
		return all;
	}

}
