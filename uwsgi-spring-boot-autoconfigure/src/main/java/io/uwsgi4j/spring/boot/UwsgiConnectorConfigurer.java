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

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.uwsgi4j.socket.TcpAddress;
import io.uwsgi4j.socket.UwsgiAddress;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import io.uwsgi4j.worker.RequestListener;
import org.apache.catalina.connector.Connector;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

/**
 * Applies the properties to a uwsgi connector, after everything that configures
 * connectors of whatever protocol.
 */
final class UwsgiConnectorConfigurer {

	private final UwsgiProperties properties;

	private final UwsgiStatsProperties statsProperties;

	private final ConfiguredProperties configured;

	private final Collection<RequestListener> listeners;

	private final ListenQueue listenQueue;

	UwsgiConnectorConfigurer(UwsgiProperties properties, UwsgiStatsProperties statsProperties,
			ConfiguredProperties configured, Collection<RequestListener> listeners) {
		this.properties = properties;
		this.statsProperties = statsProperties;
		this.configured = configured;
		this.listeners = listeners;
		this.listenQueue = new ListenQueue(configured);
	}

	void configure(Connector connector) {
		List<UwsgiAddress> sockets = this.properties.socket().stream().map(UwsgiAddress::parse).toList();
		UwsgiProtocol protocol = (UwsgiProtocol) connector.getProtocolHandler();
		protocol.setSockets(sockets);
		configureSockets(protocol);
		configureRequests(protocol);
		configureThreads(protocol);
		configureStats(protocol);
		configureHarakiri(protocol);
		this.listeners.forEach(protocol::addRequestListener);
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
		protocol.setAllowUids(this.properties.allowUids());
		protocol.setAllowGids(this.properties.allowGids());
		protocol.setMaxConnectionsPerPeer(this.properties.maxConnectionsPerPeer());
		protocol.setMaxIncompletePerPeer(this.properties.maxIncompletePerPeer());
		protocol.setSecret(this.properties.secret());
	}

	private void configureRequests(UwsgiProtocol protocol) {
		protocol.setBufferSize((int) this.properties.bufferSize().toBytes());
		protocol.setMaxVars(this.properties.maxVars());
		protocol.setLimitPost(this.properties.limitPost().toBytes());
		protocol.setPostBuffering(this.properties.postBuffering().toBytes());
		protocol.setSocketTimeout((int) this.properties.socketTimeout().toSeconds());
		protocol.setAllowedVars(this.properties.allowedVars());
		protocol.setTrustRemoteUser(this.properties.trustRemoteUser());
		// Spring Boot applies it to HTTP only. Its default is not taken over: a proxy
		// turns
		// what is cut off there into a 502
		DataSize maxSwallowSize = this.configured.value("server.tomcat.max-swallow-size", DataSize.class);
		if (maxSwallowSize != null) {
			protocol.setMaxSwallowSize(maxSwallowSize.toBytes());
		}
	}

	private void configureThreads(UwsgiProtocol protocol) {
		PropertyMapper.get().from(this.properties::threads).to((threads) -> {
			protocol.setMinSpareThreads(Math.min(threads, protocol.getMinSpareThreads()));
			protocol.setMaxThreads(threads);
		});
	}

	private void configureStats(UwsgiProtocol protocol) {
		protocol.setStats(this.statsProperties.stats());
		protocol.setStatsHttp(this.statsProperties.statsHttp());
		protocol.setStatsMinified(this.statsProperties.statsMinified());
		protocol.setStatsNoCores(this.statsProperties.statsNoCores());
		protocol.setStatsMaskedVars(this.statsProperties.statsMaskedVars());
		protocol.setMemoryReport(this.statsProperties.memoryReport());
		String contextPath = this.configured.value("server.servlet.context-path", String.class);
		if (contextPath != null) {
			protocol.setMountpoint(contextPath);
		}
	}

	private void configureHarakiri(UwsgiProtocol protocol) {
		protocol.setHarakiri((int) this.properties.harakiri().toSeconds());
		protocol.setHarakiriVerbose(this.properties.harakiriVerbose());
		protocol.setHarakiriGracefulTimeout((int) this.properties.harakiriGracefulTimeout().toSeconds());
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
