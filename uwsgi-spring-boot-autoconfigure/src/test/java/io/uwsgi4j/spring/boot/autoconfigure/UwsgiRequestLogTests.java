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

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.requestlog.RequestLog;
import io.uwsgi4j.requestlog.RequestLogSettings;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.worker.MemoryProbe;
import io.uwsgi4j.worker.RequestListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the request log of a real server.
 */
class UwsgiRequestLogTests {

	@TempDir
	private Path directory;

	private Path socket;

	private WebApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.socket = this.directory.resolve("app.sock");
		this.runner = Servers.runner(this.socket);
	}

	@Test
	void whenContextIsClosedThenEveryLineIsWritten() {
		try (LogCapture capture = LogCapture.start()) {
			this.runner.withPropertyValues("uwsgi.log-requests=true").run((context) -> {
				Servers.getOverUwsgi(this.socket);
				Servers.getOverUwsgi(this.socket);
			});
			assertThat(requests(capture)).hasSize(2)
				.allSatisfy((line) -> assertThat(line).startsWith("INFO uwsgi.request: [pid: ")
					.contains("] 192.0.2.7 () {", " => generated 15 bytes in ", "(1 switches on core "));
			assertThat(requests(capture).get(0)).contains("|app: 0|req: 1/1]");
		}
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("uwsgi-request-log");
	}

	@Test
	void withHttpBesideItRequestsOverUwsgiAreLogged() {
		try (LogCapture capture = LogCapture.start()) {
			this.runner
				.withPropertyValues("uwsgi.log-format=%(method) %(status)", "uwsgi.log-slow=0", "uwsgi.log-big=15",
						"uwsgi.http=127.0.0.1:0")
				.run((context) -> {
					Servers.getOverUwsgi(this.socket);
					Servers.getOverHttp("127.0.0.1", Servers.server(context).getPort());
				});
			assertThat(requests(capture)).containsExactly("INFO uwsgi.request: GET 200");
		}
	}

	@Test
	void byDefaultNothingIsLogged() {
		try (LogCapture capture = LogCapture.start()) {
			this.runner.run((context) -> Servers.getOverUwsgi(this.socket));
			assertThat(requests(capture)).isEmpty();
		}
	}

	@Test
	void settingsCanBeChangedMeanwhile() {
		try (LogCapture capture = LogCapture.start()) {
			this.runner.withPropertyValues("uwsgi.log-format=%(status)").run((context) -> {
				RequestLog log = context.getBean(RequestLog.class);
				RequestLogSettings old = log.getSettings();
				Servers.getOverUwsgi(this.socket);
				log.setSettings(new RequestLogSettings(true, old.logFormat(), old.logSlow(), false, false, 0, false,
						false, false));
				Servers.getOverUwsgi(this.socket);
				Await.until("a line", () -> !requests(capture).isEmpty());
			});
			assertThat(requests(capture)).containsExactly("INFO uwsgi.request: 200");
		}
	}

	@Test
	void whenValueMakesNoSenseThenStartFails() {
		this.runner.withPropertyValues("uwsgi.log-slow=-1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessageContaining("'-1ms' for configuration property 'uwsgi.log-slow'"));
	}

	@Test
	void withoutSocketValuesDoNotMatter() {
		this.runner.withPropertyValues("uwsgi.socket=", "server.port=0", "uwsgi.log-slow=-1", "uwsgi.log-requests=true")
			.run((context) -> assertThat(context.getBean(RequestLog.class).getSettings())
				.isEqualTo(RequestLogSettings.OFF));
	}

	@Test
	void logOfTheUserWins() {
		this.runner.withUserConfiguration(LogConfiguration.class)
			.withPropertyValues("uwsgi.log-requests=true")
			.run((context) -> assertThat(context).hasSingleBean(RequestLog.class).hasBean("mine"));
	}

	@Test
	void withoutTomcatThereIsNoLog() {
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(UwsgiAutoConfiguration.class))
			.withBean(OtherWebServerFactory.class)
			.withClassLoader(new FilteredClassLoader(TomcatWebServerFactory.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestLog.class));
	}

	@Test
	void everyListenerIsTold() {
		AtomicInteger requests = new AtomicInteger();
		this.runner.withBean("first", RequestListener.class, () -> (request) -> requests.addAndGet(1))
			.withBean("second", RequestListener.class, () -> (request) -> requests.addAndGet(100))
			.run((context) -> {
				Servers.getOverUwsgi(this.socket);
				Await.until("both are told", () -> requests.get() == 101);
			});
	}

	private static List<String> requests(LogCapture capture) {
		return capture.linesWith("INFO uwsgi.request: ");
	}

	@Configuration(proxyBeanMethods = false)
	static class LogConfiguration {

		@Bean
		RequestLog mine() {
			return new RequestLog(RequestLogSettings.OFF, false, MemoryProbe::take);
		}

	}

}
