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

package io.uwsgi4j.spring.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenQueue}.
 */
class ListenQueueTests {

	@TempDir
	private Path directory;

	@Test
	void defaultIsCutToWhatTheKernelAllows() throws IOException {
		assertThat(queue("4096").length(1024, 100)).isEqualTo(1024);
		assertThat(queue("1024").length(1024, 100)).isEqualTo(1024);
		assertThat(queue("128").length(1024, 100)).isEqualTo(128);
	}

	@Test
	void acceptCountOfTheUserIsCutToWhatTheKernelAllows() throws IOException {
		assertThat(queue("4096", "server.tomcat.accept-count=2000").length(1024, 2000)).isEqualTo(2000);
		assertThat(queue("128", "server.tomcat.accept-count=2000").length(1024, 2000)).isEqualTo(128);
		assertThat(queue("128", "server.tomcat.accept-count=50").length(1024, 50)).isEqualTo(50);
	}

	@Test
	void listenOfTheUserIsTakenAsItIs() throws IOException {
		assertThat(queue("128", "uwsgi.listen=1024").length(1024, 100)).isEqualTo(1024);
		assertThat(queue("128", "uwsgi.listen=300", "server.tomcat.accept-count=50").length(300, 50)).isEqualTo(300);
	}

	@Test
	void unknownLimitIsNone() throws IOException {
		assertThat(queue("nonsense").length(1024, 100)).isEqualTo(1024);
		ConfiguredProperties configured = new ConfiguredProperties(TestEnvironments.properties());
		assertThat(new ListenQueue(configured, this.directory.resolve("missing")).length(1024, 100)).isEqualTo(1024);
	}

	private ListenQueue queue(String somaxconn, String... pairs) throws IOException {
		Path file = Files.writeString(this.directory.resolve("somaxconn"), somaxconn + "\n");
		return new ListenQueue(new ConfiguredProperties(TestEnvironments.properties(pairs)), file);
	}

}
