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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlowController}.
 */
@WebMvcTest(SlowController.class)
class SlowControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void sleepsAsLongAsAsked() {
		assertThat(this.mvc.get().uri("/slow?ms=20")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.slept")
			.asNumber()
			.satisfies((slept) -> assertThat(slept.longValue()).isGreaterThanOrEqualTo(20));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "30001", "soon" })
	void whenTimeIsOutOfBoundsThenRefuses(String ms) {
		assertThat(this.mvc.get().uri("/slow?ms={ms}", ms)).hasStatus(HttpStatus.BAD_REQUEST);
	}

}
