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
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Bodies of every size in both directions.
 */
@RestController
class BodyController {

	/** How often an endless response has ended because its reader had left. */
	static final AtomicInteger ABANDONED = new AtomicInteger();

	@GetMapping("/hello")
	String hello() {
		return "hello";
	}

	@PostMapping("/digest")
	String digest(InputStream body) throws IOException {
		return Payload.digest(body);
	}

	@PutMapping("/items/{id}")
	ResponseEntity<String> put(@PathVariable String id, @RequestBody String body) {
		return ResponseEntity.status(HttpStatus.CREATED).body(id + "=" + body);
	}

	@DeleteMapping("/items/{id}")
	ResponseEntity<Void> delete(@PathVariable String id) {
		return ResponseEntity.noContent().header("X-Deleted", id).build();
	}

	@GetMapping("/status/{code}")
	ResponseEntity<Void> status(@PathVariable int code) {
		return ResponseEntity.status(code).build();
	}

	@PostMapping("/reject/{code}")
	ResponseEntity<String> reject(@PathVariable int code) {
		return ResponseEntity.status(code).body("rejected");
	}

	@GetMapping("/bytes")
	void bytes(@RequestParam int size, @RequestParam(defaultValue = "true") boolean announced,
			HttpServletResponse response) throws IOException {
		response.setContentType("application/octet-stream");
		if (announced) {
			response.setContentLength(size);
		}
		response.getOutputStream().write(Payload.bytes(size));
	}

	/**
	 * Leaves everything that is to be sent to Tomcat.
	 * @param size the length of the body
	 * @param response the response
	 * @throws IOException never
	 */
	@GetMapping("/buffered")
	void buffered(@RequestParam int size, HttpServletResponse response) throws IOException {
		response.setBufferSize(size + 1);
		response.getOutputStream().write(Payload.bytes(size));
	}

	/**
	 * Reads everything before it answers, as nginx sends no more of a request once it has
	 * seen the head of the response.
	 * @param body the body
	 * @return the body
	 * @throws IOException if reading fails
	 */
	@PostMapping("/echo")
	ResponseEntity<byte[]> echo(InputStream body) throws IOException {
		return ResponseEntity.ok(body.readAllBytes());
	}

	@GetMapping("/endless")
	void endless(HttpServletResponse response) throws IOException {
		byte[] piece = new byte[20_000];
		try {
			for (int i = 0; i < 100_000; i++) {
				response.getOutputStream().write(piece);
				response.flushBuffer();
			}
		}
		catch (IOException ex) {
			ABANDONED.incrementAndGet();
			throw ex;
		}
	}

	@PostMapping("/upload")
	Map<String, String> upload(@RequestParam String title, @RequestParam MultipartFile file) throws IOException {
		Map<String, String> result = new LinkedHashMap<>();
		result.put("title", title);
		result.put("name", file.getOriginalFilename());
		result.put("size", String.valueOf(file.getSize()));
		try (InputStream content = file.getInputStream()) {
			result.put("digest", Payload.digest(content));
		}
		return result;
	}

	@GetMapping("/redirect")
	void redirect(HttpServletResponse response) throws IOException {
		response.sendRedirect("/hello");
	}

}
