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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Tells all that an application can see of a request, one {@code name=value} per line.
 */
final class TellServlet extends HttpServlet {

	/** What a line begins with that every such answer contains. */
	static final String MARK = "remotePort=";

	private static final long serialVersionUID = 1L;

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
		StringBuilder text = new StringBuilder();
		tellTarget(request, text);
		tellConnection(request, text);
		tellContent(request, text);
		tellHeaders(request, text);
		tellParameters(request, text);
		byte[] body = request.getInputStream().readAllBytes();
		line(text, "body", body.length + " bytes, " + Payload.digest(body));
		response.setContentType("text/plain;charset=UTF-8");
		// Without a length: some of the values differ, and with them their lengths.
		response.flushBuffer();
		response.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
	}

	private static void tellTarget(HttpServletRequest request, StringBuilder text) {
		line(text, "method", request.getMethod());
		line(text, "uri", request.getRequestURI());
		line(text, "url", request.getRequestURL());
		line(text, "contextPath", request.getContextPath());
		line(text, "servletPath", request.getServletPath());
		line(text, "pathInfo", request.getPathInfo());
		line(text, "pathTranslated", request.getPathTranslated());
		line(text, "query", request.getQueryString());
		line(text, "protocol", request.getProtocol());
		line(text, "dispatcher", request.getDispatcherType());
		line(text, "mapping", request.getHttpServletMapping().getMatchValue());
	}

	private static void tellConnection(HttpServletRequest request, StringBuilder text) {
		line(text, "scheme", request.getScheme());
		line(text, "secure", request.isSecure());
		line(text, "serverName", request.getServerName());
		line(text, "serverPort", request.getServerPort());
		line(text, "localAddr", request.getLocalAddr());
		line(text, "localName", request.getLocalName());
		line(text, "localPort", request.getLocalPort());
		line(text, "remoteAddr", request.getRemoteAddr());
		line(text, "remoteHost", request.getRemoteHost());
		line(text, "remotePort", request.getRemotePort());
		line(text, "remoteUser", request.getRemoteUser());
		line(text, "authType", request.getAuthType());
		line(text, "principal", request.getUserPrincipal());
		line(text, "connectionProtocol", request.getServletConnection().getProtocol());
		line(text, "connectionSecure", request.getServletConnection().isSecure());
		line(text, "protocolRequestId", request.getProtocolRequestId());
		line(text, "asyncSupported", request.isAsyncSupported());
	}

	private static void tellContent(HttpServletRequest request, StringBuilder text) {
		line(text, "contentLength", request.getContentLengthLong());
		line(text, "contentType", request.getContentType());
		line(text, "characterEncoding", request.getCharacterEncoding());
		line(text, "locales", Collections.list(request.getLocales()));
		line(text, "requestedSession", request.getRequestedSessionId());
		line(text, "sessionFromCookie", request.isRequestedSessionIdFromCookie());
		line(text, "sessionFromUrl", request.isRequestedSessionIdFromURL());
		line(text, "sessionValid", request.isRequestedSessionIdValid());
	}

	private static void tellHeaders(HttpServletRequest request, StringBuilder text) {
		Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		names.addAll(Collections.list(request.getHeaderNames()));
		line(text, "headerNames", names);
		names.forEach((name) -> Collections.list(request.getHeaders(name))
			.forEach((value) -> line(text, "header." + name.toLowerCase(Locale.ROOT), shorten(value))));
		Cookie[] cookies = (request.getCookies() != null) ? request.getCookies() : new Cookie[0];
		Arrays.stream(cookies)
			.sorted(Comparator.comparing(Cookie::getName))
			.forEach((cookie) -> line(text, "cookie." + cookie.getName(), cookie.getValue()));
	}

	private static void tellParameters(HttpServletRequest request, StringBuilder text) {
		Map<String, String[]> parameters = new TreeMap<>(request.getParameterMap());
		parameters.forEach((name, values) -> line(text, "parameter." + name, Arrays.toString(values)));
	}

	private static void line(StringBuilder text, String name, Object value) {
		text.append(name).append('=').append(value).append('\n');
	}

	private static String shorten(String value) {
		return (value.length() <= 500) ? value : value.length() + " characters";
	}

}
