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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A web server that is one program with one configuration file.
 */
final class ProcessFrontEnd implements FrontEnd {

	private final WorkDirectory directory = WorkDirectory.create();

	private final int port = ManagedProcess.freePort();

	private final ManagedProcess process;

	/**
	 * Starts the web server.
	 * @param command makes the command out of directory and port
	 */
	ProcessFrontEnd(BiFunction<WorkDirectory, Integer, List<String>> command) {
		this.process = ManagedProcess.start(this.directory.path(), this.port, command.apply(this.directory, this.port));
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public String log() {
		return this.process.log() + errorLog();
	}

	@Override
	public void close() {
		this.process.close();
		this.directory.close();
	}

	private String errorLog() {
		Path file = this.directory.path().resolve("error.log");
		try {
			return (Files.exists(file)) ? Files.readString(file) : "";
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
