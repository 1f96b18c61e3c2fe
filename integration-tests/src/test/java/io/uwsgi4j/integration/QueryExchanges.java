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
 * Queries, and the parameters that come of them.
 */
final class QueryExchanges {

	private QueryExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		for (String query : List.of("", "a", "a=", "=b", "a=1&a=2&b=3&a=", "&", "&&a=1&&", "a=1;b=2", "a=1%202+3",
				"a=caf%C3%A9", "caf%C3%A9=a", "a=%ff", "a=b?c=d", "a=b/../c", "a=b//c", "a=%26%3D%2B", "a=%00",
				"a=%0d%0ab", "a=100%25", "a=b%", "a=%zz", "a=http://other.example/?x=y", "%61=b", "_=1&-=2&.=3")) {
			all.add(Exchange.get(Exchange.TELL + "?" + query));
		}
		for (String query : List.of("a[0]=1", "a=|", "a={b}", "a=\"b\"", "a=<b>", "a=b\\c", "a=b^c`d")) {
			all.add(Exchange.get(Exchange.TELL + "?" + query).differingIn(KnownDifference.REFUSAL_PAGE));
		}
		all.add(Exchange.get(Exchange.TELL + "?a=b#fragment").differingIn(KnownDifference.FRAGMENT));
		all.add(Exchange.get(Exchange.TELL + "?a=" + "0123456789".repeat(400)));
		all.add(Exchange.get(Exchange.TELL + "?" + "p=1&".repeat(300)));
		all.add(Exchange
			.raw("a query of raw UTF-8", "GET /app/tell?a=caf\u00c3\u00a9 HTTP/1.1", "Host: " + Exchange.HOST,
					"Connection: close")
			.differingIn(KnownDifference.REFUSAL_PAGE));
		all.add(Exchange.get("/app/mvc/items/7?tag=a&tag=b,c"));
		all.add(Exchange.get("/app/mvc/required?number=12"));
		all.add(Exchange.get("/app/mvc/required"));
		all.add(Exchange.get("/app/mvc/required?number=twelve"));
		return all;
	}

}
