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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The request log in a file of its own, set up as the documentation says, in an
 * application whose logging Spring Boot has set up.
 */
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class RequestLogFileTests {

	private static final Path DOCUMENTATION = Path.of("..", "docs", "request-log.md");

	// Whatever a logger might take for a pattern
	private static final String TEXT = "{} {0} '' 'x' %s %msg \\ ";

	@Test
	void whenApplicationHasEndedThenFileContainsTheLinesAndNothingElse() throws IOException {
		try (WorkDirectory directory = WorkDirectory.create()) {
			String configuration = directory.write("logback.xml",
					documented().replace("/var/log/app", directory.toString()));
			Path socket = directory.path().resolve("app.sock");
			try (ApplicationProcess application = ApplicationProcess.start(socket, "--logging.config=" + configuration,
					"--uwsgi.log-requests=true", "--uwsgi.log-format=" + TEXT + "%(status) %(uri)")) {
				for (int i = 0; i < 100; i++) {
					new UwsgiClient(socket.toString()).exchange(UwsgiPacket.get("/inspect/" + i));
				}
				application.terminate();
				assertThat(application.log()).doesNotContain("/inspect/");
			}
			assertThat(directory.path().resolve("requests.log")).content()
				.startsWith(TEXT + "200 /inspect/0\n" + TEXT + "200 /inspect/1\n")
				.endsWith("\n" + TEXT + "200 /inspect/99\n")
				.hasLineCount(100);
		}
	}

	private static String documented() throws IOException {
		String text = Files.readString(DOCUMENTATION);
		return text.substring(text.indexOf("<configuration>"), text.indexOf("```", text.indexOf("<configuration>")));
	}

}
