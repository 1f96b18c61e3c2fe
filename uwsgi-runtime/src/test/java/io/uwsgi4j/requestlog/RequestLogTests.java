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

package io.uwsgi4j.requestlog;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.worker.MemoryProbe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestLog}.
 */
class RequestLogTests {

	private static final Duration SOON = Duration.ofMillis(20);

	private final SampleRequest request = new SampleRequest();

	private final AtomicInteger formatted = new AtomicInteger();

	@Test
	void whenRequestEndsThenItsLineIsLoggedAtInfo() {
		try (Appender appender = Appender.fast()) {
			try (RequestLog log = log(SettingsBuilder.all())) {
				log.requestEnded(this.request);
			}
			assertThat(appender.lines()).singleElement()
				.asString()
				.startsWith("INFO [pid: " + ProcessHandle.current().pid() + "|app: 0|req: 1/1] 10.0.0.1 () {")
				.endsWith(" (1 switches on core 7)");
		}
	}

	@Test
	void requestsOfTheApplicationAreCountedApart() {
		try (Appender appender = Appender.fast()) {
			try (RequestLog log = log(RequestLogSettings.OFF)) {
				log.requestEnded(this.request);
				log.setSettings(SettingsBuilder.all());
				this.request.handled = false;
				log.requestEnded(this.request);
				this.request.handled = true;
				log.requestEnded(this.request);
			}
			assertThat(appender.lines()).satisfiesExactly((line) -> assertThat(line).contains("|app: -1|req: -1/2]"),
					(line) -> assertThat(line).contains("|app: 0|req: 2/3]"));
		}
	}

	@Test
	void whenSettingsAreChangedThenTheNextRequestIsLoggedByThem() {
		try (Appender appender = Appender.fast()) {
			RequestLogSettings format = SettingsBuilder.format("%(method) %(uri)");
			try (RequestLog log = log(RequestLogSettings.OFF)) {
				assertThat(log.getSettings()).isEqualTo(RequestLogSettings.OFF);
				log.requestEnded(this.request);
				log.setSettings(format);
				assertThat(log.getSettings()).isEqualTo(format);
				log.requestEnded(this.request);
				log.setSettings(RequestLogSettings.OFF);
				log.requestEnded(this.request);
			}
			assertThat(appender.lines()).containsExactly("INFO GET /a?b=c");
		}
	}

	@Test
	void whenLineLooksLikeAPatternThenLoggerLeavesItAlone() {
		String text = "{0} {} '' 'x' %s %d $1 \\ {1,number}";
		try (LogCapture capture = LogCapture.start()) {
			try (RequestLog log = log(SettingsBuilder.format(text))) {
				log.requestEnded(this.request);
			}
			assertThat(capture.linesWith("uwsgi.request")).containsExactly("INFO uwsgi.request: " + text);
		}
	}

	@Test
	void whenNothingIsToBeLoggedThenNothingIsFormatted() {
		Logger logger = Logger.getLogger(RequestLog.LOGGER);
		try (RequestLog log = log(SettingsBuilder.format("%(vsz)"))) {
			logger.setLevel(Level.WARNING);
			log.requestEnded(this.request);
			log.setSettings(RequestLogSettings.OFF);
			logger.setLevel(null);
			log.requestEnded(this.request);
			assertThat(this.formatted).hasValue(0);
			assertThat(running()).isFalse();
			log.setSettings(SettingsBuilder.format("%(vsz)"));
			log.requestEnded(this.request);
			assertThat(this.formatted).hasValue(1);
			assertThat(running()).isTrue();
		}
		finally {
			logger.setLevel(null);
		}
		assertThat(running()).isFalse();
	}

	@Test
	void whenAppenderBlocksThenRequestsDoNot() {
		try (Appender appender = Appender.blocked()) {
			RequestLog log = log(SettingsBuilder.format("%(uri)"));
			for (int i = 0; i < 100; i++) {
				log.requestEnded(this.request.with("REQUEST_URI", "/" + i));
			}
			Await.until("the first line is being written", () -> appender.threads().size() == 1);
			assertThat(appender.threads().get(0)).isNotSameAs(Thread.currentThread())
				.matches(Thread::isDaemon, "is a daemon");
			appender.unblock();
			log.close();
			assertThat(appender.lines()).hasSize(100).startsWith("INFO /0", "INFO /1").endsWith("INFO /99");
			assertThat(appender.threads()).containsOnly(appender.threads().get(0));
		}
	}

	@Test
	void whenQueueIsFullThenLinesAreLostAndCounted() {
		try (LogCapture capture = LogCapture.start(); Appender appender = Appender.blocked()) {
			RequestLog log = log(SettingsBuilder.format("%(uri)"));
			log.requestEnded(this.request);
			Await.until("the first line is being written", () -> appender.threads().size() == 1);
			for (int i = 0; i < LineWriter.MAX_LINES + 17; i++) {
				log.requestEnded(this.request);
			}
			assertThat(lost(capture)).isEmpty();
			appender.unblock();
			Await.until("the loss is reported", () -> !lost(capture).isEmpty());
			log.close();
			assertThat(appender.lines()).hasSize(LineWriter.MAX_LINES + 1);
			assertThat(lost(capture)).singleElement().asString().contains("17 lines of the request log were lost");
		}
	}

	@Test
	void whenLinesAreLongThenFewerOfThemAreKept() {
		try (LogCapture capture = LogCapture.start(); Appender appender = Appender.blocked()) {
			RequestLog log = log(SettingsBuilder.format("%(uri)"));
			this.request.with("REQUEST_URI", "/".repeat(LineWriter.MAX_CHARACTERS / 4));
			log.requestEnded(this.request);
			Await.until("the first line is being written", () -> appender.threads().size() == 1);
			for (int i = 0; i < 6; i++) {
				log.requestEnded(this.request);
			}
			appender.unblock();
			Await.until("the loss is reported", () -> !lost(capture).isEmpty());
			log.requestEnded(this.request);
			log.close();
			assertThat(appender.lines()).hasSize(6);
			assertThat(lost(capture)).singleElement().asString().contains("2 lines of the request log were lost");
		}
	}

	@Test
	void whenAppenderFailsThenTheNextLineIsWritten() {
		try (LogCapture capture = LogCapture.start(); Appender appender = Appender.fast()) {
			appender.failOnce();
			try (RequestLog log = log(SettingsBuilder.format("%(uri)"))) {
				log.requestEnded(this.request);
				log.requestEnded(this.request);
			}
			assertThat(appender.lines()).containsExactly("INFO /a?b=c");
			assertThat(lost(capture)).singleElement().asString().contains("1 lines");
		}
	}

	@Test
	void whenAppenderIsStuckThenClosingIsNot() {
		try (LogCapture capture = LogCapture.start(); Appender appender = Appender.blocked()) {
			RequestLog log = new RequestLog(SettingsBuilder.all(), false, this::memory, SOON);
			for (int i = 0; i < 10; i++) {
				log.requestEnded(this.request);
			}
			Await.until("the first line is being written", () -> appender.threads().size() == 1);
			log.close();
			assertThat(appender.lines()).isEmpty();
			appender.unblock();
			Await.until("the thread ends", () -> !running());
			assertThat(appender.lines()).hasSize(1);
			assertThat(lost(capture)).singleElement().asString().contains("9 lines of the request log were lost");
		}
	}

	@Test
	void whenLogIsClosedThenNothingIsLogged() {
		try (Appender appender = Appender.fast()) {
			RequestLog log = log(SettingsBuilder.all());
			log.close();
			log.requestEnded(this.request);
			assertThat(running()).isFalse();
			log.close();
			assertThat(appender.lines()).isEmpty();
		}
	}

	private RequestLog log(RequestLogSettings settings) {
		return new RequestLog(settings, false, this::memory);
	}

	private MemoryProbe memory() {
		this.formatted.incrementAndGet();
		return new MemoryProbe(0, 0);
	}

	private static List<String> lost(LogCapture capture) {
		return capture.linesWith("of the request log were lost");
	}

	private static boolean running() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals("uwsgi-request-log"));
	}

}
