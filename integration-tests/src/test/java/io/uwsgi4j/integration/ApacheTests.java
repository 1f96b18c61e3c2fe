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

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apache's {@code mod_proxy_uwsgi}.
 */
class ApacheTests {

	private static final String MODULES = "/usr/lib/apache2/modules/";

	private static final String CONFIGURATION = """
			ServerRoot "%1$s"
			DefaultRuntimeDir "%1$s"
			PidFile "%1$s/apache.pid"
			ServerName localhost
			Listen 127.0.0.1:%2$d
			User www-data
			Group www-data
			LoadModule mpm_event_module %3$smod_mpm_event.so
			LoadModule authz_core_module %3$smod_authz_core.so
			LoadModule proxy_module %3$smod_proxy.so
			LoadModule proxy_uwsgi_module %3$smod_proxy_uwsgi.so
			ErrorLog "%1$s/error.log"
			MaxKeepAliveRequests 0
			KeepAliveTimeout 60
			AllowEncodedSlashes NoDecode
			ProxyPass "/" "%4$s"
			""";

	/**
	 * Over a socket file.
	 */
	@Nested
	class OverUnixSocket extends AbstractApacheTests {

		@Override
		String backend(RunningApplication application) {
			return "unix:" + application.unixSocket() + "|uwsgi://localhost/";
		}

	}

	/**
	 * Over TCP.
	 */
	@Nested
	class OverTcp extends AbstractApacheTests {

		@Override
		String backend(RunningApplication application) {
			return "uwsgi://" + application.tcpAddress() + "/";
		}

	}

	abstract static class AbstractApacheTests extends AbstractFrontEndTests {

		@Override
		FrontEnd start(RunningApplication application) {
			String program = ManagedProcess.find("apache2", "apache2");
			ManagedProcess.require(MODULES + "mod_proxy_uwsgi.so", "apache2");
			return new ProcessFrontEnd((directory, port) -> {
				String backend = backend(application);
				String file = directory.write("apache.conf",
						CONFIGURATION.formatted(directory, port, MODULES, backend));
				return List.of(program, "-d", directory.toString(), "-f", file, "-DFOREGROUND");
			});
		}

		@Test
		void whenCookiesAreRepeatedThenApacheJoinsThem() {
			String response = RawHttp.exchange(frontEnd(), "GET /inspect/cookies HTTP/1.1", "Host: h", "Cookie: a=1",
					"Cookie: b=2");
			assertThat(response).contains("header.cookie=a=1, b=2");
		}

		@Test
		void whenLargeBodyIsRejectedUnreadThenClientSeesTheStatus() {
			for (int i = 0; i < 10; i++) {
				assertThat(RawHttp.post(frontEnd(), "/reject/413", "text/plain", new byte[8 * 1024 * 1024]))
					.as(this::log)
					.startsWith("HTTP/1.1 413");
			}
		}

		abstract String backend(RunningApplication application);

	}

}
