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

import java.net.URI;

/**
 * A web server in front of the application.
 */
interface FrontEnd extends AutoCloseable {

	/**
	 * Returns the port for HTTP.
	 * @return the loopback port
	 */
	int port();

	/**
	 * Returns what the web server has to say.
	 * @return its log
	 */
	String log();

	@Override
	void close();

	/**
	 * Returns the address of a resource.
	 * @param target the raw path and query
	 * @return the URI
	 */
	default URI uri(String target) {
		return URI.create("http://127.0.0.1:%d%s".formatted(port(), target));
	}

}
