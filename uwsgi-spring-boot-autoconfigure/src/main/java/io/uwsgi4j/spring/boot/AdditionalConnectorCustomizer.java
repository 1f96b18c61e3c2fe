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

import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.apache.catalina.connector.Connector;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.util.StringUtils;

/**
 * Puts a uwsgi connector beside the factory's HTTP connector. A factory leaves additional
 * connectors as they are, so what applies to connectors of any protocol is applied here.
 * This happens when the factory customizes its own connector, which is when it knows all
 * customizers, and nothing is created unless a server is.
 */
final class AdditionalConnectorCustomizer implements TomcatConnectorCustomizer {

	private final TomcatWebServerFactory factory;

	private final UwsgiConnectorConfigurer configurer;

	AdditionalConnectorCustomizer(TomcatWebServerFactory factory, UwsgiConnectorConfigurer configurer) {
		this.factory = factory;
		this.configurer = configurer;
	}

	@Override
	public void customize(Connector http) {
		UwsgiProtocol protocol = new UwsgiProtocol();
		Connector connector = new Connector(protocol);
		connector.setThrowOnFailure(true);
		if (StringUtils.hasText(this.factory.getServerHeader())) {
			connector.setProperty("server", this.factory.getServerHeader());
		}
		applyProtocolHandlerCustomizers(protocol);
		if (this.factory.getUriEncoding() != null) {
			connector.setURIEncoding(this.factory.getUriEncoding().name());
		}
		applyConnectorCustomizers(connector);
		this.configurer.configure(connector);
		this.factory.getAdditionalConnectors()
			.removeIf((additional) -> additional.getProtocolHandler() instanceof UwsgiProtocol);
		this.factory.addAdditionalConnectors(connector);
	}

	@SuppressWarnings("unchecked")
	private void applyProtocolHandlerCustomizers(UwsgiProtocol protocol) {
		LambdaSafe
			.callbacks(TomcatProtocolHandlerCustomizer.class, this.factory.getProtocolHandlerCustomizers(), protocol)
			.invoke((customizer) -> customizer.customize(protocol));
	}

	private void applyConnectorCustomizers(Connector connector) {
		for (TomcatConnectorCustomizer customizer : this.factory.getConnectorCustomizers()) {
			if (customizer != this) {
				new GuardedConnectorCustomizer(customizer).customize(connector);
			}
		}
	}

}
