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
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NotesController} and {@link NoteStore}.
 */
@WebMvcTest(NotesController.class)
@Import(NoteStore.class)
class NotesControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void postStoresNoteAndTellsItsAddress() {
		MvcTestResult stored = post("{\"text\": \" hello \"}");
		assertThat(stored).hasStatus(HttpStatus.CREATED)
			.bodyJson()
			.hasPathSatisfying("$.text", (value) -> value.assertThat().isEqualTo("hello"));
		String location = stored.getResponse().getHeader("Location");
		assertThat(location).startsWith("http://localhost/api/notes/");
		assertThat(this.mvc.get().uri(location)).hasStatusOk().bodyText().contains("hello");
	}

	@Test
	void getOfUnknownNoteIsNotFound() {
		assertThat(this.mvc.get().uri("/api/notes/0")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"text\": null}", "{\"text\": \" \"}" })
	void postWithoutTextIsRefused(String body) {
		assertThat(post(body)).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyText()
			.contains("text: 0 characters (expected: 1 to 280)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[", "\"text\"" })
	void postOfSomethingElseIsRefused(String body) {
		assertThat(post(body)).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void lengthIsLimited() {
		assertThat(post("{\"text\": \"%s\"}".formatted("x".repeat(NewNote.MAX_LENGTH)))).hasStatus(HttpStatus.CREATED);
		assertThat(post("{\"text\": \"%s\"}".formatted("x".repeat(NewNote.MAX_LENGTH + 1))))
			.hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void whenStoreIsFullThenOldestNoteGoes() {
		assertThat(post("{\"text\": \"the oldest\"}")).hasStatus(HttpStatus.CREATED);
		for (int i = 0; i < NoteStore.CAPACITY; i++) {
			assertThat(post("{\"text\": \"note\"}")).hasStatus(HttpStatus.CREATED);
		}
		MvcTestResult list = this.mvc.get().uri("/api/notes").exchange();
		assertThat(list).bodyText().doesNotContain("the oldest");
		assertThat(list).bodyJson()
			.hasPathSatisfying("$.length()", (value) -> value.assertThat().isEqualTo(NoteStore.CAPACITY));
	}

	private MvcTestResult post(String body) {
		return this.mvc.post().uri("/api/notes").contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

}
