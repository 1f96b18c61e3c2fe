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
 * Static resources.
 */
final class ResourceExchanges {

	private static final String TEXT = "/app/text.txt";

	private ResourceExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		for (String path : List.of(TEXT, "/app/page.html", "/app/style.css", "/app/empty.json", "/app/with%20blank.svg",
				"/app/missing.txt", "/app/text.txt/", "/app/../text.txt", "/app/%2e%2e/text.txt",
				"/app/a/../text.txt")) {
			all.add(Exchange.get(path));
		}
		all.add(Exchange.head(TEXT));
		all.add(Exchange.of("POST", TEXT));
		all.add(Exchange.of("OPTIONS", TEXT));
		all.add(Exchange.get(TEXT, "If-Modified-Since: Thu, 04 Mar 2021 05:06:07 GMT"));
		all.add(Exchange.get(TEXT, "If-Modified-Since: Thu, 04 Mar 2021 05:06:06 GMT"));
		all.add(Exchange.get(TEXT, "If-Unmodified-Since: Thu, 04 Mar 2021 05:06:06 GMT"));
		for (String range : List.of("bytes=0-9", "bytes=990-", "bytes=-10", "bytes=0-0,10-19", "bytes=0-9,5-14",
				"bytes=0-99999", "bytes=1000-", "bytes=9-0", "bytes=x-y", "bytes=", "lines=1-2",
				"bytes=0-9,2000-3000")) {
			all.add(Exchange.get(TEXT, "Range: " + range));
		}
		all.add(Exchange.head(TEXT, "Range: bytes=0-9"));
		all.add(Exchange.get(TEXT, "Range: bytes=0-9", "If-Range: \"v1\""));
		all.add(Exchange.get(TEXT, "Range: bytes=0-9", "If-Range: Thu, 04 Mar 2021 05:06:07 GMT"));
		all.add(Exchange.get(TEXT, "Accept: application/json"));
		return all;
	}

}
