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

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sample application in a JVM of its own, on a unix socket.
 */
final class ApplicationProcess implements AutoCloseable {

	/**
	 * What the log says when the application serves.
	 */
	static final String STARTED = "Started SampleBootApplication";

	private final WorkDirectory directory = WorkDirectory.create();

	private final ManagedProcess process;

	private ApplicationProcess(Path socket, String... arguments) {
		this.process = ManagedProcess.start(this.directory.path(),
				command(this.directory.path(), socket.toString(), arguments), STARTED);
	}

	/**
	 * Returns the command that starts the application.
	 * @param directory where it may put its files
	 * @param socket the address of its socket
	 * @param arguments further settings, as on a command line
	 * @return program and arguments
	 */
	static List<String> command(Path directory, String socket, String... arguments) {
		Stream<String> settings = Stream.of("--uwsgi.socket=" + socket, "--uwsgi.chmod-socket=666",
				"--server.tomcat.basedir=" + directory.resolve("tomcat"), "--spring.main.banner-mode=off",
				"--spring.threads.virtual.enabled=" + Boolean.getBoolean("spring.threads.virtual.enabled"));
		return Stream.of(jvm(), settings, Stream.of(arguments)).flatMap((part) -> part).toList();
	}

	// Later JDKs complain about native code unless they are told that it is meant.
	private static Stream<String> jvm() {
		Stream<String> program = Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		Stream<String> nativeAccess = ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> argument.startsWith("--enable-native-access"));
		Stream<String> options = Stream.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), SampleBootApplication.class.getName());
		return Stream.of(program, nativeAccess, options).flatMap((part) -> part);
	}

	/**
	 * Starts the application and waits until it serves.
	 * @param socket the path of its socket
	 * @param arguments further settings, as on a command line
	 * @return the running application
	 */
	static ApplicationProcess start(Path socket, String... arguments) {
		return new ApplicationProcess(socket, arguments);
	}

	/**
	 * Sends SIGTERM and waits for the end.
	 * @return the exit status
	 */
	int terminate() {
		return this.process.terminate();
	}

	/**
	 * Waits for the application to end by itself.
	 * @return the exit status
	 */
	int awaitEnd() {
		return this.process.awaitEnd();
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
