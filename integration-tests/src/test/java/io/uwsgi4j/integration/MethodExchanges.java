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
 * Methods, known and unknown.
 */
final class MethodExchanges {

	private MethodExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		for (String method : List.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "UNHEARD-OF",
				"get")) {
			all.add(Exchange.of(method, Exchange.TELL));
		}
		for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "GET", "OPTIONS", "UNHEARD-OF")) {
			all.add(Exchange.of(method, Exchange.TELL + "/body").with("text/plain", "a body"));
		}
		for (String method : List.of("POST", "PUT", "PATCH")) {
			all.add(Exchange.of(method, Exchange.TELL + "/no-body"));
		}
		for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "UNHEARD-OF")) {
			all.add(Exchange.of(method, "/app/mvc/hello"));
		}
		all.add(Exchange.of("OPTIONS", "*"));
		all.add(Exchange.of("PUT", "/app/mvc/items/7").with("text/plain", "seven"));
		all.add(Exchange.of("PATCH", "/app/mvc/items/7").with("text/plain", "half"));
		all.add(Exchange.of("DELETE", "/app/mvc/items/7"));
		all.add(Exchange.of("GET", "/app/mvc/items/7", "X-HTTP-Method-Override: DELETE"));
		return all;
	}

}
