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
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

import io.uwsgi4j.recycling.RecycleHistory;
import io.uwsgi4j.recycling.RecycleReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file beside {@code uwsgi.pidfile} by which a process knows why the ones before it
 * have ended, as it has no master who could tell. Without it counting begins with each
 * process. What is wrong with the file is logged, and no reason not to serve.
 */
final class RecycleHistoryFile {

	private static final Logger logger = LoggerFactory.getLogger(RecycleHistoryFile.class);

	private static final long MAX_SIZE = 4096;

	private final @Nullable Path file;

	RecycleHistoryFile(@Nullable String pidfile) {
		this.file = (pidfile != null) ? Path.of(pidfile + ".recycles").toAbsolutePath() : null;
	}

	/**
	 * Reads the file.
	 * @return the history, which is none if there is no file
	 */
	RecycleHistory load() {
		Path file = this.file;
		if (file == null || !Files.exists(file)) {
			return RecycleHistory.NONE;
		}
		try {
			if (!Files.isRegularFile(file) || Files.size(file) > MAX_SIZE) {
				throw new IOException("not a small regular file");
			}
			Properties properties = new Properties();
			try (Reader reader = Files.newBufferedReader(file)) {
				properties.load(reader);
			}
			return history(properties);
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.warn("Counting of recycles begins anew, as {} cannot be read: {}", file, ex.toString());
			return RecycleHistory.NONE;
		}
	}

	private static RecycleHistory history(Properties properties) {
		Map<RecycleReason, Long> counts = new EnumMap<>(RecycleReason.class);
		for (RecycleReason reason : RecycleReason.values()) {
			long count = Long.parseLong(properties.getProperty(reason.label(), "0").strip());
			if (count < 0) {
				throw new IllegalArgumentException(reason.label() + "=" + count);
			}
			if (count > 0) {
				counts.put(reason, count);
			}
		}
		return new RecycleHistory(counts);
	}

	/**
	 * Writes the file, for the next process.
	 * @param history the history
	 */
	void store(RecycleHistory history) {
		Path file = this.file;
		if (file == null) {
			return;
		}
		Properties properties = new Properties();
		history.counts().forEach((reason, count) -> properties.setProperty(reason.label(), count.toString()));
		try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
			properties.store(writer, "How often the worker has been recycled, and why");
		}
		catch (IOException ex) {
			logger.warn("The next process will not know that this one was recycled, as {} cannot be written: {}", file,
					ex.toString());
		}
	}

}
