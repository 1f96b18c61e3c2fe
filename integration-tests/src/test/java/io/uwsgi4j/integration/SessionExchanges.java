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
 * Sessions, by cookie and in URLs. There is one whose id the servers know.
 */
final class SessionExchanges {

	private static final String COOKIE = "Cookie: JSESSIONID=" + Exchange.SESSION;

	private static final String IN_URL = ";jsessionid=" + Exchange.SESSION;

	private static final String STATE = Exchange.ANSWER + "session-state";

	private SessionExchanges() {
	}

	static List<Exchange> all() {
		List<Exchange> all = new ArrayList<>();
		all.add(Exchange.get(Exchange.ANSWER + "session"));
		all.add(Exchange.head(Exchange.ANSWER + "session"));
		all.add(Exchange.get(Exchange.ANSWER + "session", COOKIE));
		all.add(Exchange.get(Exchange.ANSWER + "session" + IN_URL));
		all.add(Exchange.get(STATE));
		all.add(Exchange.get(STATE, COOKIE));
		all.add(Exchange.get(STATE + IN_URL));
		all.add(Exchange.get(STATE + ";jsessionid=unknown"));
		all.add(Exchange.get(STATE, "Cookie: JSESSIONID=unknown"));
		all.add(Exchange.get(STATE, "Cookie: JSESSIONID=unknown; JSESSIONID=" + Exchange.SESSION));
		all.add(Exchange.get(Exchange.TELL, COOKIE));
		all.add(Exchange.get(Exchange.TELL + "/a" + IN_URL + "/b?c=d"));
		all.add(Exchange.get(Exchange.ANSWER + "session-change"));
		return all;
	}

}
