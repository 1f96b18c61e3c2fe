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

package io.uwsgi4j.test;

import java.text.MessageFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Everything that is logged through {@code java.util.logging} while it is open.
 */
public final class LogCapture extends Handler implements AutoCloseable {

	private static final Logger ROOT = Logger.getLogger("");

	private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();

	private LogCapture() {
		setLevel(Level.ALL);
	}

	/**
	 * Starts to listen.
	 * @return the capture
	 */
	public static LogCapture start() {
		LogCapture capture = new LogCapture();
		ROOT.addHandler(capture);
		return capture;
	}

	@Override
	public void publish(LogRecord logRecord) {
		this.records.add(logRecord);
	}

	/**
	 * Returns what was logged at a level or above.
	 * @param level the lowest level
	 * @return level, logger and message of each record
	 */
	public List<String> lines(Level level) {
		return this.records.stream()
			.filter((logRecord) -> logRecord.getLevel().intValue() >= level.intValue())
			.map(LogCapture::line)
			.toList();
	}

	/**
	 * Returns the lines at INFO or above that contain some text.
	 * @param text the text
	 * @return the lines
	 */
	public List<String> linesWith(String text) {
		return lines(Level.INFO).stream().filter((line) -> line.contains(text)).toList();
	}

	/**
	 * Returns the errors.
	 * @return what was logged as SEVERE
	 */
	public List<String> errors() {
		return lines(Level.SEVERE);
	}

	@Override
	public void flush() {
		// nothing is buffered
	}

	@Override
	public void close() {
		ROOT.removeHandler(this);
	}

	private static String line(LogRecord logRecord) {
		Object[] parameters = logRecord.getParameters();
		String message = (parameters != null) ? MessageFormat.format(logRecord.getMessage(), parameters)
				: logRecord.getMessage();
		String thrown = (logRecord.getThrown() != null) ? " " + logRecord.getThrown() : "";
		return logRecord.getLevel() + " " + logRecord.getLoggerName() + ": " + message + thrown;
	}

}
