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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.uwsgi4j.test.Await;

/**
 * A program that dies with the test, together with whatever it has started.
 */
final class ManagedProcess implements AutoCloseable {

	// What has been handed out, whether or not it is in use by now.
	private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

	// A JVM that starts on busy processors.
	private static final Duration JVM_LIMIT = Duration.ofSeconds(60);

	private final Process process;

	private final Path output;

	private final Thread hook = new Thread(this::kill, "kill-process");

	private ManagedProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Starts a program and waits until it listens.
	 * @param directory where it runs and where its output goes
	 * @param port the loopback port that it listens on
	 * @param command the program and its arguments
	 * @return the running program
	 */
	static ManagedProcess start(Path directory, int port, List<String> command) {
		return start(directory, command, Await.LIMIT, (process) -> isListening(port));
	}

	/**
	 * Starts a program and waits until it says that it is ready.
	 * @param directory where it runs and where its output goes
	 * @param command the program and its arguments
	 * @param message part of its output
	 * @return the running program
	 */
	static ManagedProcess start(Path directory, List<String> command, String message) {
		return start(directory, command, JVM_LIMIT, (process) -> process.log().contains(message));
	}

	private static ManagedProcess start(Path directory, List<String> command, Duration limit,
			Predicate<ManagedProcess> ready) {
		ManagedProcess process = launch(directory, command);
		try {
			Await.until(() -> command + " is ready\n" + process.log(), limit,
					() -> process.hasEnded() || ready.test(process));
			if (process.hasEnded()) {
				throw new IllegalStateException(command + " has ended\n" + process.log());
			}
			return process;
		}
		catch (Throwable ex) {
			process.close();
			throw ex;
		}
	}

	/**
	 * Finds an executable.
	 * @param program the name of the program
	 * @param debianPackage the package that contains it
	 * @return its path
	 */
	static String find(String program, String debianPackage) {
		return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst()
			.orElseThrow(() -> new AssertionError(
					"'%s' is not installed: apt-get install %s".formatted(program, debianPackage)));
	}

	/**
	 * Checks that a file of an installed package is there.
	 * @param file the file
	 * @param debianPackage the package that contains it
	 * @return its path
	 */
	static String require(String file, String debianPackage) {
		if (!Files.exists(Path.of(file))) {
			throw new AssertionError("'%s' is missing: apt-get install %s".formatted(file, debianPackage));
		}
		return file;
	}

	/**
	 * Finds a port that nobody listens on.
	 * @return the port
	 */
	static int freePort() {
		int port;
		do {
			port = unusedPort();
		}
		// The kernel may offer one again before whoever got it listens there.
		while (!PORTS.add(port));
		return port;
	}

	private static int unusedPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns what the program has printed.
	 * @return the text, without its middle if it is long
	 */
	String log() {
		try {
			String text = Files.readString(this.output, StandardCharsets.ISO_8859_1);
			return (text.length() < 8000) ? text
					: text.substring(0, 3000) + "\n...\n" + text.substring(text.length() - 5000);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * Counts what the program has printed.
	 * @param text some text
	 * @return the number of lines that contain it
	 */
	long count(String text) {
		try (Stream<String> lines = Files.lines(this.output, StandardCharsets.ISO_8859_1)) {
			return lines.filter((line) -> line.contains(text)).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends SIGTERM and waits for the end.
	 * @return the exit status
	 */
	int terminate() {
		this.process.destroy();
		return awaitEnd();
	}

	/**
	 * Waits for the program to end by itself.
	 * @return the exit status
	 */
	int awaitEnd() {
		try {
			if (!this.process.waitFor(JVM_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError("still running\n" + log());
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		Runtime.getRuntime().removeShutdownHook(this.hook);
		kill();
	}

	private static ManagedProcess launch(Path directory, List<String> command) {
		Path output = directory.resolve("output.log");
		try {
			Process process = new ProcessBuilder(command).directory(directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			process.getOutputStream().close();
			return new ManagedProcess(process, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean hasEnded() {
		return !this.process.isAlive();
	}

	private void kill() {
		List<ProcessHandle> family = Stream.concat(this.process.descendants(), Stream.of(this.process.toHandle()))
			.toList();
		family.forEach(ProcessHandle::destroyForcibly);
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
