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

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the controllers.
 */
@WebMvcTest
class ControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void helloIsText() {
		assertThat(this.mvc.get().uri("/hello")).hasStatusOk()
			.hasContentTypeCompatibleWith(MediaType.TEXT_PLAIN)
			.hasBodyTextEqualTo("Hello");
	}

	@Test
	void jsonHasAboutTenKilobytes() {
		MvcTestResult result = this.mvc.get().uri("/json").exchange();
		assertThat(result).hasStatusOk().bodyJson().extractingPath("$.articles[66].price").isEqualTo(20.65);
		assertThat(result.getResponse().getContentAsByteArray()).hasSizeBetween(9_500, 10_500);
	}

	@Test
	void downloadAnnouncesItsLength() {
		MvcTestResult result = this.mvc.get().uri("/blob").exchange();
		assertThat(result).hasStatusOk().hasHeader(HttpHeaders.CONTENT_LENGTH, "1048576");
		assertThat(result.getResponse().getContentAsByteArray()).hasSize(BlobController.SIZE);
	}

	@Test
	void uploadCountsTheBytes() {
		assertThat(this.mvc.post()
			.uri("/blob")
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.content(new byte[BlobController.SIZE])).hasStatusOk().hasBodyTextEqualTo("1048576");
	}

	@Test
	void sleepAndHangAnswerWithTheirTime() {
		assertThat(this.mvc.get().uri("/sleep?ms=1")).hasStatusOk().hasBodyTextEqualTo("1");
		assertThat(this.mvc.get().uri("/hang?ms=2")).hasStatusOk().hasBodyTextEqualTo("2");
	}

}
