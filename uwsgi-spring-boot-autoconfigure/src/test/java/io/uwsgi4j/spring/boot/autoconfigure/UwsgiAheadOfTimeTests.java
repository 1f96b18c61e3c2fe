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

package io.uwsgi4j.spring.boot.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that is processed ahead of time without any property and gets
 * its socket where it runs.
 */
class UwsgiAheadOfTimeTests {

	private static final String CLASS_PATH = System.getProperty("java.class.path");

	@TempDir
	private Path directory;

	@Test
	void propertiesAreThoseOfTheRun() throws Exception {
		processAndCompile();
		Path socket = this.directory.resolve("app.sock");
		Process process = start("--uwsgi.socket=" + socket);
		try {
			Await.until("start, " + log(),
					() -> log().contains("Started AheadOfTimeApplication") || !process.isAlive());
			assertThat(log()).contains("Starting AOT-processed AheadOfTimeApplication")
				.contains("Tomcat started on port -1 (uwsgi, unix:" + socket + ")");
			assertThat(Servers.getOverUwsgi(socket)).isEqualTo("hello 192.0.2.7");
		}
		finally {
			process.destroy();
			assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(socket).doesNotExist();
	}

	private void processAndCompile() throws IOException {
		Settings settings = Settings.builder()
			.sourceOutput(this.directory.resolve("sources"))
			.resourceOutput(this.directory.resolve("resources"))
			.classOutput(this.directory.resolve("classes"))
			.groupId("example")
			.artifactId("example")
			.build();
		new SpringApplicationAotProcessor(AheadOfTimeApplication.class, settings, new String[0]).process();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> sources = Files.walk(this.directory.resolve("sources"))) {
			List<Path> units = sources.filter((path) -> path.toString().endsWith(".java")).toList();
			List<String> options = List.of("-classpath",
					CLASS_PATH + File.pathSeparator + this.directory.resolve("classes"), "-d",
					this.directory.resolve("classes").toString(), "-proc:none", "-nowarn");
			assertThat(
					compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(units)).call())
				.isTrue();
		}
	}

	private Process start(String... args) throws IOException {
		String classPath = Stream.of(this.directory.resolve("classes"), this.directory.resolve("resources"))
			.map(Path::toString)
			.reduce("", (path, entry) -> path + entry + File.pathSeparator) + CLASS_PATH;
		List<String> command = Stream
			.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Dspring.aot.enabled=true", "-cp", classPath, AheadOfTimeApplication.class.getName()),
					Stream.of(args))
			.toList();
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("log").toFile())
			.start();
	}

	private String log() throws IOException {
		return Files.readString(this.directory.resolve("log"));
	}

}
