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

package io.uwsgi4j.stats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link StatsWriter}.
 */
class StatsWriterTests {

	private static final StatsWriter MINIFIED = new StatsWriter(true, false);

	private static final StatsWriter INDENTED = new StatsWriter(false, false);

	private static final String HEAD = """
			{"version":"uwsgi4j","listen_queue":3,"listen_queue_errors":0,"signal_queue":0,"load":3,"pid":20564,\
			"uid":1000,"gid":1001,"cwd":"/srv/app","locks":[{"user 0":0},{"signal":0},{"filemon":0},{"timer":0},\
			{"rbtimer":0},{"cron":0},{"rpc":0},{"snmp":0}],"sockets":[{"name":"127.0.0.1:3031","proto":"uwsgi",\
			"queue":3,"max_queue":1024,"shared":0,"can_offload":0}],"workers":[{"id":1,"pid":20569,"accepting":1,\
			"requests":4,"delta_requests":4,"exceptions":1,"harakiri_count":7,"signals":0,"signal_queue":0,\
			"status":"busy","rss":11284480,"vsz":136523776000,"running_time":783,"last_spawn":1795229426,\
			"respawn_count":1,"tx":134,"avg_rt":188,"apps":[{"id":0,"modifier1":0,"mountpoint":"","startup_time":2,\
			"requests":5,"exceptions":1,"chdir":""}]""";

	@Test
	void whenARequestRunsThenEveryFieldIsThereInTheOrderOfUwsgi() {
		assertThat(write(MINIFIED, StatsSamples.busy("REQUEST_METHOD=GET", "QUERY_STRING="))).isEqualTo(HEAD + """
				,"cores":[{"id":0,"requests":4,"static_requests":0,"routed_requests":0,"offloaded_requests":0,\
				"write_errors":1,"read_errors":2,"in_request":1,"vars":["REQUEST_METHOD=GET","QUERY_STRING=",""],\
				"req_info":{"request_start":1795229429}}]}]}""");
	}

	@Test
	void whenNoRequestRunsThenThereAreNoVariables() {
		assertThat(write(MINIFIED, StatsSamples.idle(2))).isEqualTo(HEAD + """
				,"cores":[{"id":0,"requests":0,"static_requests":0,"routed_requests":0,"offloaded_requests":0,\
				"write_errors":0,"read_errors":0,"in_request":0,"vars":[],"req_info":{}},{"id":1,"requests":0,\
				"static_requests":0,"routed_requests":0,"offloaded_requests":0,"write_errors":0,"read_errors":0,\
				"in_request":0,"vars":[],"req_info":{}}]}]}""");
	}

	@Test
	void whenARequestHasNoVariablesThenTheEmptyOneIsThere() {
		assertThat(write(MINIFIED, StatsSamples.busy())).contains("\"in_request\":1,\"vars\":[\"\"],\"req_info\":{\"");
	}

	@Test
	void whenThereAreToBeNoCoresThenOnlyTheyAreMissing() {
		assertThat(write(new StatsWriter(true, true), StatsSamples.busy("A=b"))).isEqualTo(HEAD + "}]}");
	}

	@Test
	void whenWorkerIsReplacedThenTheReasonFollowsTheFieldsOfUwsgi() {
		assertThat(write(MINIFIED, StatsSamples.recycling())).isEqualTo(HEAD + """
				,"cores":[],"recycling":"max-requests","recycles":{"max-requests":3,"reload":1}}]}""");
	}

	@Test
	void whenNotMinifiedThenWhiteSpaceIsThatOfUwsgi() {
		String text = write(INDENTED, StatsSamples.busy("A=b"));
		assertThat(text).startsWith("{\n\t\"version\":\"uwsgi4j\",\n\t\"listen_queue\":3,\n")
			.contains("\n\t\"locks\":[\n\t\t{\n\t\t\t\"user 0\":0\n\t\t},\n\t\t{\n\t\t\t\"signal\":0\n\t\t},\n")
			.contains("\n\t\t\t\"snmp\":0\n\t\t}\n\t],\n\t\"sockets\":[\n\t\t{\n\t\t\t\"name\":\"127.0.0.1:3031\",\n")
			.contains("\n\t\t\t\"apps\":[\n\t\t\t\t{\n\t\t\t\t\t\"id\":0,\n")
			.contains("\n\t\t\t\t\t\"in_request\":1,\n\t\t\t\t\t\"vars\":[\n\"A=b\",\n\"\"\n\t\t\t\t\t],\n"
					+ "\t\t\t\t\t\"req_info\":\t\t\t\t\t{\n\t\t\t\t\t\t\"request_start\":1795229429\n\t\t\t\t\t}\n")
			.endsWith("\n\t\t\t\t\t}\n\t\t\t\t}\n\t\t\t]\n\t\t}\n\t]\n}");
	}

	@Test
	void whenNotMinifiedThenEmptyListsAndObjectsHaveTheBlankLineOfUwsgi() {
		assertThat(write(INDENTED, StatsSamples.idle(1))).contains(
				"\n\t\t\t\t\t\"vars\":[\n\n\t\t\t\t\t],\n\t\t\t\t\t\"req_info\":\t\t\t\t\t{\n\n\t\t\t\t\t}\n\t\t\t\t}\n");
	}

	@Test
	void whenNotMinifiedThenNothingButWhiteSpaceDiffers() {
		ServerStats stats = StatsSamples.busy("A=b");
		assertThat(write(INDENTED, stats).replaceAll("[\n\t]", "")).isEqualTo(write(MINIFIED, stats));
	}

	@Test
	void whenWrittenAgainThenTheDocumentIsTheSame() {
		assertThat(write(INDENTED, StatsSamples.idle(3))).isEqualTo(write(INDENTED, StatsSamples.idle(3)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			a"b     | a\\"b
			a\\b    | a\\\\b
			/a/b    | /a/b
			<&'>    | <&'>
			""")
	void whenVariableHasPunctuationThenItIsEscapedAsFarAsNeeded(String value, String escaped) {
		assertThat(write(MINIFIED, StatsSamples.busy("X=" + value))).contains("\"vars\":[\"X=" + escaped + "\",\"\"]");
	}

	@Test
	void whenVariableHasControlCharactersThenTheyAreEscaped() {
		assertThat(write(MINIFIED, StatsSamples.busy("X=\0\1\b\t\n\13\f\r\33\37\177")))
			.contains("\"X=\\u0000\\u0001\\b\\t\\n\\u000B\\f\\r\\u001B\\u001F\177\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "café", "日本", "😀", "߿ࠀ" })
	void whenBytesOfVariableAreUtf8ThenTheyAreReadableAsSuch(String text) {
		String octets = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
		assertThat(write(MINIFIED, StatsSamples.busy("PATH_INFO=/" + octets))).contains("\"PATH_INFO=/" + text + "\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "caf\u00e9", "\u00ff\u00fe", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00e2\u0082" })
	void whenBytesOfVariableAreNotUtf8ThenEachIsACharacter(String octets) {
		assertThat(write(MINIFIED, StatsSamples.busy("X=" + octets))).contains("\"X=" + octets + "\"");
	}

	@Test
	void whenTextHasHalfASurrogatePairThenTheDocumentIsMadeNevertheless() {
		ServerStats stats = StatsSamples.idle(0);
		ServerStats odd = new ServerStats(stats.version(), 0, 0, 0, 0, 1, 0, 0, "/srv/\ud800", stats.sockets(),
				stats.workers());
		assertThat(write(MINIFIED, odd)).contains("\"cwd\":\"/srv/?\"");
	}

	@Test
	void whenNumbersAreLargeThenTheyStayIntegers() {
		ServerStats stats = StatsSamples.idle(0);
		ServerStats large = new ServerStats(stats.version(), Long.MAX_VALUE, 0, 0, 0, 4294967295L, 4294967295L, 0, "/",
				stats.sockets(), stats.workers());
		assertThat(write(MINIFIED, large)).contains("\"listen_queue\":9223372036854775807,")
			.contains("\"pid\":4294967295,\"uid\":4294967295,");
	}

	@Test
	void whenTargetFailsThenTheFailureIsPassedOn() {
		OutputStream broken = new OutputStream() {

			@Override
			public void write(int octet) throws IOException {
				throw new IOException("full");
			}

		};
		assertThatIOException().isThrownBy(() -> MINIFIED.write(StatsSamples.idle(1), broken))
			.withStackTraceContaining("full");
	}

	private static String write(StatsWriter writer, ServerStats stats) {
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		try {
			writer.write(stats, target);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return target.toString(StandardCharsets.UTF_8);
	}

}
