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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A request that is sent both ways.
 *
 * @param name what it is called, once in all tables
 * @param head request line and headers, with {@link #HOST} and {@link #SESSION} where
 * they depend on the server, without the empty line
 * @param body the bytes that follow
 * @param differences where the answers are known to differ
 */
record Exchange(String name, String head, byte[] body, Set<KnownDifference> differences) {

	/** Stands for the host and port of the web server. */
	static final String HOST = "{host}";

	/** Stands for the id of a session that exists. */
	static final String SESSION = "{session}";

	/** Where the application tells what it has seen. */
	static final String TELL = "/app/tell";

	/** Where the application answers as the last segment says. */
	static final String ANSWER = "/app/answer/";

	/**
	 * Creates a request without a body.
	 * @param method the method
	 * @param target path and query
	 * @param headers header lines in addition to {@code Host} and {@code Connection}
	 * @return the exchange
	 */
	static Exchange of(String method, String target, String... headers) {
		List<String> lines = new ArrayList<>();
		lines.add(method + " " + target + " HTTP/1.1");
		lines.add("Host: " + HOST);
		lines.add("Connection: close");
		lines.addAll(List.of(headers));
		String name = shorten(method + " " + target + ((headers.length > 0) ? " " + String.join(", ", headers) : ""));
		return raw(name, lines.toArray(String[]::new));
	}

	static Exchange get(String target, String... headers) {
		return of("GET", target, headers);
	}

	static Exchange head(String target, String... headers) {
		return of("HEAD", target, headers);
	}

	/**
	 * Creates a request in the test's own words.
	 * @param name what it is called
	 * @param lines all lines of its head
	 * @return the exchange
	 */
	static Exchange raw(String name, String... lines) {
		return new Exchange(name, String.join("\r\n", lines) + "\r\n", new byte[0],
				EnumSet.noneOf(KnownDifference.class));
	}

	/**
	 * Adds a body, its length and its type.
	 * @param type the content type
	 * @param content the body
	 * @return a new exchange
	 */
	Exchange with(String type, byte[] content) {
		String entity = "Content-Type: %s\r\nContent-Length: %d\r\n".formatted(type, content.length);
		return new Exchange(shorten(this.name + " with " + content.length + " bytes of " + type), this.head + entity,
				content, this.differences);
	}

	Exchange with(String type, String content) {
		return with(type, content.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Adds bytes after the head and leaves it to the head to describe them.
	 * @param content the bytes
	 * @return a new exchange
	 */
	Exchange followedBy(String content) {
		return new Exchange(this.name, this.head, content.getBytes(StandardCharsets.UTF_8), this.differences);
	}

	Exchange named(String other) {
		return new Exchange(other, this.head, this.body, this.differences);
	}

	/**
	 * States where the answers differ.
	 * @param known all differences
	 * @return a new exchange
	 */
	Exchange differingIn(KnownDifference... known) {
		return new Exchange(this.name, this.head, this.body, Set.of(known));
	}

	@Override
	public String toString() {
		return this.name;
	}

	private static String shorten(String text) {
		return (text.length() <= 110) ? text : text.substring(0, 80) + "... (" + text.length() + ")";
	}

}
