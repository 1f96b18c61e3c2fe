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

package io.uwsgi4j.tomcat;

import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;

/**
 * Loads what stays loaded, so that it does not look like a leak.
 */
final class WarmUp {

	private static boolean done;

	private WarmUp() {
	}

	static synchronized void once() {
		if (done) {
			return;
		}
		done = true;
		for (Transport transport : Transport.values()) {
			try (UwsgiServer server = UwsgiServer.start(transport)) {
				server.handle((request, response) -> {
					byte[] body = request.getInputStream().readAllBytes();
					response.getOutputStream().write(body);
				});
				server.client().exchange(UwsgiPacket.post("/warm-up", new byte[200_000]));
			}
		}
	}

}
