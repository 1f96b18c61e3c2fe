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
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.context.annotation.Profile;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * What applications do with Spring MVC.
 */
@RestController
@Profile(ComparedApplication.PROFILE)
@RequestMapping("/mvc")
class ComparedController {

	private static final Instant MODIFIED = Instant.parse("2020-02-02T02:02:02Z");

	@GetMapping(path = "/hello", produces = MediaType.TEXT_PLAIN_VALUE)
	String hello(Locale locale) {
		return "hello " + locale + "\n";
	}

	@GetMapping(path = "/hello", produces = MediaType.APPLICATION_JSON_VALUE)
	Map<String, String> helloInJson() {
		return Map.of("hello", "caf\u00e9 \u20ac");
	}

	@GetMapping("/items/{id}")
	Map<String, Object> item(@PathVariable String id, @RequestParam(defaultValue = "none") List<String> tag,
			@RequestHeader(name = "X-Tenant", defaultValue = "none") String tenant,
			@CookieValue(name = "theme", defaultValue = "none") String theme) {
		return new TreeMap<>(Map.of("id", id, "tag", tag, "tenant", tenant, "theme", theme));
	}

	@PutMapping("/items/{id}")
	String put(@PathVariable String id, @RequestBody String body) {
		return id + "=" + body;
	}

	@PatchMapping("/items/{id}")
	String patch(@PathVariable String id, @RequestBody(required = false) String body) {
		return id + "~" + body;
	}

	@DeleteMapping("/items/{id}")
	ResponseEntity<Void> delete(@PathVariable String id) {
		return ResponseEntity.noContent().header("X-Deleted", id).build();
	}

	@PostMapping(path = "/json", consumes = MediaType.APPLICATION_JSON_VALUE)
	Map<String, Object> json(@RequestBody Map<String, Object> body) {
		return new TreeMap<>(body);
	}

	@PostMapping("/form")
	String form(@RequestParam String name, @RequestParam int number) {
		return name + " " + number;
	}

	@PostMapping("/upload")
	String upload(@RequestParam String title, @RequestParam MultipartFile file) throws IOException {
		return "%s %s %s %s".formatted(title, file.getOriginalFilename(), file.getContentType(),
				Payload.digest(file.getBytes()));
	}

	@PostMapping("/created")
	ResponseEntity<Void> created() {
		URI location = ServletUriComponentsBuilder.fromCurrentRequest().path("/{id}").build("7 8");
		return ResponseEntity.created(location).build();
	}

	@GetMapping("/link")
	String link() {
		return ServletUriComponentsBuilder.fromCurrentContextPath().path("/mvc/link").query("a=b").toUriString();
	}

	@GetMapping("/conditional")
	ResponseEntity<String> conditional() {
		return ResponseEntity.ok()
			.eTag("\"v1\"")
			.lastModified(MODIFIED)
			.cacheControl(CacheControl.noCache())
			.body("version 1\n");
	}

	@PutMapping("/conditional")
	ResponseEntity<String> replace(@RequestHeader HttpHeaders headers) {
		boolean matches = headers.getIfMatch().contains("\"v1\"");
		return ResponseEntity.status((matches) ? 200 : 412).eTag("\"v2\"").body("matches: " + matches);
	}

	@GetMapping("/tagged")
	String tagged() {
		return "the filter computes the tag\n";
	}

	@GetMapping("/path/**")
	String path() {
		return ServletUriComponentsBuilder.fromCurrentRequest().build().getPath() + "\n";
	}

	@GetMapping("/fail")
	String fail() {
		throw new IllegalStateException("on purpose");
	}

	@GetMapping("/required")
	String required(@RequestParam int number) {
		return "number " + number;
	}

}
