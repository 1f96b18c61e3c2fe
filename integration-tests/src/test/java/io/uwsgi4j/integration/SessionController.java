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

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Counts the requests of a session.
 */
@RestController
class SessionController {

	@GetMapping("/session")
	String session(HttpServletRequest request, HttpServletResponse response) {
		HttpSession session = request.getSession();
		Integer count = (Integer) session.getAttribute("count");
		session.setAttribute("count", (count != null) ? count + 1 : 1);
		return "count=%s timeout=%d link=%s".formatted(session.getAttribute("count"), session.getMaxInactiveInterval(),
				response.encodeURL(request.getRequestURI()));
	}

}
