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

import java.util.TimeZone;

import io.uwsgi4j.worker.MemoryProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogFormat}.
 */
class LogFormatTests {

	private final TimeZone zone = TimeZone.getDefault();

	private final SampleRequest request = new SampleRequest();

	@BeforeEach
	void fixTimeZone() {
		TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
	}

	@AfterEach
	void restoreTimeZone() {
		TimeZone.setDefault(this.zone);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			uri          | /a?b=c
			method       | GET
			user         | jane
			addr         | 10.0.0.1
			host         | app.example:8000
			proto        | HTTP/1.1
			uagent       | curl/8.0
			referer      | https://app.example/
			status       | 200
			rsize        | 14
			hsize        | 45
			size         | 59
			cl           | 1234
			micros       | 400326
			msecs        | 400
			secs         | 0.400326
			time         | 1795229428
			tmsecs       | 1795229428123
			tmicros      | 1795229428123456
			ltime        | 21/Nov/2026:02:50:28 +0000
			ftime        | 21/Nov/2026:02:50:28 +0000
			ctime        | Sat Nov 21 02:50:28 2026
			wid          | 3
			switches     | 1
			vars         | 26
			core         | 7
			vsz          | 136523776
			rss          | 11284480
			vszM         | 130
			rssM         | 10
			pktsize      | 266
			modifier1    | 30
			modifier2    | 2
			headers      | 1
			werr         | 0
			rerr         | 0
			ioerr        | 0
			var.TENANT   | blue
			var.ABSENT   | -
			var.         | -
			metric.x     | -
			unknown      | -
			URI          | -
			uri.         | -
			""")
	void variables(String name, String value) {
		this.request.contentLength = 1234;
		this.request.with("REMOTE_USER", "jane")
			.with("HTTP_USER_AGENT", "curl/8.0")
			.with("HTTP_REFERER", "https://app.example/")
			.with("TENANT", "blue");
		assertThat(line("<%(" + name + ")>")).isEqualTo("<" + value + ">");
	}

	@Test
	void pidIsThatOfThisProcess() {
		assertThat(line("%(pid)")).isEqualTo(Long.toString(ProcessHandle.current().pid()));
	}

	@Test
	void epochIsNow() {
		long before = System.currentTimeMillis() / 1000;
		assertThat(Long.parseLong(line("%(epoch)"))).isBetween(before, System.currentTimeMillis() / 1000);
	}

	@ParameterizedTest
	@CsvSource({ "false, false, 0 0 0", "true, false, 1 0 1", "false, true, 0 1 1", "true, true, 1 1 2" })
	void errorsAreCounted(boolean read, boolean write, String expected) {
		this.request.readError = read;
		this.request.writeError = write;
		assertThat(line("%(rerr) %(werr) %(ioerr)")).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0.000000", "999, 0.000000", "1000, 0.000001", "61000042000, 61.000042" })
	void secondsHaveSixDecimals(long nanos, String expected) {
		this.request.durationNanos = nanos;
		assertThat(line("%(secs)")).isEqualTo(expected);
	}

	@Test
	void whenLengthIsNotAnnouncedThenItIsZero() {
		assertThat(line("%(cl)")).isEqualTo("0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user", "uagent", "referer", "var.HTTP_COOKIE" })
	void whenValueIsMissingOrEmptyThenItIsADash(String name) {
		assertThat(line("%(" + name + ")")).isEqualTo("-");
		this.request.with("REMOTE_USER", "")
			.with("HTTP_USER_AGENT", "")
			.with("HTTP_REFERER", "")
			.with("HTTP_COOKIE", "");
		assertThat(line("%(" + name + ")")).isEqualTo("-");
	}

	@Test
	void whenThereIsNoHostHeaderThenHostIsTheServersName() {
		this.request.with("HTTP_HOST", "");
		assertThat(line("%(host)")).isEqualTo("app.example");
		this.request.without("HTTP_HOST").without("SERVER_NAME");
		assertThat(line("%(host)")).isEqualTo("-");
	}

	@Test
	void whenForwardedAddressIsAskedForThenItIsTheAddress() {
		SettingsBuilder settings = new SettingsBuilder();
		settings.logXForwardedFor = true;
		this.request.with("HTTP_X_FORWARDED_FOR", "192.0.2.1");
		assertThat(line("%(addr)", settings.build())).isEqualTo("192.0.2.1");
		assertThat(line("%(addr)")).isEqualTo("10.0.0.1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			plain                        | plain
			%                            | %
			100%%                        | 100%%
			%s {} {0} $1 \\              | %s {} {0} $1 \\
			(uri) %uri                   | (uri) %uri
			%(method                     | %(method
			%(method)%(method            | GET%(method
			%()                          | -
			%%(method)                   | %GET
			%(method)%(status)           | GET200
			%(method))                   | GET)
			"%(method) %(uri) %(proto)"  | "GET /a?b=c HTTP/1.1"
			""")
	void textIsCopied(String format, String expected) {
		assertThat(line(format)).isEqualTo(expected);
	}

	@Test
	void whenClientSendsQuotesOrControlCharactersThenTheyAreEscaped() {
		this.request.with("HTTP_USER_AGENT", "a\" 200 \"\n\\x0a\u00e9").with("HTTP_X", "\r\"");
		assertThat(line("\"%(uagent)\" \\ \"%(var.HTTP_X)\""))
			.isEqualTo("\"a\\x22 200 \\x22\\x0a\\x5cx0a\\xe9\" \\ \"\\x0d\\x22\"");
	}

	private String line(String format) {
		return line(format, RequestLogSettings.OFF);
	}

	private String line(String format, RequestLogSettings settings) {
		StringBuilder line = new StringBuilder();
		LogFormat.compile(format, settings, () -> new MemoryProbe(11_284_480, 136_523_776))
			.append(line, new LoggedRequest(this.request, 5, 4));
		return line.toString();
	}

}
