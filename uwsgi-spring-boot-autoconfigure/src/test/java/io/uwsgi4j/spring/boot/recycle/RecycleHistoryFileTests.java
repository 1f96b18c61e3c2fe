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

package io.uwsgi4j.spring.boot.recycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.uwsgi4j.recycling.RecycleHistory;
import io.uwsgi4j.recycling.RecycleReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecycleHistoryFile}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RecycleHistoryFileTests {

	private static final RecycleHistory HISTORY = RecycleHistory.NONE.plus(RecycleReason.RELOAD)
		.plus(RecycleReason.MAX_REQUESTS)
		.plus(RecycleReason.RELOAD);

	@TempDir
	private Path directory;

	@Test
	void whenStoredThenItIsLoadedByTheNext() {
		RecycleHistoryFile file = file();
		assertThat(file.load()).isEqualTo(RecycleHistory.NONE);
		file.store(HISTORY);
		assertThat(file().load()).isEqualTo(HISTORY);
		assertThat(HISTORY.counts()).isEqualTo(Map.of(RecycleReason.RELOAD, 2L, RecycleReason.MAX_REQUESTS, 1L));
		assertThat(HISTORY.total()).isEqualTo(3);
		assertThat(path()).content().contains("reload=2", "max-requests=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reload=many", "reload=-1", "reload=\\u00" })
	void whenContentMakesNoSenseThenCountingBeginsAnew(String content, CapturedOutput output) throws IOException {
		Files.writeString(path(), content);
		assertThat(file().load()).isEqualTo(RecycleHistory.NONE);
		assertThat(output).contains("Counting of recycles begins anew, as " + path() + " cannot be read");
	}

	@Test
	void whenFileIsHugeOrADirectoryThenItIsNotRead(CapturedOutput output) throws IOException {
		Files.writeString(path(), "reload=1\n" + "#".repeat(5000));
		assertThat(file().load()).isEqualTo(RecycleHistory.NONE);
		Files.delete(path());
		Files.createDirectory(path());
		assertThat(file().load()).isEqualTo(RecycleHistory.NONE);
		file().store(HISTORY);
		assertThat(output).contains("not a small regular file", "cannot be written");
	}

	@Test
	void whenThereIsNoPidfileThenNothingIsKept() {
		RecycleHistoryFile none = new RecycleHistoryFile(null);
		none.store(HISTORY);
		assertThat(none.load()).isEqualTo(RecycleHistory.NONE);
		assertThat(this.directory).isEmptyDirectory();
	}

	private Path path() {
		return this.directory.resolve("app.pid.recycles");
	}

	private RecycleHistoryFile file() {
		return new RecycleHistoryFile(this.directory.resolve("app.pid").toString());
	}

}
