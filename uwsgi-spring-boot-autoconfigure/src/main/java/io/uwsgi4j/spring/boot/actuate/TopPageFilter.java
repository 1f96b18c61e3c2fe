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

package io.uwsgi4j.spring.boot.actuate;

import java.io.IOException;
import java.util.Collections;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers a browser with the page, and adds the headers to the statistics for it: an
 * operation of an endpoint could not set any. Runs after the filters that decide who may
 * see what.
 */
public final class TopPageFilter extends OncePerRequestFilter {

	private final TopPage page;

	private final TopPagePath path;

	/**
	 * Creates a filter.
	 * @param page the page
	 * @param path where it is
	 */
	public TopPageFilter(TopPage page, TopPagePath path) {
		this.page = page;
		this.path = path;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		// The former is null for a servlet that is mapped to "/"
		String pathInfo = request.getPathInfo();
		return !this.path.matches((pathInfo != null) ? pathInfo : request.getServletPath());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		this.page.headers().forEach(response::setHeader);
		response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
		if (!TopPage.isWanted(request.getMethod(), Collections.list(request.getHeaders(HttpHeaders.ACCEPT)))) {
			chain.doFilter(request, response);
			return;
		}
		response.setContentType(this.page.type().toString());
		response.setContentLength(this.page.document().length);
		response.getOutputStream().write(this.page.document());
	}

}
