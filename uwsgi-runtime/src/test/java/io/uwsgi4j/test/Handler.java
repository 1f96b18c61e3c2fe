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

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What the servlet of a {@link UwsgiServer} does, replaceable while the server runs.
 */
@FunctionalInterface
public interface Handler {

	/**
	 * Answers one request.
	 * @param request the request
	 * @param response the response
	 * @throws IOException as a servlet may
	 * @throws ServletException as a servlet may
	 */
	void handle(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;

}
