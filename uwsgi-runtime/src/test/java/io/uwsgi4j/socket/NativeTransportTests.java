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

package io.uwsgi4j.socket;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for platforms without native epoll. The library is loaded once per JVM, so they
 * start others.
 */
class NativeTransportTests {

	@Test
	void whenNativeTransportIsSwitchedOffThenItSaysSo() throws Exception {
		assertThat(runOtherJvm(System.getProperty("java.class.path"), "-Dio.netty.transport.noNative=true"))
			.contains("cannot bind unix:/tmp/never.sock: Netty's native epoll transport is not available on this"
					+ " platform (Linux/" + System.getProperty("os.arch") + "): ")
			.contains("explicit disabled")
			.contains("Linux x86_64, aarch64 or riscv64 with glibc")
			.contains("uwsgi.enabled=false");
	}

	@Test
	void whenNativeLibraryIsMissingThenItSaysSo() throws Exception {
		String withoutLibrary = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("netty-transport-native-epoll"))
			.collect(Collectors.joining(File.pathSeparator));
		assertThat(runOtherJvm(withoutLibrary))
			.contains("Netty's native epoll transport is not available on this platform (Linux/")
			.contains("netty_transport_native_epoll");
	}

	private static String runOtherJvm(String classPath, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", classPath, BindInOtherJvm.class.getName()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return output;
	}

}
