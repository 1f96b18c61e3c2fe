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
 * What applications do with responses.
 */
final class ResponseExchanges {

	private ResponseExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		addStatuses(all);
		addLengths(all);
		addHeaders(all);
		addContent(all);
		addDispatches(all);
		return all;
	}

	private static void addStatuses(List<Exchange> all) {
		for (int status : new int[] { 200, 201, 202, 203, 204, 205, 206, 207, 226, 299, 300, 301, 302, 303, 304, 305,
				307, 308, 399, 400, 401, 402, 403, 404, 405, 409, 410, 418, 421, 422, 425, 429, 451, 499, 500, 501, 502,
				503, 504, 511, 599 }) {
			all.add(Exchange.get(Exchange.ANSWER + "status?code=" + status));
		}
		for (int status : new int[] { 200, 204, 205, 301, 304, 404, 500 }) {
			all.add(Exchange.get(Exchange.ANSWER + "status-only?code=" + status));
			all.add(Exchange.head(Exchange.ANSWER + "status?code=" + status));
		}
		for (String to : List.of("next", "/absolute", "?a=b", "../up", "//other.example/x",
				"https://other.example/x?a=b", "caf%C3%A9", "a%20b", "a%0D%0AX-Injected:%201", "")) {
			all.add(Exchange.get(Exchange.ANSWER + "redirect?to=" + to));
			all.add(Exchange.get(Exchange.ANSWER + "see-other?to=" + to));
		}
		all.add(Exchange.get(Exchange.ANSWER + "redirect-code?code=308"));
		all.add(Exchange.head(Exchange.ANSWER + "redirect?to=next"));
		all.add(Exchange.raw("a redirect to a foreign Host", "GET /app/answer/redirect?to=next HTTP/1.1",
				"Host: www.example", "Connection: close"));
	}

	private static void addLengths(List<Exchange> all) {
		for (String reply : List.of("exact", "too-long", "too-short", "unknown", "nothing", "nothing-flushed", "zero",
				"large", "large-announced")) {
			all.add(Exchange.get(Exchange.ANSWER + reply));
			all.add(Exchange.head(Exchange.ANSWER + reply));
		}
		all.add(Exchange.get(Exchange.ANSWER + "large-announced", "Range: bytes=0-9"));
	}

	private static void addHeaders(List<Exchange> all) {
		all.add(Exchange.get(Exchange.ANSWER + "odd-headers").differingIn(KnownDifference.NON_LATIN_HEADER));
		all.add(Exchange.head(Exchange.ANSWER + "odd-headers").differingIn(KnownDifference.NON_LATIN_HEADER));
		all.add(Exchange.get(Exchange.ANSWER + "cookies"));
		all.add(Exchange.get(Exchange.ANSWER + "hop-by-hop"));
		all.add(header("name=Server&value=own").differingIn(KnownDifference.SERVER_HEADER));
		all.add(header("name=Date&value=Thu,+01+Jan+1970+00:00:00+GMT").differingIn(KnownDifference.DATE_HEADER));
		all.add(header("name=X-Pad&value=1").differingIn(KnownDifference.PAD_HEADER));
		for (String header : List.of("name=Status&value=404+Other", "name=X-Powered-By&value=own",
				"name=X-Accel-Expires&value=0", "name=X-Accel-Buffering&value=no",
				"name=X-Accel-Redirect&value=/app/tell", "name=Transfer-Encoding&value=gzip", "name=Upgrade&value=h2c",
				"name=Content-Length&value=4", "name=Content-Type&value=text/x-own",
				"name=Content-Encoding&value=identity", "name=Vary&value=*", "name=Refresh&value=0;url=/x",
				"name=Link&value=%3C/x%3E;rel=preload", "name=Expires&value=-1", "name=Cache-Control&value=no-store",
				"name=ETag&value=%22own%22", "name=Accept-Ranges&value=bytes",
				"name=WWW-Authenticate&value=Basic+realm=%22r%22", "name=Location&value=/x", "name=X%20Y&value=1",
				"name=Proxy-Authenticate&value=Basic", "name=TE&value=trailers", "name=Allow&value=GET")) {
			all.add(header(header));
		}
	}

	private static void addContent(List<Exchange> all) {
		for (String type : List.of("text/plain", "text/plain;charset=UTF-8", "text/plain;charset=ISO-8859-1",
				"text/html", "application/json", "text/event-stream", "nonsense",
				"text/plain;%20Charset=%22utf-8%22;x=y")) {
			all.add(Exchange.get(Exchange.ANSWER + "type?type=" + type));
		}
		all.add(Exchange.get(Exchange.ANSWER + "type?type=text/plain&charset=UTF-16"));
		all.add(Exchange.get(Exchange.ANSWER + "type?type=text/plain&charset=nonsense"));
		all.add(Exchange.get(Exchange.ANSWER + "locale"));
		all.add(Exchange.get(Exchange.ANSWER + "gzip"));
		all.add(Exchange.get(Exchange.ANSWER + "trailers", "TE: trailers").differingIn(KnownDifference.TRAILER_FIELDS));
		all.add(Exchange.get(Exchange.ANSWER + "reset"));
		all.add(Exchange.get(Exchange.ANSWER + "late-header"));
	}

	private static void addDispatches(List<Exchange> all) {
		for (String reply : List.of("forward", "include", "async-dispatch")) {
			all.add(Exchange.get(Exchange.ANSWER + reply + "?a=1"));
		}
		all.add(Exchange.of("POST", Exchange.ANSWER + "forward?a=1").with(BodyExchanges.FORM, "b=2"));
		all.add(Exchange.get(Exchange.ANSWER + "async-complete"));
		all.add(Exchange.get(Exchange.ANSWER + "async-timeout"));
		all.add(Exchange.head(Exchange.ANSWER + "async-complete"));
		all.add(Exchange.head(Exchange.ANSWER + "forward"));
	}

	private static Exchange header(String query) {
		return Exchange.get(Exchange.ANSWER + "header?" + query);
	}

}
