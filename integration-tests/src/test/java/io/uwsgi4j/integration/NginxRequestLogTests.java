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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same requests through nginx to our application and to uWSGI: the lines about them
 * are equal, byte for byte, but for pid and time.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class NginxRequestLogTests {

	private static final String SERVER = """
				server {
					listen 127.0.0.1:%1$d;
					server_name app.example;
					uwsgi_buffer_size 8k;
					location / {
						uwsgi_pass unix:%2$s;
					}
					location /200/1 {
						include uwsgi_params;
						uwsgi_param REMOTE_USER jane;
						uwsgi_param TENANT blue;
						uwsgi_modifier2 3;
						uwsgi_pass unix:%2$s;
					}
				}
			""";

	private static final String HOST = "Host: app.example";

	private static final String LINE = "\\[pid: .*|line .*";

	private final WorkDirectory directory = WorkDirectory.create();

	private final LogCapture capture = LogCapture.start();

	private final int uwsgiPort = ManagedProcess.freePort();

	private final int port = ManagedProcess.freePort();

	private PythonUwsgi uwsgi;

	private ConfigurableApplicationContext application;

	private OwnNginx nginx;

	@AfterEach
	void stop() {
		for (AutoCloseable part : new AutoCloseable[] { this.nginx, this.application, this.uwsgi }) {
			try {
				if (part != null) {
					part.close();
				}
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
		this.capture.close();
		this.directory.close();
	}

	@Test
	void whenEveryRequestIsLoggedThenLinesAreThoseOfUwsgi() {
		start(List.of(), "uwsgi.log-requests=true");
		sendAll();
		assertThat(ours()).hasSize(9).containsExactlyElementsOf(theirs());
		assertThat(ours().get(0))
			.matches("\\[pid: N\\|app: 0\\|req: 1/1] 127\\.0\\.0\\.1 \\(jane\\) \\{34 vars in 4\\d\\d bytes} "
					+ "\\[CTIME] GET /200/14\\?a=b&c => generated 14 bytes in N msecs \\(HTTP/1\\.1 200\\) "
					+ "3 headers in 102 bytes \\(1 switches on core 0\\)");
		assertThat(ours()).filteredOn((line) -> line.contains("0.0.0.0 () {")).hasSize(1);
	}

	@Test
	void whenAddressesAreForwardedAndDurationsPreciseThenLinesAreThoseOfUwsgi() {
		start(List.of("--log-x-forwarded-for", "--log-micros"), "uwsgi.log-requests=true",
				"uwsgi.log-x-forwarded-for=true", "uwsgi.log-micros=true");
		sendAll();
		assertThat(ours()).hasSize(9).containsExactlyElementsOf(theirs());
		assertThat(ours()).filteredOn((line) -> line.contains("] 192.0.2.1, 198.51.100.7 () {")).hasSize(1);
	}

	@Test
	void whenOnlySomeRequestsAreAskedForThenTheyAreThoseOfUwsgi() {
		start(List.of("--disable-logging", "--log-4xx", "--log-big", "1000", "--log-zero"), "uwsgi.log-4xx=true",
				"uwsgi.log-big=1000", "uwsgi.log-zero=true");
		sendAll();
		assertThat(ours()).hasSize(4).containsExactlyElementsOf(theirs());
	}

	@Test
	void whenLineHasAFormatThenVariablesAreThoseOfUwsgi() {
		String format = "line " + Stream
			.of("uri", "method", "user", "addr", "host", "proto", "uagent", "referer", "status", "rsize", "hsize",
					"size", "cl", "wid", "switches", "vars", "core", "pktsize", "modifier1", "modifier2", "headers",
					"werr", "rerr", "ioerr", "var.TENANT", "var.HTTP_ACCEPT", "var.ABSENT", "unknown", "ctime")
			.map((name) -> name + "=%(" + name + ")")
			.reduce("", (text, part) -> text + part + " | ") + "{} {0} '' %s %% (%uri)";
		start(List.of("--log-format", format), "uwsgi.log-requests=true", "uwsgi.log-format=" + format);
		sendAll();
		assertThat(ours()).hasSize(9).containsExactlyElementsOf(theirs());
		assertThat(ours().get(0)).contains("uri=/200/14?a=b&c | method=GET | user=jane |", "uagent=- |",
				"modifier2=3 |", "var.TENANT=blue |", "ctime=CTIME | {} {0} '' %s %% (%uri)");
		assertThat(ours().get(1)).contains("cl=11 |");
	}

	@Test
	void whenClientSendsControlCharactersThenEachRequestHasOneLine() {
		start(List.of(), "uwsgi.log-requests=true", "uwsgi.log-format=line %(status) %(uri) \"%(uagent)\"");
		RawHttp.exchange(front(this.port), "GET /200/2?\u00e9\" HTTP/1.1", HOST, "User-Agent: a\u001b[2J\t\u0085\"\\");
		new UwsgiClient(socket()).exchange(UwsgiPacket.get("/200/3")
			.set("REQUEST_URI", "/200/3?\nline forged")
			.set("HTTP_USER_AGENT", "b\r\nline"));
		send("GET /404/1?last HTTP/1.1");
		Await.until("all lines", () -> isOver(ours()));
		assertThat(ours()).hasSize(3);
		assertThat(ours().get(0)).isEqualTo("line 400 /200/2?\\xc3\\xa9\\x22 \"a\\x1b[2J\\x09\\xc2\\x85\\x22\\x5c\"");
		assertThat(ours().get(1)).isEqualTo("line 400 /200/3?\\x0aline forged \"b\\x0d\\x0aline\"");
	}

	private void start(List<String> options, String... properties) {
		this.uwsgi = new PythonUwsgi(options.toArray(String[]::new));
		String[] own = { "uwsgi.socket=" + socket(), "uwsgi.chmod-socket=666", "uwsgi.threads=1",
				"server.tomcat.basedir=" + this.directory.path().resolve("tomcat") };
		this.application = SeparateApplication.start(LoggedServlet.Configuration.class,
				Stream.of(own, properties).flatMap(Stream::of).toArray(String[]::new));
		this.nginx = new OwnNginx(WorkDirectory.create(), this.port,
				SERVER.formatted(this.port, socket()) + SERVER.formatted(this.uwsgiPort, this.uwsgi.socket()));
	}

	private String socket() {
		return this.directory.path().resolve("app.sock").toString();
	}

	private void sendAll() {
		send("GET /200/14?a=b&c HTTP/1.1");
		send("POST /200/5 HTTP/1.1", "Content-Length: 11", "Content-Type: text/plain", "", "hello world");
		send("GET /200/0 HTTP/1.1", "User-Agent: curl/8.0 (a; b)", "Referer: https://app.example/%20'x'");
		send("GET /200/2000?%0a%22%5c HTTP/1.1", "X-Forwarded-For: 192.0.2.1, 198.51.100.7");
		send("GET /503/7 HTTP/1.0");
		send("PUT /404/3 HTTP/1.1", "Content-Length: 0");
		send("GET /200/20?" + "x".repeat(4000) + " HTTP/1.1");
		send("PROPFIND /200/21/(a)/~b/%5bc%5D;d=e HTTP/1.1", "Accept: */*");
		send("GET /404/1?last HTTP/1.1");
		Await.until(() -> "all lines in " + this.uwsgi.lines(), Await.LIMIT, () -> isOver(ours()) && isOver(theirs()));
	}

	private void send(String... lines) {
		String[] request = Stream.concat(Stream.of(lines[0], HOST, "Connection: close"), Stream.of(lines).skip(1))
			.toArray(String[]::new);
		for (int each : new int[] { this.port, this.uwsgiPort }) {
			try (RawHttp http = new RawHttp(front(each))) {
				String end = String.join("\r\n", request).contains("\r\n\r\n") ? "" : "\r\n\r\n";
				assertThat(http.send(String.join("\r\n", request) + end).readAll()).startsWith("HTTP/1.");
			}
		}
	}

	private FrontEnd front(int port) {
		return this.nginx.frontEnd(port);
	}

	private static boolean isOver(List<String> lines) {
		return !lines.isEmpty() && lines.get(lines.size() - 1).contains("/404/1?last");
	}

	private List<String> ours() {
		String prefix = "INFO uwsgi.request: ";
		return comparable(() -> this.capture.linesWith(prefix).stream().map((line) -> line.substring(prefix.length())));
	}

	private List<String> theirs() {
		return comparable(() -> this.uwsgi.lines().stream().filter((line) -> line.matches(LINE)));
	}

	// Only what cannot be equal is replaced.
	private static List<String> comparable(Supplier<Stream<String>> lines) {
		return lines.get()
			.map((line) -> line.replaceFirst("^\\[pid: \\d+\\|", "[pid: N|")
				.replaceFirst(" bytes in \\d+ (micros|msecs) ", " bytes in N $1 ")
				// uWSGI counts a wait for the body, if there was one.
				.replaceFirst("\\(\\d+ switches ", "(1 switches ")
				.replaceFirst("switches=\\d+ ", "switches=1 ")
				.replaceFirst("[A-Z][a-z]{2} [A-Z][a-z]{2} [ 123]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}", "CTIME"))
			.toList();
	}

}
