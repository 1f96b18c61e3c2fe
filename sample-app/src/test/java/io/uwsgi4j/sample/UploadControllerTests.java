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

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UploadController}.
 */
@WebMvcTest(UploadController.class)
class UploadControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void uploadReturnsNameSizeAndDigest() {
		MockMultipartFile file = new MockMultipartFile("file", "abc.txt", "text/plain",
				"abc".getBytes(StandardCharsets.US_ASCII));
		assertThat(this.mvc.post().uri("/upload").multipart().file(file)).hasStatusOk().bodyJson().isStrictlyEqualTo("""
				{
					"name": "abc.txt",
					"size": 3,
					"sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
				}
				""");
	}

	@Test
	void uploadWithoutFileIsRefused() {
		assertThat(this.mvc.post().uri("/upload").multipart()).hasStatus(HttpStatus.BAD_REQUEST);
	}

}
