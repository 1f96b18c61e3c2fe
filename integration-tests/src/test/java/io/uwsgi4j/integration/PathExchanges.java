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
import java.util.stream.Stream;

/**
 * Paths as clients send them, from the usual to the hostile.
 */
final class PathExchanges {

	private PathExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		told().map((path) -> Exchange.get(Exchange.TELL + path)).forEach(all::add);
		refused().map((path) -> Exchange.get(Exchange.TELL + path).differingIn(KnownDifference.REFUSAL_PAGE))
			.forEach(all::add);
		all.add(Exchange.get(Exchange.TELL + "/a%0ab").differingIn(KnownDifference.CONTROL_CHARACTER_IN_PATH));
		all.add(Exchange.get(Exchange.TELL + "/a/..;/b").differingIn(KnownDifference.DOTS_BEFORE_PARAMETER));
		all.add(Exchange.get(Exchange.TELL + "/a#fragment").differingIn(KnownDifference.FRAGMENT));
		matched().map((path) -> Exchange.get("/app/mvc/path" + path)).forEach(all::add);
		elsewhere().map(Exchange::get).forEach(all::add);
		all.add(Exchange.get(Exchange.TELL + "/" + "long/".repeat(900)));
		all.add(Exchange
			.raw("a path of raw UTF-8", "GET /app/tell/caf\u00c3\u00a9 HTTP/1.1", "Host: " + Exchange.HOST,
					"Connection: close")
			.differingIn(KnownDifference.REFUSAL_PAGE));
		all.add(Exchange.get("http://other.example/app/tell/absolute?a=b"));
		all.add(Exchange.get("http://" + Exchange.HOST + "/app/tell/absolute"));
		return all;
	}

	private static Stream<String> told() {
		return Stream.of("/", "/a/b/", "/a%20b", "/a+b", "/100%25", "/a%3Fb", "/a%23b", "/a%3Bb",
				"/caf%C3%A9/%E2%82%AC", "/%ff", "/%c3%28", "/%41%7e", "/a;v=1", "/a;v=1/b;w", "/;",
				"/a;jsessionid=unknown/b", "//a///b", "/a/../b", "/./a/.", "/a/..", "/%2e%2e/tell/b", "/a%2Fb",
				"/a%5cb", "/%00", "/a%zz", "/a%4", "/~!$&'()*=:@-_.", "/a%C0%AFb", "/\u007f", "/a%7Cb");
	}

	private static Stream<String> refused() {
		return Stream.of("/a|b", "/a{b}", "/a\"b", "/a<b>", "/a^b`c", "/a[b]");
	}

	private static Stream<String> matched() {
		return Stream.of("", "/", "/a%20b", "/a;v=1/b", "/caf%C3%A9", "//a", "/a%2Fb", "/a/../b", "/a%25b", "/a%3Bb");
	}

	private static Stream<String> elsewhere() {
		return Stream.of("/app", "/app/", "/app?a=b", "/", "/other", "/APP/tell", "/app/missing", "/app/mvc/hello/",
				"/appendix", "/app/../other", "/../x", "/app;x=1/tell", "/%61pp/tell", "//app/tell", "/app/./tell/a",
				"/app//tell/a", "/app/mvc/;/hello", "/app/mvc/hello;a=b");
	}

}
