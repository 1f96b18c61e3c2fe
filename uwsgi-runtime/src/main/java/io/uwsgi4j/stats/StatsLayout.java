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

package io.uwsgi4j.stats;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;

/**
 * The white space of uWSGI's stats document: one key in a line, indented by tabs, no
 * space after the colon. An object brings its own indentation even after a colon, and a
 * text in a list has none. For one document, as it knows the depth.
 */
final class StatsLayout implements PrettyPrinter {

	private int depth;

	@Override
	public void writeStartObject(JsonGenerator json) {
		indent(json);
		json.writeRaw("{\n");
		this.depth++;
	}

	@Override
	public void beforeObjectEntries(JsonGenerator json) {
		indent(json);
	}

	@Override
	public void writeObjectNameValueSeparator(JsonGenerator json) {
		json.writeRaw(':');
	}

	@Override
	public void writeObjectEntrySeparator(JsonGenerator json) {
		json.writeRaw(",\n");
		indent(json);
	}

	@Override
	public void writeEndObject(JsonGenerator json, int entries) {
		end(json, '}');
	}

	@Override
	public void writeStartArray(JsonGenerator json) {
		json.writeRaw("[\n");
		this.depth++;
	}

	@Override
	public void beforeArrayValues(JsonGenerator json) {
		// objects indent themselves
	}

	@Override
	public void writeArrayValueSeparator(JsonGenerator json) {
		json.writeRaw(",\n");
	}

	@Override
	public void writeEndArray(JsonGenerator json, int values) {
		end(json, ']');
	}

	@Override
	public void writeRootValueSeparator(JsonGenerator json) {
		// there is one root
	}

	private void end(JsonGenerator json, char bracket) {
		this.depth--;
		json.writeRaw('\n');
		indent(json);
		json.writeRaw(bracket);
	}

	private void indent(JsonGenerator json) {
		for (int i = 0; i < this.depth; i++) {
			json.writeRaw('\t');
		}
	}

	/**
	 * How a generator gets to know its layout.
	 */
	static final class Context extends ObjectWriteContext.Base {

		private final @Nullable PrettyPrinter layout;

		Context(boolean minified) {
			this.layout = minified ? null : new StatsLayout();
		}

		@Override
		public @Nullable PrettyPrinter getPrettyPrinter() {
			return this.layout;
		}

		@Override
		public boolean hasPrettyPrinter() {
			return this.layout != null;
		}

	}

}
