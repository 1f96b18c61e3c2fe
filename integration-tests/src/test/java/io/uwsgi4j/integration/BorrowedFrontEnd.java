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

import java.util.function.Supplier;

/**
 * A server of a program that somebody else ends.
 *
 * @param port the port for HTTP
 * @param output returns what the program has to say
 */
record BorrowedFrontEnd(int port, Supplier<String> output) implements FrontEnd {

	@Override
	public String log() {
		return this.output.get();
	}

	@Override
	public void close() {
		// it lives as long as the program
	}

}
