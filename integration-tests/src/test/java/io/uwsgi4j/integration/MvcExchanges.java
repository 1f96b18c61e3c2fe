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
 * Spring MVC: conditional requests, links, results that come later.
 */
final class MvcExchanges {

	private MvcExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		addConditional(all);
		addLinks(all);
		addAsync(all);
		return all;
	}

	private static void addConditional(List<Exchange> all) {
		for (String path : List.of("/app/mvc/conditional", "/app/mvc/tagged")) {
			all.add(Exchange.get(path));
			all.add(Exchange.head(path));
			for (String tag : List.of("\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "\"v0\"", "*", "v1",
					"\"036ff22b0ad5d9fd80eb3fdabfc19fc0d\"")) {
				all.add(Exchange.get(path, "If-None-Match: " + tag));
			}
		}
		String path = "/app/mvc/conditional";
		all.add(Exchange.get(path, "If-Modified-Since: Sun, 02 Feb 2020 02:02:02 GMT"));
		all.add(Exchange.get(path, "If-Modified-Since: Sat, 01 Feb 2020 02:02:02 GMT"));
		all.add(Exchange.get(path, "If-Modified-Since: nonsense"));
		all.add(Exchange.get(path, "If-Unmodified-Since: Sat, 01 Feb 2020 02:02:02 GMT"));
		all.add(Exchange.get(path, "If-None-Match: \"v0\"", "If-Modified-Since: Sun, 02 Feb 2020 02:02:02 GMT"));
		all.add(Exchange.get(path, "If-Match: \"v0\""));
		all.add(Exchange.get(path, "Range: bytes=0-3"));
		all.add(Exchange.head(path, "If-None-Match: \"v1\""));
		all.add(Exchange.of("PUT", path, "If-Match: \"v1\""));
		all.add(Exchange.of("PUT", path, "If-Match: \"v0\""));
	}

	private static void addLinks(List<Exchange> all) {
		all.add(Exchange.of("POST", "/app/mvc/created"));
		all.add(Exchange.of("POST", "/app/mvc/created?a=b"));
		all.add(Exchange.of("POST", "/app/mvc/created", "X-Forwarded-Prefix: /front"));
	}

	private static void addAsync(List<Exchange> all) {
		for (String result : List.of("callable", "callable-failure", "deferred", "timeout", "emitter", "events",
				"stream")) {
			all.add(Exchange.get("/app/async/" + result));
		}
		for (String result : List.of("callable", "deferred", "stream")) {
			all.add(Exchange.head("/app/async/" + result));
		}
	}

}
