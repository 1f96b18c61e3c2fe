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

package io.uwsgi4j.protocol;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CgiVariable}.
 */
class CgiVariableTests {

	@ParameterizedTest
	@EnumSource
	void whenNameIsThatOfAVariableThenItIsFound(CgiVariable variable) {
		assertThat(find(variable.name())).isEqualTo(variable);
	}

	@ParameterizedTest
	@ValueSource(strings = { "A", "UWSGI_FILE", "UWSGI_SETENV", "request_method", "REQUEST_METHO", "REQUEST_METHODS",
			"DOCUMENT_ROOT", "SCRIPT_FILENAME", "PATH", "\u00c4\u00d6\u00dc" })
	void whenNameIsAnythingElseThenNothingIsFound(String name) {
		assertThat(find(name)).isNull();
	}

	@Test
	void whenNameIsPartOfAnArrayThenOnlyThatPartCounts() {
		byte[] bytes = "xxHTTPSxx".getBytes(StandardCharsets.US_ASCII);
		assertThat(CgiVariable.find(bytes, 2, 5)).isEqualTo(CgiVariable.HTTPS);
	}

	private static CgiVariable find(String name) {
		byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
		return CgiVariable.find(bytes, 0, bytes.length);
	}

}
