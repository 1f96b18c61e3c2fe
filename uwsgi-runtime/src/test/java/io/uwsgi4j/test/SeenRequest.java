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

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What the application saw of a request.
 *
 * @param method the method
 * @param uri the raw request URI
 * @param path the decoded path
 * @param query the raw query
 * @param protocol the protocol
 * @param scheme the scheme
 * @param secure whether the client's connection is secure
 * @param serverName the server name
 * @param serverPort the server port
 * @param remoteAddr the client's address
 * @param remoteHost the client's host
 * @param remotePort the client's port
 * @param remoteUser the user that the proxy has authenticated
 * @param principal the name of the principal
 * @param authType the authentication scheme
 * @param contentLength the length of the body
 * @param contentType the type of the body
 * @param headers the headers, lower-case names
 * @param cookies the cookies as {@code name=value}
 * @param attributes the request attributes
 */
public record SeenRequest(String method, String uri, String path, String query, String protocol, String scheme,
		boolean secure, String serverName, int serverPort, String remoteAddr, String remoteHost, int remotePort,
		String remoteUser, String principal, String authType, long contentLength, String contentType,
		Map<String, List<String>> headers, List<String> cookies, Map<String, Object> attributes) {

	private static final List<String> EXTRA_ATTRIBUTES = List.of("jakarta.servlet.request.X509Certificate",
			"jakarta.servlet.request.cipher_suite", "jakarta.servlet.request.key_size",
			"jakarta.servlet.request.ssl_session_id");

	/**
	 * Takes a copy.
	 * @param request the request as the servlet has it
	 * @return the copy
	 */
	public static SeenRequest of(HttpServletRequest request) {
		String principal = (request.getUserPrincipal() != null) ? request.getUserPrincipal().getName() : null;
		return new SeenRequest(request.getMethod(), request.getRequestURI(), request.getPathInfo(),
				request.getQueryString(), request.getProtocol(), request.getScheme(), request.isSecure(),
				request.getServerName(), request.getServerPort(), request.getRemoteAddr(), request.getRemoteHost(),
				request.getRemotePort(), request.getRemoteUser(), principal, request.getAuthType(),
				request.getContentLengthLong(), request.getContentType(), headersOf(request), cookiesOf(request),
				attributesOf(request));
	}

	/**
	 * Returns the values of a header.
	 * @param name the name in any case
	 * @return the values in order, none if the header is absent
	 */
	public List<String> header(String name) {
		return this.headers.getOrDefault(name, List.of());
	}

	private static Map<String, List<String>> headersOf(HttpServletRequest request) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String name : Collections.list(request.getHeaderNames())) {
			headers.put(name, Collections.list(request.getHeaders(name)));
		}
		return headers;
	}

	private static List<String> cookiesOf(HttpServletRequest request) {
		Cookie[] cookies = (request.getCookies() != null) ? request.getCookies() : new Cookie[0];
		return Arrays.stream(cookies).map((cookie) -> cookie.getName() + "=" + cookie.getValue()).toList();
	}

	private static Map<String, Object> attributesOf(HttpServletRequest request) {
		Map<String, Object> attributes = Collections.list(request.getAttributeNames())
			.stream()
			.collect(Collectors.toMap((name) -> name, request::getAttribute));
		for (String name : EXTRA_ATTRIBUTES) {
			if (request.getAttribute(name) != null) {
				attributes.put(name, request.getAttribute(name));
			}
		}
		return attributes;
	}

}
