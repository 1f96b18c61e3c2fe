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

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Who served a request, and what the application knows about its client. Every value
 * comes from the standard Servlet API, so it is exactly what any other code would see.
 *
 * @param worker number of the process that served the request; a single JVM is worker 1
 * @param pid process id of that worker
 * @param core number of the core that served the request
 * @param socket the socket it came in by, or all of them if the connector has several
 * @param via what the connector spoke to its peer, for example {@code HTTP/1.1}
 * @param client address of the client
 * @param clientPort port of the client, or a value below 1 if unknown
 * @param scheme the scheme the client used, {@code http} or {@code https}
 * @param host the host name the client asked for
 * @param port the port the client asked for
 * @param protocol the protocol version the client spoke
 * @param method request method
 * @param uri path and query as they were sent
 * @param headers the request's headers in their order, secrets left out
 */
record Whoami(int worker, long pid, String core, String socket, String via, String client, int clientPort,
		String scheme, String host, int port, String protocol, String method, String uri, List<Header> headers) {

	private static final int ONLY_WORKER = 1;

	private static final Set<String> SECRETS = Set.of("authorization", "cookie", "proxy-authorization");

	static Whoami of(HttpServletRequest request) {
		ServingThread thread = ServingThread.current();
		return new Whoami(ONLY_WORKER, ProcessHandle.current().pid(), thread.core(), thread.socket(),
				request.getServletConnection().getProtocol(), request.getRemoteAddr(), request.getRemotePort(),
				request.getScheme(), request.getServerName(), request.getServerPort(), request.getProtocol(),
				request.getMethod(), uri(request), headers(request));
	}

	private static String uri(HttpServletRequest request) {
		String query = request.getQueryString();
		return (query != null) ? request.getRequestURI() + "?" + query : request.getRequestURI();
	}

	private static List<Header> headers(HttpServletRequest request) {
		return Collections.list(request.getHeaderNames())
			.stream()
			.flatMap((name) -> headersNamed(name, request))
			.toList();
	}

	private static Stream<Header> headersNamed(String name, HttpServletRequest request) {
		return Collections.list(request.getHeaders(name)).stream().map((value) -> Header.of(name, value));
	}

	/**
	 * One header line; a repeated header appears as often as it was sent.
	 *
	 * @param name the name as the connector reports it
	 * @param value the value, or its length if it is a secret
	 */
	record Header(String name, String value) {

		static Header of(String name, String value) {
			boolean secret = SECRETS.contains(name.toLowerCase(Locale.ROOT));
			return new Header(name, secret ? "(%d characters, not shown)".formatted(value.length()) : value);
		}

	}

}
