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

package io.uwsgi4j.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Tells what it has been asked, one thing a line, and remembers each time that it was.
 */
public final class Telling implements Handler {

	/** The target of requests that must not be found. */
	static final String HIDDEN = "/hidden";

	/** The target of a request that shows whether the server still serves. */
	public static final String NEXT = "/next";

	private final Queue<String> called = new ConcurrentLinkedQueue<>();

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
		this.called.add(request.getRequestURI());
		StringBuilder text = new StringBuilder();
		tell(text, "method", request.getMethod());
		tell(text, "context", request.getContextPath());
		tell(text, "uri", request.getRequestURI());
		tell(text, "path", request.getPathInfo());
		tell(text, "query", request.getQueryString());
		tell(text, "protocol", request.getProtocol());
		tell(text, "scheme", request.getScheme());
		tell(text, "server", request.getServerName() + ":" + request.getServerPort());
		tell(text, "remote", request.getRemoteAddr());
		tell(text, "user", request.getRemoteUser());
		tell(text, "length", request.getContentLengthLong());
		tell(text, "type", request.getContentType());
		for (String name : Collections.list(request.getHeaderNames())) {
			tell(text, "header." + name, String.join("|", Collections.list(request.getHeaders(name))));
		}
		tell(text, "body", new String(request.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
		response.setContentType("text/plain;charset=UTF-8");
		response.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns and forgets which requests there were.
	 * @return the target of each
	 */
	public List<String> takeCalled() {
		List<String> taken = List.copyOf(this.called);
		this.called.clear();
		return taken;
	}

	/**
	 * Makes text fit into a line.
	 * @param text any text
	 * @return the text with escapes for whatever is not printable ASCII
	 */
	public static String escape(String text) {
		StringBuilder escaped = new StringBuilder();
		for (char character : text.toCharArray()) {
			boolean printable = character >= ' ' && character < 0x7f;
			escaped.append(printable ? String.valueOf(character) : "\\u%04x".formatted((int) character));
		}
		return escaped.toString();
	}

	private static void tell(StringBuilder text, String name, Object value) {
		text.append(name).append('=').append(escape(String.valueOf(value))).append('\n');
	}

}
