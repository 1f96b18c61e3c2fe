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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An nginx of a test's own, as a beginner would set it up, in front of one or more
 * sockets.
 */
final class NginxProxy {

	private static final String SERVERS = """
				upstream app {
			%1$s
				}
				server {
					listen 127.0.0.1:%2$d;
					uwsgi_request_buffering %3$s;
					location / {
						uwsgi_pass app;
					}
				}
			""";

	private NginxProxy() {
	}

	/**
	 * Starts nginx as it is by default.
	 * @param sockets where the application listens
	 * @return the running nginx
	 */
	static FrontEnd start(Path... sockets) {
		return start("on", sockets);
	}

	/**
	 * Starts nginx so that it passes a request on while it comes.
	 * @param sockets where the application listens
	 * @return the running nginx
	 */
	static FrontEnd startUnbuffered(Path... sockets) {
		return start("off", sockets);
	}

	private static FrontEnd start(String buffering, Path... sockets) {
		String upstream = Arrays.stream(sockets)
			.map((socket) -> "\t\tserver unix:%s max_fails=0;".formatted(socket))
			.collect(Collectors.joining("\n"));
		return new ProcessFrontEnd(
				(directory, port) -> OwnNginx.command(directory, SERVERS.formatted(upstream, port, buffering)));
	}

}
