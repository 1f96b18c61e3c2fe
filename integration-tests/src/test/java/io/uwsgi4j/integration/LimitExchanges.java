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
import java.util.stream.IntStream;

/**
 * Requests and responses that are too large for somebody.
 */
final class LimitExchanges {

	private LimitExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		addRequests(all);
		addResponses(all);
		return all;
	}

	private static void addRequests(List<Exchange> all) {
		all.add(Exchange.get(Exchange.TELL, "X-Large: " + "x".repeat(4000)));
		all.add(Exchange.get(Exchange.TELL, "X-Large: " + "x".repeat(20_000))
			.named("a head of 20 kB")
			.differingIn(KnownDifference.REQUEST_HEAD_SIZE));
		all.add(Exchange.get(Exchange.TELL, "X-Large: " + "x".repeat(70_000))
			.named("a head of 70 kB")
			.differingIn(KnownDifference.TOO_LARGE_FOR_A_PACKET));
		all.add(Exchange.get(Exchange.TELL, "X-Large: " + "x".repeat(90_000)).named("a head too large for nginx"));
		all.add(Exchange.get(Exchange.TELL, headers(99 - 10)).named("99 headers"));
		all.add(Exchange.get(Exchange.TELL, headers(200))
			.named("200 headers")
			.differingIn(KnownDifference.REQUEST_HEADER_COUNT));
		all.add(Exchange.get(Exchange.TELL, headers(990))
			.named("990 headers")
			.differingIn(KnownDifference.TOO_MANY_HEADERS));
		all.add(post(ComparedServers.LIMIT_POST).named("a body as long as allowed"));
		all.add(post(ComparedServers.LIMIT_POST + 1).named("a body longer than uwsgi.limit-post")
			.differingIn(KnownDifference.LIMIT_POST));
		all.add(post(ComparedServers.NGINX_LIMIT + 1).named("a body too long for nginx"));
		all.add(Exchange.of("POST", Exchange.TELL, "Content-Length: 99999999999999999999").named("a vast length"));
		all.add(Exchange.get(Exchange.TELL + "?" + "a=1&".repeat(1500)).named("1500 parameters"));
	}

	private static void addResponses(List<Exchange> all) {
		all.add(Exchange.get(Exchange.ANSWER + "many-headers?count=50&size=100"));
		all.add(Exchange.get(Exchange.ANSWER + "many-headers?count=200&size=10"));
		all.add(Exchange.get(Exchange.ANSWER + "many-headers?count=1&size=7000"));
		all.add(Exchange.get(Exchange.ANSWER + "many-headers?count=1&size=20000")
			.differingIn(KnownDifference.RESPONSE_HEAD_SIZE));
		all.add(Exchange.get(Exchange.ANSWER + "many-headers?count=10&size=10000"));
		all.add(Exchange.head(Exchange.ANSWER + "many-headers?count=50&size=100"));
	}

	private static Exchange post(int size) {
		return Exchange.of("POST", Exchange.TELL).with("application/octet-stream", new byte[size]);
	}

	private static String[] headers(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "X-Header-%d: %d".formatted(i, i)).toArray(String[]::new);
	}

}
