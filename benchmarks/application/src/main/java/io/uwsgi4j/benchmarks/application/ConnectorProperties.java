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

package io.uwsgi4j.benchmarks.application;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which of Tomcat's own connectors serves the application.
 *
 * @param protocol what the connector speaks
 * @param unixSocket path of the unix socket it listens on instead of {@code server.port}
 */
@ConfigurationProperties("benchmark.connector")
record ConnectorProperties(@DefaultValue("http") Protocol protocol, @Nullable String unixSocket) {

	/**
	 * A protocol that Tomcat brings along.
	 */
	enum Protocol {

		HTTP, AJP

	}

}
