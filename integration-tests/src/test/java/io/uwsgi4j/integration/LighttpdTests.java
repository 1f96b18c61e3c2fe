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

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * lighttpd's {@code mod_scgi} with the uwsgi protocol.
 */
class LighttpdTests extends AbstractFrontEndTests {

	private static final String CONFIGURATION = """
			server.document-root = "%1$s"
			server.port = %2$d
			server.bind = "127.0.0.1"
			server.modules = ( "mod_scgi" )
			server.errorlog = "%1$s/error.log"
			server.max-keep-alive-requests = 1000000
			server.max-keep-alive-idle = 60
			server.upload-dirs = ( "%1$s" )
			scgi.protocol = "uwsgi"
			scgi.server = ( "/" => ((
				"socket" => "%3$s",
				"check-local" => "disable",
				"fix-root-scriptname" => "enable"
			)) )
			""";

	@Override
	FrontEnd start(RunningApplication application) {
		String program = ManagedProcess.find("lighttpd", "lighttpd");
		return new ProcessFrontEnd((directory, port) -> {
			String file = directory.write("lighttpd.conf",
					CONFIGURATION.formatted(directory, port, application.unixSocket()));
			return List.of(program, "-D", "-f", file);
		});
	}

	@Test
	void whenRequestIsChunkedThenItArrivesUnchanged() {
		byte[] body = Payload.bytes(200_000);
		assertThat(send(
				request("/digest").POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
			.body()).as(this::log).isEqualTo(Payload.digest(body));
	}

}
