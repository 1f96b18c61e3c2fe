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

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * What this JVM logs.
 */
final class LogEvents extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

	@Override
	public void start() {
		setContext(ROOT.getLoggerContext());
		super.start();
		ROOT.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.events.add(event);
	}

	/**
	 * Forgets everything so far. An application that was started meanwhile may have set
	 * up logging anew, without us.
	 */
	void clear() {
		if (!ROOT.isAttached(this)) {
			start();
		}
		this.events.clear();
	}

	/**
	 * Returns the errors.
	 * @return the lines logged as ERROR
	 */
	List<String> errors() {
		return this.events.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.ERROR))
			.map(LogEvents::line)
			.toList();
	}

	/**
	 * Returns what came with a stack trace, at any level that is logged.
	 * @return the lines
	 */
	List<String> stackTraces() {
		return this.events.stream().filter((event) -> event.getThrowableProxy() != null).map(LogEvents::line).toList();
	}

	/**
	 * Returns what users see without having asked for more.
	 * @return the lines logged as INFO or above
	 */
	List<String> visible() {
		return this.events.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
			.map(LogEvents::line)
			.toList();
	}

	/**
	 * Returns the lines that contain some text.
	 * @param text the text
	 * @return the lines
	 */
	List<String> linesWith(String text) {
		return this.events.stream().map(LogEvents::line).filter((line) -> line.contains(text)).toList();
	}

	@Override
	public void close() {
		ROOT.detachAppender(this);
		stop();
	}

	private static String line(ILoggingEvent event) {
		String thrown = (event.getThrowableProxy() != null)
				? " " + event.getThrowableProxy().getClassName() + ": " + event.getThrowableProxy().getMessage() : "";
		return event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage() + thrown;
	}

}
