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

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The facts about one request, as a page for people and as JSON for programs.
 */
@RestController
class WhoamiController {

	private final WhoamiPage page;

	WhoamiController(WhoamiPage page) {
		this.page = page;
	}

	@GetMapping(path = "/", produces = "text/html;charset=UTF-8")
	ResponseEntity<String> page(HttpServletRequest request) {
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.header("Content-Security-Policy", WhoamiPage.CONTENT_SECURITY_POLICY)
			.body(this.page.render(Whoami.of(request)));
	}

	@GetMapping(path = "/api/whoami", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Whoami> json(HttpServletRequest request) {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Whoami.of(request));
	}

}
