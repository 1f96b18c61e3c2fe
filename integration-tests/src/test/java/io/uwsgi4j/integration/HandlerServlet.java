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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Handler;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Does what the test says.
 */
final class HandlerServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	private static final Map<String, Handler> HANDLERS = new ConcurrentHashMap<>();

	private static final AtomicInteger COUNTER = new AtomicInteger();

	/**
	 * Makes a handler reachable.
	 * @param handler what a request does
	 * @return the path of such requests
	 */
	static String serve(Handler handler) {
		String path = "/" + COUNTER.incrementAndGet();
		HANDLERS.put(path, handler);
		return "/handler" + path;
	}

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		HANDLERS.get(request.getPathInfo()).handle(request, response);
	}

}
