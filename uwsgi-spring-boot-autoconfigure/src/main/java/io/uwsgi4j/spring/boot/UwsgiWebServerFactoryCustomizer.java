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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;

import io.uwsgi4j.socket.TcpAddress;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import io.uwsgi4j.worker.RequestListener;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * {@link WebServerFactoryCustomizer} that makes a Tomcat server, servlet or reactive,
 * serve the uwsgi protocol: instead of HTTP, or beside it if there is an address for
 * HTTP. Runs last, as it builds on what the {@code server} properties and all other
 * customizers have done. Does nothing unless the properties are
 * {@linkplain UwsgiProperties#active() active}.
 */
public final class UwsgiWebServerFactoryCustomizer
		implements WebServerFactoryCustomizer<TomcatWebServerFactory>, Ordered {

	private final UwsgiProperties properties;

	private final UwsgiStatsProperties statsProperties;

	private final UwsgiRecyclingProperties recyclingProperties;

	private final ConfiguredProperties configured;

	private final UwsgiConnectorConfigurer configurer;

	/**
	 * Creates a customizer of servers that tell nobody of their requests.
	 * @param properties the properties
	 * @param statsProperties the properties of the statistics
	 * @param recyclingProperties the properties of recycling
	 * @param environment the environment that the properties come from
	 */
	public UwsgiWebServerFactoryCustomizer(UwsgiProperties properties, UwsgiStatsProperties statsProperties,
			UwsgiRecyclingProperties recyclingProperties, Environment environment) {
		this(properties, statsProperties, recyclingProperties, environment, List.of());
	}

	/**
	 * Creates a customizer.
	 * @param properties the properties
	 * @param statsProperties the properties of the statistics
	 * @param recyclingProperties the properties of recycling
	 * @param environment the environment that the properties come from
	 * @param listeners who is told of every request that has ended
	 */
	public UwsgiWebServerFactoryCustomizer(UwsgiProperties properties, UwsgiStatsProperties statsProperties,
			UwsgiRecyclingProperties recyclingProperties, Environment environment,
			Collection<RequestListener> listeners) {
		this.properties = properties;
		this.statsProperties = statsProperties;
		this.recyclingProperties = recyclingProperties;
		this.configured = new ConfiguredProperties(environment);
		this.configurer = new UwsgiConnectorConfigurer(properties, statsProperties, this.configured,
				List.copyOf(listeners));
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(TomcatWebServerFactory factory) {
		if (!this.properties.active()) {
			return;
		}
		new UwsgiPropertiesValidator(this.properties, this.configured).validate();
		new UwsgiStatsPropertiesValidator(this.statsProperties, this.configured).validate();
		new UwsgiRecyclingPropertiesValidator(this.recyclingProperties, this.configured).validate();
		String http = this.properties.http();
		if (http == null) {
			replaceHttp(factory);
		}
		else {
			addToHttp(factory, http);
		}
	}

	private void replaceHttp(TomcatWebServerFactory factory) {
		IgnoredServerProperties.logWithoutHttp(factory, this.configured);
		factory.setProtocol(UwsgiProtocol.class.getName());
		// A negative port would keep the server from being started
		factory.setPort(0);
		factory.setAddress(null);
		// Fails with any protocol but HTTP
		factory.setSsl(null);
		factory.setHttp2(null);
		factory.setCompression(null);
		List<GuardedConnectorCustomizer> guarded = factory.getConnectorCustomizers()
			.stream()
			.map(GuardedConnectorCustomizer::new)
			.toList();
		factory.setConnectorCustomizers(guarded);
		factory.addConnectorCustomizers(this.configurer::configure);
	}

	private void addToHttp(TomcatWebServerFactory factory, String http) {
		TcpAddress address = HttpAddress.parse(http);
		IgnoredServerProperties.logWithHttp(factory, this.configured, address.port());
		factory.setPort(address.port());
		if (!address.host().isEmpty()) {
			factory.setAddress(resolve(address.host()));
		}
		if (this.configured.contains("uwsgi.http-timeout")) {
			factory.addConnectorCustomizers(this::applyHttpTimeout);
		}
		factory.addConnectorCustomizers(new AdditionalConnectorCustomizer(factory, this.configurer));
	}

	private void applyHttpTimeout(Connector connector) {
		if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
			protocol.setConnectionTimeout((int) this.properties.httpTimeout().toMillis());
		}
	}

	private InetAddress resolve(String host) {
		try {
			return InetAddress.getByName(host);
		}
		catch (UnknownHostException ex) {
			throw this.configured.invalid("uwsgi.http", this.properties.http(), "the host '" + host + "' is unknown",
					"Set 'uwsgi.http' to a port such as 8080 or an address such as 127.0.0.1:8080.");
		}
	}

}
