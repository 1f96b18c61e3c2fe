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

import java.util.Arrays;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServlet;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An application on a socket file that tells who it takes client and server for.
 */
final class IdentityApplication implements AutoCloseable {

	private final WorkDirectory directory = WorkDirectory.create();

	private final ConfigurableApplicationContext context;

	/**
	 * Starts the application.
	 * @param properties what is configured in addition, as {@code name=value}
	 */
	IdentityApplication(String... properties) {
		String[] own = { "uwsgi.socket=" + unixSocket(), "uwsgi.chmod-socket=666",
				"server.tomcat.basedir=" + this.directory.path().resolve("tomcat") };
		this.context = SeparateApplication.start(Configuration.class,
				Stream.concat(Arrays.stream(own), Arrays.stream(properties)).toArray(String[]::new));
	}

	/**
	 * Returns the path of the socket file.
	 * @return the path
	 */
	String unixSocket() {
		return this.directory.path().resolve("app.sock").toString();
	}

	@Override
	public void close() {
		this.context.close();
		this.directory.close();
	}

	/**
	 * Not a component, so that the sample does not find it.
	 */
	@EnableAutoConfiguration
	static class Configuration {

		@Bean
		ServletRegistrationBean<HttpServlet> identityServlet() {
			return new ServletRegistrationBean<>(new IdentityServlet(), "/*");
		}

	}

}
