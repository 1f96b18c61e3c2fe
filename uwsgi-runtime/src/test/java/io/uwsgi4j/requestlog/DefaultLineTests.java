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

import java.time.Instant;
import java.util.TimeZone;

import io.uwsgi4j.worker.MemoryProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultLine}.
 */
class DefaultLineTests {

	private static final long PID = ProcessHandle.current().pid();

	private final TimeZone zone = TimeZone.getDefault();

	private final SettingsBuilder settings = new SettingsBuilder();

	private final SampleRequest request = new SampleRequest();

	@BeforeEach
	void fixTimeZone() {
		TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
	}

	@AfterEach
	void restoreTimeZone() {
		TimeZone.setDefault(this.zone);
	}

	@Test
	void whenRequestIsServedThenLineIsThatOfUwsgi() {
		assertThat(line()).isEqualTo("[pid: " + PID + "|app: 0|req: 4/5] 10.0.0.1 () {26 vars in 266 bytes} "
				+ "[Sat Nov 21 02:50:28 2026] GET /a?b=c => generated 14 bytes in 400 msecs (HTTP/1.1 200) "
				+ "1 headers in 45 bytes (1 switches on core 7)");
	}

	@Test
	void whenApplicationIsNotReachedThenItHasNoNumbers() {
		this.request.handled = false;
		this.request.status = 413;
		assertThat(line(-1)).startsWith("[pid: " + PID + "|app: -1|req: -1/5] 10.0.0.1 ()").contains("(HTTP/1.1 413)");
	}

	@Test
	void whenThereAreNoVariablesThenTheirPlacesAreEmpty() {
		this.request.without("REMOTE_ADDR").without("REQUEST_METHOD").without("REQUEST_URI").without("SERVER_PROTOCOL");
		assertThat(line()).contains("|req: 4/5]  () {", "2026]   => generated 14 bytes in 400 msecs ( 200) ");
	}

	@Test
	void whenUserIsKnownThenItIsInParentheses() {
		this.request.with("REMOTE_USER", "jane");
		assertThat(line()).contains(" 10.0.0.1 (jane) {");
	}

	@Test
	void whenBodyIsSentFromFileThenLineSaysSo() {
		this.request.sentFromFile = true;
		assertThat(line()).contains(" in 400 msecs via sendfile() (HTTP/1.1 200) ");
	}

	@Test
	void whenMicrosAreAskedForThenDurationIsInMicroseconds() {
		this.settings.logMicros = true;
		assertThat(line()).contains(" in 400326 micros (HTTP/1.1 200) ");
	}

	@Test
	void whenForwardedAddressIsAskedForThenWholeHeaderIsTheAddress() {
		this.settings.logXForwardedFor = true;
		assertThat(line()).contains("] 10.0.0.1 () {");
		this.request.with("HTTP_X_FORWARDED_FOR", "192.0.2.1, 198.51.100.7");
		assertThat(line()).contains("] 192.0.2.1, 198.51.100.7 () {");
		this.settings.logXForwardedFor = false;
		assertThat(line()).contains("] 10.0.0.1 () {");
	}

	@Test
	void whenMemoryIsReportedThenItComesFirst() {
		StringBuilder line = new StringBuilder();
		new DefaultLine(this.settings.build(), true, () -> new MemoryProbe(11_284_480, 136_523_776)).append(line,
				new LoggedRequest(this.request, 5, 4));
		assertThat(line)
			.startsWith("{address space usage: 136523776 bytes/130MB} {rss usage: 11284480 bytes/10MB} [pid: ");
	}

	@ParameterizedTest
	@CsvSource({ "REQUEST_URI", "REQUEST_METHOD", "SERVER_PROTOCOL", "REMOTE_ADDR", "REMOTE_USER",
			"HTTP_X_FORWARDED_FOR" })
	void whenClientSendsControlCharactersThenLineRemainsOne(String variable) {
		this.settings.logXForwardedFor = true;
		this.request.with(variable, "a\r\n[pid: 1]\0\t\u001b\u007f\u0085\u00e9\u00ff~");
		assertThat(line()).contains("a\\x0d\\x0a[pid: 1]\\x00\\x09\\x1b\\x7f\\x85\\xe9\\xff~")
			.matches("[\\x20-\\x7e]+");
	}

	@Test
	void whenLineIsTooLongForUwsgiThenItIsTheMinimalOne() {
		this.request.with("REQUEST_URI", "");
		int rest = line().length();
		// 4096 with the line feed
		this.request.with("REQUEST_URI", "x".repeat(4095 - rest));
		assertThat(line()).hasSize(4095).contains("xxx");
		this.request.with("REQUEST_URI", "x".repeat(4096 - rest));
		assertThat(line()).isEqualTo("[pid: " + PID + "|app: 0|req: 4/5] 0.0.0.0 () {26 vars in 266 bytes} "
				+ "[Sat Nov 21 02:50:28 2026] - - => generated 14 bytes in 400 msecs (- 200) "
				+ "1 headers in 45 bytes (1 switches on core 7)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			2026-09-01T00:00:59Z | Tue Sep  1 00:00:59 2026
			2026-12-31T23:59:59Z | Thu Dec 31 23:59:59 2026
			1970-01-01T00:00:00Z | Thu Jan  1 00:00:00 1970
			""")
	void timeIsThatOfCtime(Instant instant, String expected) {
		assertThat(SecondFormat.CTIME.format(instant.getEpochSecond())).isEqualTo(expected);
		assertThat(SecondFormat.CTIME.format(instant.getEpochSecond())).isEqualTo(expected);
	}

	@Test
	void timeIsLocal() {
		TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
		assertThat(SecondFormat.CTIME.format(1_000_000_000)).isEqualTo("Sun Sep  9 07:16:40 2001");
		assertThat(SecondFormat.LTIME.format(1_000_000_000)).isEqualTo("09/Sep/2001:07:16:40 +0530");
	}

	private String line() {
		return line(4);
	}

	private String line(long applicationNumber) {
		StringBuilder line = new StringBuilder();
		new DefaultLine(this.settings.build(), false, MemoryProbe::take).append(line,
				new LoggedRequest(this.request, 5, applicationNumber));
		return line.toString();
	}

}
