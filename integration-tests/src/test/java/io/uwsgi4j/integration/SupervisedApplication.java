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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.uwsgi4j.test.Await;

/**
 * The sample application as systemd runs it with a socket unit: somebody else holds the
 * listening socket, and starts the application again whenever it asks for that with its
 * exit code.
 */
final class SupervisedApplication implements AutoCloseable {

	// The first connection starts it. Everybody may connect, whoever nginx runs as.
	private static final String SUPERVISOR = """
			umask 0
			exec %s --listen=%s bash -c '
				while :; do
					"$0" "$@"
					code=$?
					echo "ended with code $code"
					[ $code = 17 ] || exit $code
				done' "$0" "$@"
			""";

	private static final Duration START_LIMIT = Duration.ofSeconds(60);

	private final WorkDirectory directory = WorkDirectory.create();

	private final Path socket = this.directory.path().resolve("app.sock");

	private final Path pidFile = this.directory.path().resolve("app.pid");

	private final ManagedProcess process;

	private SupervisedApplication(String... arguments) {
		String activate = ManagedProcess.find("systemd-socket-activate", "systemd");
		List<String> application = ApplicationProcess.command(this.directory.path(), "fd://3",
				Stream.concat(Stream.of("--uwsgi.pidfile=" + this.pidFile), Stream.of(arguments))
					.toArray(String[]::new));
		List<String> command = Stream
			.concat(Stream.of("bash", "-c", SUPERVISOR.formatted(activate, this.socket)), application.stream())
			.toList();
		this.process = ManagedProcess.start(this.directory.path(), command, "Listening on ");
	}

	static SupervisedApplication start(String... arguments) {
		return new SupervisedApplication(arguments);
	}

	Path socket() {
		return this.socket;
	}

	/**
	 * Waits until the application serves for the n-th time.
	 * @param generation the number of starts, from 1
	 */
	void awaitGeneration(int generation) {
		Await.until(() -> "generation " + generation + "\n" + this.process.log(), START_LIMIT,
				() -> this.process.count(ApplicationProcess.STARTED) >= generation);
	}

	/**
	 * Sends a signal to the application.
	 * @param name the name of the signal
	 */
	void signal(String name) {
		try {
			String pid = Files.readString(this.pidFile).strip();
			int status = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill ended with " + status);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Counts what the application and its supervisor have printed.
	 * @param text some text
	 * @return the number of lines that contain it
	 */
	long count(String text) {
		return this.process.count(text);
	}

	String log() {
		return this.process.log();
	}

	@Override
	public void close() {
		this.process.close();
		this.directory.close();
	}

}
