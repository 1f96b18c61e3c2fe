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

package io.uwsgi4j.benchmarks.application;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Large bodies in both directions.
 */
@RestController
class BlobController {

	static final int SIZE = 1024 * 1024;

	private static final int BUFFER_SIZE = 16 * 1024;

	private final byte[] blob = new byte[SIZE];

	@GetMapping("/blob")
	ResponseEntity<byte[]> download() {
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.contentLength(this.blob.length)
			.body(this.blob);
	}

	@PostMapping(path = "/blob", produces = "text/plain")
	String upload(InputStream body) throws IOException {
		byte[] buffer = new byte[BUFFER_SIZE];
		long count = 0;
		for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
			count += length;
		}
		return Long.toString(count);
	}

}
