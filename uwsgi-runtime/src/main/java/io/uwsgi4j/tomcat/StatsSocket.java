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

package io.uwsgi4j.tomcat;

import java.io.IOException;
import java.time.Duration;

import io.uwsgi4j.socket.UwsgiAddress;
import io.uwsgi4j.stats.StatsWriter;
import io.uwsgi4j.stats.server.StatsServer;
import io.uwsgi4j.stats.server.StatsServerSettings;
import org.jspecify.annotations.Nullable;

/**
 * The stats server of an endpoint, if it is to have one. Its life is that of the
 * endpoint: it is bound with the listening sockets, answers from the start to the very
 * end of a stop, and is closed with the listening sockets.
 */
final class StatsSocket {

	// Tomcat's timeout may be none at all
	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

	private @Nullable UwsgiAddress address;

	private boolean http;

	private boolean minified;

	private boolean noCores;

	private volatile @Nullable StatsServer server;

	void bind(ConnectorSettings settings) throws IOException {
		UwsgiAddress address = this.address;
		if (address != null) {
			UnusableSettings.checkStats(address, settings);
			this.server = StatsServer.bind(address, settings.getListenOptions());
		}
	}

	void start(UwsgiEndpoint endpoint) {
		StatsServer server = this.server;
		if (server != null) {
			StatsServerSettings settings = new StatsServerSettings(new StatsWriter(this.minified, this.noCores),
					this.http, timeout(endpoint), UnusableSettings.peers(endpoint.settings()));
			server.start(endpoint.getName() + "-stats", settings, new StatisticsCollector(endpoint)::collect);
		}
	}

	void stop() {
		StatsServer server = this.server;
		if (server != null) {
			server.stop();
		}
	}

	void close() {
		StatsServer server = this.server;
		if (server != null) {
			this.server = null;
			server.close();
		}
	}

	/**
	 * Returns where the stats server listens.
	 * @return the address with the real port, or {@code null} while it is not bound
	 */
	@Nullable UwsgiAddress boundAddress() {
		StatsServer server = this.server;
		return (server != null) ? server.address() : null;
	}

	private static Duration timeout(UwsgiEndpoint endpoint) {
		int millis = endpoint.getConnectionTimeout();
		return (millis > 0) ? Duration.ofMillis(millis) : DEFAULT_TIMEOUT;
	}

	@Nullable UwsgiAddress getAddress() {
		return this.address;
	}

	void setAddress(@Nullable UwsgiAddress address) {
		this.address = address;
	}

	boolean isHttp() {
		return this.http;
	}

	void setHttp(boolean http) {
		this.http = http;
	}

	boolean isMinified() {
		return this.minified;
	}

	void setMinified(boolean minified) {
		this.minified = minified;
	}

	boolean isNoCores() {
		return this.noCores;
	}

	void setNoCores(boolean noCores) {
		this.noCores = noCores;
	}

}
