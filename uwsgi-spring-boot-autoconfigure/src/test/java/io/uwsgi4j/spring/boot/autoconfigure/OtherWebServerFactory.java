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

package io.uwsgi4j.spring.boot.autoconfigure;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletContextInitializer;

/**
 * Factory of a server that is not Tomcat.
 */
class OtherWebServerFactory implements ServletWebServerFactory, WebServer {

	@Override
	public WebServer getWebServer(ServletContextInitializer... initializers) {
		return this;
	}

	@Override
	public void start() throws WebServerException {
		// It has nothing to start
	}

	@Override
	public void stop() throws WebServerException {
		// It has nothing to stop
	}

	@Override
	public int getPort() {
		return 1;
	}

}
