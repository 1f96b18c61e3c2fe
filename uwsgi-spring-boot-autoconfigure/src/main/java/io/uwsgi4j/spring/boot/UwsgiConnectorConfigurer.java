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

import java.util.List;
import java.util.stream.Collectors;

import io.uwsgi4j.socket.TcpAddress;
import io.uwsgi4j.socket.UwsgiAddress;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.apache.catalina.connector.Connector;

import org.springframework.boot.context.properties.PropertyMapper;

/**
 * Applies the properties to a uwsgi connector, after everything that configures
 * connectors of whatever protocol.
 */
final class UwsgiConnectorConfigurer {

	private final UwsgiProperties properties;

	private final ConfiguredProperties configured;

	private final ListenQueue listenQueue;

	UwsgiConnectorConfigurer(UwsgiProperties properties, ConfiguredProperties configured) {
		this.properties = properties;
		this.configured = configured;
		this.listenQueue = new ListenQueue(configured);
	}

	void configure(Connector connector) {
		List<UwsgiAddress> sockets = this.properties.socket().stream().map(UwsgiAddress::parse).toList();
		UwsgiProtocol protocol = (UwsgiProtocol) connector.getProtocolHandler();
		protocol.setSockets(sockets);
		configureSockets(protocol);
		configureRequests(protocol);
		configureThreads(protocol);
		describe(connector, sockets);
	}

	private void configureSockets(UwsgiProtocol protocol) {
		protocol.setListen(this.listenQueue.length(this.properties.listen(), protocol.getAcceptCount()));
		protocol.setChmodSocket(this.properties.chmodSocket());
		protocol.setChownSocket(this.properties.chownSocket());
		protocol.setVacuum(this.properties.vacuum());
		protocol.setReusePort(this.properties.reusePort());
		protocol.setTcpNoDelay(this.properties.tcpNodelay());
		protocol.setSoKeepalive(this.properties.soKeepalive());
		protocol.setDeferAccept(this.properties.deferAccept());
		// Without it the protocol handler refuses inherited sockets that are not
		// loopback, too
		if (this.configured.contains("uwsgi.allow-from")) {
			protocol.setAllowFrom(this.properties.allowFrom());
		}
	}

	private void configureRequests(UwsgiProtocol protocol) {
		protocol.setBufferSize((int) this.properties.bufferSize().toBytes());
		protocol.setMaxVars(this.properties.maxVars());
		protocol.setLimitPost(this.properties.limitPost().toBytes());
		protocol.setSocketTimeout((int) this.properties.socketTimeout().toSeconds());
		protocol.setAllowedVars(this.properties.allowedVars());
		protocol.setTrustRemoteUser(this.properties.trustRemoteUser());
	}

	private void configureThreads(UwsgiProtocol protocol) {
		PropertyMapper.get().from(this.properties::threads).to((threads) -> {
			protocol.setMinSpareThreads(Math.min(threads, protocol.getMinSpareThreads()));
			protocol.setMaxThreads(threads);
		});
	}

	/**
	 * Makes Spring Boot log {@code port 3031 (uwsgi)}, and the sockets where there is not
	 * exactly one TCP port to name. Its text consists of port and scheme. The scheme of a
	 * connector is a default for requests that do not have one, which uwsgi requests do.
	 */
	private static void describe(Connector connector, List<UwsgiAddress> sockets) {
		if (sockets.size() == 1 && sockets.get(0) instanceof TcpAddress address) {
			connector.setPort(address.port());
			connector.setScheme("uwsgi");
			return;
		}
		connector.setPort(0);
		connector
			.setScheme(sockets.stream().map(UwsgiAddress::toString).collect(Collectors.joining(", ", "uwsgi, ", "")));
	}

}
