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
import java.io.PrintWriter;
import java.util.Collections;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Prints what it sees of a request, one {@code name=value} per line.
 */
final class InspectServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setContentType("text/plain;charset=UTF-8");
		PrintWriter writer = response.getWriter();
		writer.println("method=" + request.getMethod());
		writer.println("contextPath=" + request.getContextPath());
		writer.println("uri=" + request.getRequestURI());
		writer.println("path=" + request.getPathInfo());
		writer.println("query=" + request.getQueryString());
		writer.println("scheme=" + request.getScheme());
		writer.println("server=" + request.getServerName() + ":" + request.getServerPort());
		writer.println("remote=" + request.getRemoteAddr());
		writer.println("remotePort=" + request.getRemotePort());
		writer.println("contentLength=" + request.getContentLengthLong());
		writer.println("contentType=" + request.getContentType());
		for (String name : Collections.list(request.getHeaderNames())) {
			for (String value : Collections.list(request.getHeaders(name))) {
				writer.println("header." + name + "=" + value);
			}
		}
		Cookie[] cookies = (request.getCookies() != null) ? request.getCookies() : new Cookie[0];
		for (Cookie cookie : cookies) {
			writer.println("cookie=" + cookie.getName() + ":" + cookie.getValue());
		}
	}

}
