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

package io.uwsgi4j.spring.boot;

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.Ssl;

/**
 * Says which settings of the HTTP connector have no effect, in one line.
 */
final class IgnoredServerProperties {

	private static final Logger logger = LoggerFactory.getLogger(IgnoredServerProperties.class);

	private IgnoredServerProperties() {
	}

	/**
	 * Logs what is ignored as there is no HTTP connector.
	 * @param factory the factory, with the settings still in place
	 * @param configured what the user has set
	 */
	static void logWithoutHttp(TomcatWebServerFactory factory, ConfiguredProperties configured) {
		List<String> ignored = new ArrayList<>();
		if (factory.getPort() > 0 && configured.contains("server.port")) {
			ignored.add("server.port=" + factory.getPort());
		}
		if (configured.contains("server.address")) {
			ignored.add("server.address");
		}
		boolean ssl = Ssl.isEnabled(factory.getSsl());
		if (ssl) {
			ignored.add("server.ssl");
		}
		if (factory.getHttp2() != null && factory.getHttp2().isEnabled()) {
			ignored.add("server.http2");
		}
		if (factory.getCompression() != null && factory.getCompression().getEnabled()) {
			ignored.add("server.compression");
		}
		log(ignored, ssl);
	}

	private static void log(List<String> ignored, boolean ssl) {
		if (!ignored.isEmpty()) {
			logger.atLevel(ssl ? Level.WARN : Level.INFO)
				.log("There is no HTTP connector, so these settings have no effect: {}."
						+ " Leave them to the proxy, or set uwsgi.http to keep an HTTP connector.",
						String.join(", ", ignored));
		}
	}

	/**
	 * Logs what the address of the HTTP connector replaces.
	 * @param factory the factory, with the settings still in place
	 * @param configured what the user has set
	 * @param port the port of the HTTP connector
	 */
	static void logWithHttp(TomcatWebServerFactory factory, ConfiguredProperties configured, int port) {
		if (factory.getPort() > 0 && factory.getPort() != port && configured.contains("server.port")) {
			logger.info("server.port={} has no effect: the HTTP connector is where uwsgi.http says", factory.getPort());
		}
	}

}
