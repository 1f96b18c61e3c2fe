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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Headers of requests.
 */
final class HeaderExchanges {

	private HeaderExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		addOrdinary(all);
		addNegotiation(all);
		addOdd(all);
		addConnection(all);
		addHosts(all);
		return all;
	}

	private static void addOrdinary(List<Exchange> all) {
		all.add(tell("User-Agent: Mozilla/5.0 (X11; Linux)", "Referer: http://app.example/?a=b"));
		all.add(tell("X-Multi: first", "X-Multi: second", "x-multi: third"));
		all.add(tell("X-Empty:", "X-Blank:   "));
		all.add(tell("X-Long: " + "0123456789".repeat(200)));
		all.add(tell(IntStream.range(0, 60).mapToObj((i) -> "X-Header-%d: %d".formatted(i, i)).toArray(String[]::new)));
		all.add(tell("Cookie: a=1; b=\"two words\"; c=d=e; $Version=1; empty="));
		all.add(tell("Cookie: a=1; b=2", "Cookie: c=3"));
		all.add(tell("Cookie: ;;=; a; b=,; caf\u00c3\u00a9=1"));
		all.add(tell("Authorization: Basic "
				+ Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.US_ASCII))));
		all.add(tell("X-Forwarded-For: 192.0.2.7", "X-Real-IP: 192.0.2.8", "Forwarded: for=192.0.2.9"));
		all.add(Exchange.get("/app/mvc/items/7", "X-Tenant: caf\u00e9", "Cookie: theme=dark"));
	}

	private static void addNegotiation(List<Exchange> all) {
		Stream
			.of("application/json", "text/plain", "text/html", "*/*", "text/*;q=0.5, application/json;q=0.4",
					"application/xml", "nonsense", "", "text/html,application/xhtml+xml,*/*;q=0.8")
			.forEach((type) -> all.add(Exchange.get("/app/mvc/hello", "Accept: " + type)));
		Stream.of("de", "de-AT, de;q=0.9, en;q=0.5", "*", "xx-invalid-language-tag-0", "")
			.forEach((language) -> all.add(Exchange.get("/app/mvc/hello", "Accept-Language: " + language)));
		all.add(tell("Accept-Language: fr;q=0.3, de, en;q=0.7"));
		all.add(Exchange.get("/app/mvc/hello", "Accept-Encoding: gzip, br"));
		all.add(Exchange.get("/app/mvc/hello", "Origin: https://other.example"));
		all.add(Exchange.of("OPTIONS", "/app/mvc/hello", "Origin: https://other.example",
				"Access-Control-Request-Method: GET"));
	}

	private static void addOdd(List<Exchange> all) {
		all.add(tell("X.Dot: 1", "X!Bang: 2", "X'Quote: 3"));
		all.add(tell("x_under: 1", "X-Under: 2"));
		all.add(tell("X-Latin: caf\u00e9", "X-Utf8: caf\u00c3\u00a9"));
		all.add(tell("X-Tab: a\tb", "X-Quotes: \"a\\\"b\""));
		all.add(tell("X-Control: a\u0001b").differingIn(KnownDifference.REFUSAL_PAGE));
		all.add(tell("X-Delete: a\u007fb").differingIn(KnownDifference.REFUSAL_PAGE));
		all.add(tell("Content-Type: ").differingIn(KnownDifference.EMPTY_CONTENT_TYPE));
		all.add(tell("Content-Type: text/plain;charset=nonsense"));
		all.add(tell("Content-Type: nonsense"));
		all.add(tell(" X-Folded: 1"));
		all.add(tell("X-No-Colon"));
		all.add(tell("X Space: 1"));
		all.add(tell("Date: Thu, 01 Jan 1970 00:00:00 GMT", "If-Modified-Since: nonsense"));
		all.add(tell("Content-Encoding: gzip", "Content-Language: de", "Content-Location: /x"));
	}

	private static void addConnection(List<Exchange> all) {
		all.add(tell("Keep-Alive: timeout=5", "TE: trailers", "Expect: something-else"));
		all.add(tell("Proxy-Connection: keep-alive", "Trailer: X-Sum").differingIn(KnownDifference.HOP_BY_HOP_HEADERS));
		all.add(tell("Proxy: http://proxy.example").differingIn(KnownDifference.PROXY_HEADER));
		all.add(tell("Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__").differingIn(KnownDifference.UPGRADE_HEADERS));
		all.add(Exchange.raw("connection names a header", "GET /app/tell HTTP/1.1", "Host: " + Exchange.HOST,
				"Connection: close, X-Mine", "X-Mine: 1"));
		all.add(Exchange.raw("HTTP/1.0 with Host", "GET /app/tell HTTP/1.0", "Host: " + Exchange.HOST)
			.differingIn(KnownDifference.CLIENT_PROTOCOL));
		all.add(Exchange.raw("HTTP/1.0 and a response of unknown length", "GET /app/answer/unknown HTTP/1.0",
				"Host: " + Exchange.HOST));
		all.add(Exchange.raw("HTTP/1.0 without Host", "GET /app/tell HTTP/1.0")
			.differingIn(KnownDifference.MISSING_HOST));
		all.add(Exchange.raw("HTTP/2.0 in the request line", "GET /app/tell HTTP/2.0", "Host: " + Exchange.HOST,
				"Connection: close"));
		all.add(Exchange
			.raw("HTTP/1.2 in the request line", "GET /app/tell HTTP/1.2", "Host: " + Exchange.HOST,
					"Connection: close")
			.differingIn(KnownDifference.CLIENT_PROTOCOL));
	}

	private static void addHosts(List<Exchange> all) {
		Stream
			.of("app.example", "APP.Example", "app.example.", "192.0.2.1", "[2001:db8::1]", "app.example:",
					"app.example:0", "a b", "app..example", "")
			.map(HeaderExchanges::host)
			.forEach(all::add);
		Stream.of("app.example:81", "192.0.2.1:82", "[2001:db8::1]:83", "app.example:99999")
			.map((host) -> host(host).differingIn(KnownDifference.PORT_OF_HOST))
			.forEach(all::add);
		Stream.of("under_score.example", "-dash-.example", "app.example:port", "user@app.example")
			.map((host) -> host(host).differingIn(KnownDifference.REFUSAL_PAGE))
			.forEach(all::add);
		all.add(Exchange.raw("two Hosts", "GET /app/tell HTTP/1.1", "Host: a.example", "Host: b.example",
				"Connection: close"));
		all.add(Exchange.raw("no Host", "GET /app/tell HTTP/1.1", "Connection: close"));
		all.add(Exchange.raw("a link with a foreign Host", "GET /app/mvc/link HTTP/1.1", "Host: www.example",
				"Connection: close"));
		all.add(Exchange.get("/app/mvc/link"));
	}

	private static Exchange host(String host) {
		return Exchange.raw("Host: " + host, "GET /app/tell HTTP/1.1", "Host: " + host, "Connection: close");
	}

	private static Exchange tell(String... headers) {
		return Exchange.get(Exchange.TELL, headers);
	}

}
