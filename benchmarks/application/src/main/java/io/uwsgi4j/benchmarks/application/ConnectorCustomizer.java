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

import org.apache.catalina.connector.Connector;
import org.apache.coyote.ajp.AjpNioProtocol;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Makes Tomcat's connector speak AJP or listen on a unix socket, if told so; without the
 * starter these are the rivals.
 */
@Component
class ConnectorCustomizer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	private final ConnectorProperties properties;

	ConnectorCustomizer(ConnectorProperties properties) {
		this.properties = properties;
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		if (this.properties.protocol() == ConnectorProperties.Protocol.AJP) {
			factory.setProtocol(AjpNioProtocol.class.getName());
			factory.addConnectorCustomizers(ConnectorCustomizer::allowWithoutSecret);
		}
		String path = this.properties.unixSocket();
		if (path != null) {
			factory.addConnectorCustomizers((connector) -> listenOn(connector, path));
		}
	}

	private static void listenOn(Connector connector, String path) {
		setProperty(connector, "unixDomainSocketPath", path);
		// The proxy may run as another user
		setProperty(connector, "unixDomainSocketPathPermissions", "rw-rw-rw-");
	}

	private static void allowWithoutSecret(Connector connector) {
		setProperty(connector, "secretRequired", "false");
	}

	private static void setProperty(Connector connector, String name, String value) {
		if (!connector.setProperty(name, value)) {
			throw new IllegalStateException("Tomcat's connector has no property '" + name + "'");
		}
	}

}
