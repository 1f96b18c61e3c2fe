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

package io.uwsgi4j.sample;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a request's thread says: Tomcat names threads after their connector,
 * and a connector after its socket.
 *
 * @param core number of the core, or the whole name of a thread that is none
 * @param socket the socket, or all of them if the connector has several
 */
record ServingThread(String core, String socket) {

	private static final Pattern NAME = Pattern.compile("(?:uwsgi-epoll-|https?-nio-)(.+)-(?:core|exec)-(\\d+)");

	static ServingThread current() {
		return of(Thread.currentThread().getName());
	}

	static ServingThread of(String name) {
		Matcher matcher = NAME.matcher(name);
		return matcher.matches() ? new ServingThread(matcher.group(2), matcher.group(1)) : new ServingThread(name, "");
	}

}
