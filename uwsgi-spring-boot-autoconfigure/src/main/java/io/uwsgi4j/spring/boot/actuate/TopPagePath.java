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

import io.uwsgi4j.spring.boot.UwsgiServer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;

/**
 * Where the page is. Nothing is looked up before somebody asks for a path that may be it:
 * the endpoints must not be created earlier than they would be otherwise, nor other
 * requests be delayed.
 */
public final class TopPagePath {

	private static final EndpointId ID = EndpointId.of("uwsgi");

	private static final String SUFFIX = "/" + TopPage.NAME;

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private final ObjectProvider<UwsgiServer> server;

	/**
	 * Creates a path.
	 * @param endpoints the endpoints that are exposed
	 * @param server where the connector is found
	 */
	public TopPagePath(ObjectProvider<PathMappedEndpoints> endpoints, ObjectProvider<UwsgiServer> server) {
		this.endpoints = endpoints;
		this.server = server;
	}

	/**
	 * Tells whether the page is at a path.
	 * @param path a decoded path, below that of the application or the servlet
	 * @return whether it is, and there is something to show
	 */
	boolean matches(String path) {
		return path.endsWith(SUFFIX) && isServed() && path.equals(path());
	}

	private boolean isServed() {
		UwsgiServer server = this.server.getIfAvailable();
		return server != null && server.protocol() != null;
	}

	private @Nullable String path() {
		PathMappedEndpoints endpoints = this.endpoints.getIfAvailable();
		String path = (endpoints != null) ? endpoints.getPath(ID) : null;
		return (path != null) ? path + SUFFIX : null;
	}

}
