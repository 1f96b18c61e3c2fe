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

import io.uwsgi4j.socket.UwsgiAddress;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the connector's stats server, which have the names of uWSGI's options.
 */
public abstract class AbstractStatsProtocol extends AbstractGuardedProtocol {

	private final StatsSocket stats;

	AbstractStatsProtocol(UwsgiEndpoint endpoint) {
		super(endpoint);
		this.stats = endpoint.monitoring().stats();
	}

	/**
	 * Sets where statistics are served (uWSGI: {@code stats}): whoever connects gets one
	 * JSON document. Mode, owner and {@code vacuum} of the sockets apply, and so does
	 * {@code allow-from}.
	 * @param address an address in the form of {@link UwsgiAddress#parse}, or
	 * {@code null} for nowhere, the default
	 * @throws IllegalArgumentException if it cannot be parsed
	 */
	public void setStats(@Nullable String address) {
		this.stats.setAddress((address != null) ? UwsgiAddress.parse(address) : null);
	}

	/**
	 * Returns where statistics are served, as configured.
	 * @return the address, or {@code null} for nowhere
	 */
	public @Nullable String getStats() {
		UwsgiAddress address = this.stats.getAddress();
		return (address != null) ? address.toString() : null;
	}

	/**
	 * Returns where statistics are served, with the real port.
	 * @return the address, or {@code null} while the connector is not bound
	 */
	public @Nullable UwsgiAddress getBoundStats() {
		return this.stats.boundAddress();
	}

	/**
	 * Sets whether statistics are served over HTTP (uWSGI: {@code stats-http}).
	 * @param http default false
	 */
	public void setStatsHttp(boolean http) {
		this.stats.setHttp(http);
	}

	/**
	 * Returns whether statistics are served over HTTP.
	 * @return whether they are
	 */
	public boolean isStatsHttp() {
		return this.stats.isHttp();
	}

	/**
	 * Sets whether the document has no white space (uWSGI: {@code stats-minified}).
	 * @param minified default false
	 */
	public void setStatsMinified(boolean minified) {
		this.stats.setMinified(minified);
	}

	/**
	 * Returns whether the document has no white space.
	 * @return whether it has none
	 */
	public boolean isStatsMinified() {
		return this.stats.isMinified();
	}

	/**
	 * Sets whether the document leaves out the cores, and with them the variables of
	 * running requests (uWSGI: {@code stats-no-cores}).
	 * @param noCores default false
	 */
	public void setStatsNoCores(boolean noCores) {
		this.stats.setNoCores(noCores);
	}

	/**
	 * Returns whether the document leaves out the cores.
	 * @return whether it does
	 */
	public boolean isStatsNoCores() {
		return this.stats.isNoCores();
	}

}
