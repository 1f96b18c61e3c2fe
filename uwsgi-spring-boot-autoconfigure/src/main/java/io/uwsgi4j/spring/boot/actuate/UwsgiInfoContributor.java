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

package io.uwsgi4j.spring.boot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.uwsgi4j.socket.UwsgiAddress;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.tomcat.UwsgiProtocol;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * {@link InfoContributor} that tells where uwsgi is served, and by which version.
 */
public final class UwsgiInfoContributor implements InfoContributor {

	private final UwsgiServer server;

	/**
	 * Creates a contributor.
	 * @param server where the connector is found
	 */
	public UwsgiInfoContributor(UwsgiServer server) {
		this.server = server;
	}

	@Override
	public void contribute(Info.Builder builder) {
		UwsgiProtocol protocol = this.server.protocol();
		if (protocol != null) {
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("version", protocol.getStatistics().version());
			details.put("sockets", protocol.getBoundAddresses().stream().map(UwsgiAddress::toString).toList());
			builder.withDetail("uwsgi", details);
		}
	}

}
