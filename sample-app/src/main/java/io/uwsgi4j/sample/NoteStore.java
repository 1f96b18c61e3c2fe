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

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Component;

/**
 * The newest {@value #CAPACITY} notes, in the memory of this process. All methods may be
 * called from any thread.
 */
@Component
class NoteStore {

	static final int CAPACITY = 100;

	/**
	 * Oldest first; guarded by this.
	 */
	private final Deque<Note> notes = new ArrayDeque<>();

	/**
	 * Guarded by this.
	 */
	private long lastId;

	synchronized Note add(String text) {
		if (this.notes.size() == CAPACITY) {
			this.notes.removeFirst();
		}
		Note note = new Note(++this.lastId, text, Instant.now());
		this.notes.addLast(note);
		return note;
	}

	synchronized List<Note> list() {
		return List.copyOf(this.notes);
	}

	synchronized Optional<Note> find(long id) {
		return this.notes.stream().filter((note) -> note.id() == id).findFirst();
	}

}
