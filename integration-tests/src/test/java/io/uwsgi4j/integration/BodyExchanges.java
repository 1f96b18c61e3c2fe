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
import java.util.List;

/**
 * Bodies of requests.
 */
final class BodyExchanges {

	static final String FORM = "application/x-www-form-urlencoded";

	static final String JSON = "application/json";

	static final String MULTIPART = "multipart/form-data; boundary=limit";

	private BodyExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		addPlain(all);
		addForms(all);
		addJson(all);
		addMultipart(all);
		addFraming(all);
		return all;
	}

	/**
	 * Builds the body of a form with a file.
	 * @param size length of the file
	 * @return the body
	 */
	static String multipart(int size) {
		return """
				--limit\r
				Content-Disposition: form-data; name="title"\r
				\r
				caf\u00e9\r
				--limit\r
				Content-Disposition: form-data; name="file"; filename="a b.txt"\r
				Content-Type: text/x-own\r
				\r
				%s\r
				--limit--\r
				""".formatted("x".repeat(size));
	}

	private static void addPlain(List<Exchange> all) {
		all.add(tell().with("text/plain", "").named("a body of no bytes"));
		all.add(tell().with("text/plain; charset=ISO-8859-1", "caf\u00e9"));
		all.add(tell().with("application/octet-stream", Payload.bytes(70_000)));
		all.add(Exchange.of("POST", Exchange.TELL, "Content-Encoding: gzip")
			.with("text/plain", Replies.gzip("text\n".repeat(1000))));
		all.add(Exchange.of("POST", Exchange.ANSWER + "unread").with("text/plain", "x".repeat(400_000)));
		all.add(Exchange.of("POST", Exchange.ANSWER + "unread").with("text/plain", "x"));
		all.add(Exchange.get("/app/mvc/hello").with("text/plain", "a body"));
		all.add(Exchange.head(Exchange.TELL).with("text/plain", "a body"));
	}

	private static void addForms(List<Exchange> all) {
		all.add(tell().with(FORM, "a=1&b=caf%C3%A9&a=2&c"));
		all.add(tell("?a=query").with(FORM, "a=body"));
		all.add(tell().with(FORM, "a=%zz").named("a form with a bad escape"));
		all.add(tell().with(FORM + ";charset=ISO-8859-1", "a=caf%E9"));
		all.add(tell().with(FORM, "a=" + "x".repeat(ComparedServers.FORM_LIMIT)));
		all.add(Exchange.of("PUT", Exchange.TELL).with(FORM, "a=1"));
		all.add(Exchange.of("POST", "/app/mvc/form").with(FORM, "name=n&number=1"));
		all.add(Exchange.of("POST", "/app/mvc/form").with(FORM, "name=n").named("a form that lacks a parameter"));
		all.add(Exchange.of("POST", "/app/mvc/form").with(FORM, "name=n&number=x").named("a form with a bad number"));
	}

	private static void addJson(List<Exchange> all) {
		all.add(json("{\"b\":[1,2,{}],\"a\":\"caf\u00e9 \u20ac\"}"));
		all.add(json("{\"a\":").named("JSON that breaks off"));
		all.add(json("").named("JSON without content"));
		all.add(json("[]").named("JSON of another type"));
		all.add(json("{\"a\":1e999999}").named("JSON with a vast number"));
		all.add(Exchange.of("POST", "/app/mvc/json")
			.with("application/json;charset=ISO-8859-1",
					"{\"a\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)));
		all.add(Exchange.of("POST", "/app/mvc/json").with("text/plain", "{}"));
		all.add(Exchange.of("POST", "/app/mvc/json").with("nonsense", "{}"));
		all.add(Exchange.of("POST", "/app/mvc/json"));
		all.add(Exchange.of("POST", "/app/mvc/json", "Accept: text/html").with(JSON, "{}"));
	}

	private static void addMultipart(List<Exchange> all) {
		all.add(upload(multipart(10)));
		all.add(upload(multipart(ComparedServers.MULTIPART_LIMIT - 1000)));
		all.add(upload(multipart(ComparedServers.MULTIPART_LIMIT + 1)));
		all.add(upload(multipart(800_000)));
		all.add(upload(multipart(10).substring(0, 150)).named("multipart that breaks off"));
		all.add(upload(multipart(10).replace("\"title\"", "\"other\"")).named("multipart that lacks a part"));
		all.add(upload("").named("multipart without content"));
		all.add(Exchange.of("POST", "/app/mvc/upload").with("multipart/form-data", multipart(10)));
		all.add(tell().with(MULTIPART, multipart(10)).named("multipart that nobody parses"));
	}

	private static void addFraming(List<Exchange> all) {
		String chunks = "5;extension=1\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
		all.add(Exchange.of("POST", Exchange.TELL, "Transfer-Encoding: chunked").followedBy(chunks));
		all.add(Exchange.of("POST", Exchange.TELL, "Transfer-Encoding: chunked", "Content-Type: " + FORM)
			.followedBy("7\r\na=1&b=2\r\n0\r\n\r\n"));
		all.add(Exchange.of("POST", Exchange.TELL, "Transfer-Encoding: chunked", "Trailer: X-Sum")
			.named("chunks with a trailer")
			.followedBy("2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n")
			.differingIn(KnownDifference.HOP_BY_HOP_HEADERS));
		all.add(Exchange.of("POST", Exchange.TELL, "Transfer-Encoding: chunked")
			.named("chunks of no bytes")
			.followedBy("0\r\n\r\n"));
		all.add(Exchange.of("POST", Exchange.TELL, "Transfer-Encoding: chunked")
			.named("chunks that are none")
			.followedBy("zz\r\n"));
		all.add(Exchange.of("POST", Exchange.TELL, "Transfer-Encoding: gzip, chunked").followedBy(chunks));
		all.add(Exchange.of("POST", Exchange.TELL, "Transfer-Encoding: chunked", "Content-Length: 3")
			.followedBy(chunks));
		all.add(Exchange.of("POST", Exchange.TELL, "Content-Length: 3", "Content-Length: 3").followedBy("abc"));
		all.add(Exchange.of("POST", Exchange.TELL, "Content-Length: +3").followedBy("abc"));
		all.add(Exchange.of("POST", Exchange.TELL, "Content-Length: 0"));
		all.add(Exchange.of("POST", Exchange.TELL, "Expect: 100-continue").with("text/plain", "expected"));
		all.add(Exchange.of("POST", Exchange.TELL, "Expect: 200-ok").with("text/plain", "expected"));
		all.add(Exchange.of("POST", "/app/mvc/json", "Expect: 100-continue").with("text/plain", "not wanted"));
	}

	private static Exchange tell() {
		return tell("");
	}

	private static Exchange tell(String query) {
		return Exchange.of("POST", Exchange.TELL + query);
	}

	private static Exchange json(String content) {
		return Exchange.of("POST", "/app/mvc/json").with(JSON, content).named("JSON " + content);
	}

	private static Exchange upload(String content) {
		return Exchange.of("POST", "/app/mvc/upload").with(MULTIPART, content);
	}

}
