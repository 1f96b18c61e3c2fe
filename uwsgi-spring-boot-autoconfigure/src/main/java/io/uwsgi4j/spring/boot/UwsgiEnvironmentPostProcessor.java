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

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * Gives {@code server.port} a default that is true where uwsgi is served: the port of the
 * HTTP connector, or 0. Otherwise Spring Boot assumes 8080, and a management server that
 * is to listen there would be taken for the main one, so that nobody would.
 */
final class UwsgiEnvironmentPostProcessor implements EnvironmentPostProcessor {

	private static final String SERVER_PORT = "server.port";

	// Where uwsgi stays off unless the test wants it
	private static final String TEST = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		if (isActive(binder) && !binder.bind(SERVER_PORT, String.class).isBound()
				&& !environment.containsProperty(TEST)) {
			DefaultPropertiesPropertySource.addOrMerge(Map.of(SERVER_PORT, httpPort(binder)),
					environment.getPropertySources());
		}
	}

	private static boolean isActive(Binder binder) {
		BindResult<Boolean> enabled = binder.bind("uwsgi.enabled", Boolean.class);
		BindResult<Boolean> socket = binder.bind("uwsgi.socket", Bindable.listOf(String.class))
			.map((sockets) -> sockets.stream().anyMatch(StringUtils::hasText));
		return !Boolean.FALSE.equals(enabled.orElse(null)) && Boolean.TRUE.equals(socket.orElse(null));
	}

	private static int httpPort(Binder binder) {
		String http = binder.bind("uwsgi.http", String.class).orElse(null);
		try {
			return StringUtils.hasText(http) ? HttpAddress.parse(http.strip()).port() : 0;
		}
		catch (IllegalArgumentException ex) {
			// Reported when the server is created
			return 0;
		}
	}

}
