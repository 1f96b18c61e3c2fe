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

import io.uwsgi4j.spring.boot.UwsgiProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * {@link WebServerFactoryCustomizer} that fails if uwsgi is to be served and the server
 * is not Tomcat, which would serve HTTP without a word.
 */
final class UnsupportedWebServerCheck implements WebServerFactoryCustomizer<WebServerFactory>, Ordered {

	// By name, as Tomcat need not be there
	private static final String TOMCAT = "org.springframework.boot.tomcat.TomcatWebServerFactory";

	private static final String ACTION = """
			Use Tomcat. With Maven, depend on org.springframework.boot:spring-boot-starter-tomcat, and exclude the \
			starter of the other server from where it comes from: for Netty, that is spring-boot-starter-reactor-netty \
			in spring-boot-starter-webflux; for Jetty, remove spring-boot-starter-jetty. To use the other server with \
			HTTP, remove 'uwsgi.socket' or set 'uwsgi.enabled' to false.""";

	private final UwsgiProperties properties;

	UnsupportedWebServerCheck(UwsgiProperties properties) {
		this.properties = properties;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void customize(WebServerFactory factory) {
		if (this.properties.active() && !isTomcat(factory.getClass())) {
			throw new FailureAnalyzedException(
					"'uwsgi.socket' is set to '%s', but the web server is made by %s. Only Tomcat can serve uwsgi."
						.formatted(String.join(", ", this.properties.socket()), factory.getClass().getName()),
					ACTION);
		}
	}

	private static boolean isTomcat(@Nullable Class<?> type) {
		return type != null && (type.getName().equals(TOMCAT) || isTomcat(type.getSuperclass()));
	}

}
