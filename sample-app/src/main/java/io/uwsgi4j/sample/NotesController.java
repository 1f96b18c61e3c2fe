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

import java.net.URI;
import java.util.List;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * A small JSON API. The {@code Location} of a new note is an absolute address: it is
 * right only if scheme, host and port arrived as the client used them.
 */
@RestController
@RequestMapping("/api/notes")
class NotesController {

	private final NoteStore store;

	NotesController(NoteStore store) {
		this.store = store;
	}

	@GetMapping
	List<Note> list() {
		return this.store.list();
	}

	@GetMapping("/{id}")
	ResponseEntity<Note> get(@PathVariable long id) {
		return ResponseEntity.of(this.store.find(id));
	}

	@PostMapping
	ResponseEntity<Note> add(@RequestBody NewNote newNote) {
		Note note = this.store.add(newNote.validText());
		URI location = ServletUriComponentsBuilder.fromCurrentRequest().path("/{id}").build(note.id());
		return ResponseEntity.created(location).body(note);
	}

}
