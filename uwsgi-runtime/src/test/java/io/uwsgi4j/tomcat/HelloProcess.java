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

package io.uwsgi4j.tomcat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link HelloServer} in a JVM of its own, which has less of something than it might
 * like.
 */
final class HelloProcess implements AutoCloseable {

	private final Path output;

	private final Path socket;

	private final Process process;

	private final long idleDescriptors;

	/**
	 * Starts the server.
	 * @param directory where its files are
	 * @param limit what the shell does before, {@code ulimit} with an argument
	 * @param jvm arguments of the JVM
	 * @param settings of the connector, as {@code name=value}
	 * @throws IOException if it cannot be started
	 */
	HelloProcess(Path directory, String limit, List<String> jvm, String... settings) throws IOException {
		this.output = directory.resolve("output");
		this.socket = directory.resolve("app.sock");
		List<String> command = new ArrayList<>(List.of("bash", "-c", limit + " && exec \"$0\" \"$@\""));
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvm);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), HelloServer.class.getName(),
				this.socket.toString(), directory.toString()));
		command.addAll(List.of(settings));
		this.process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.output.toFile())
			.start();
		try {
			Await.until(() -> "server starts: " + output(), Await.LIMIT, () -> output().contains("ready"));
			this.idleDescriptors = descriptors();
		}
		catch (Throwable ex) {
			close();
			throw ex;
		}
	}

	UwsgiClient client() {
		return new UwsgiClient(this.socket.toString());
	}

	long lines(String words) {
		return output().lines().filter((line) -> line.contains(words)).count();
	}

	String output() {
		try {
			return Files.exists(this.output) ? Files.readString(this.output) : "";
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * Waits until the server has as few sockets and files of bodies as in the beginning.
	 */
	void awaitDescriptorsReleased() {
		Await.until(() -> "descriptors are released: " + output(), Await.LIMIT,
				() -> descriptors() <= this.idleDescriptors);
	}

	private long descriptors() throws IOException {
		try (Stream<Path> links = Files.list(Path.of("/proc", String.valueOf(this.process.pid()), "fd"))) {
			return links.filter((link) -> isHeld(link)).count();
		}
	}

	private static boolean isHeld(Path link) {
		try {
			String target = Files.readSymbolicLink(link).toString();
			return target.startsWith("socket:") || target.contains("uwsgi-body-");
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
