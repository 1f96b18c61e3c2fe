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

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.recycling.RecycleReason;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.spring.boot.recycle.UwsgiRecycler;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that shows what the stats server of uWSGI shows, and the
 * settings in effect; and that changes settings and recycles the process for users who
 * have been granted unrestricted access.
 */
@Endpoint(id = "uwsgi", defaultAccess = Access.READ_ONLY)
public final class UwsgiEndpoint {

	static final String SETTINGS = "settings";

	static final String RELOAD = "reload";

	private final UwsgiServer server;

	private final EffectiveSettings settings;

	private final SettingsChanger changer;

	private final UwsgiRecycler recycler;

	/**
	 * Creates an endpoint.
	 * @param server where the connector is found
	 * @param settings the settings in effect
	 * @param changer what changes them
	 * @param recycler what ends the process
	 */
	public UwsgiEndpoint(UwsgiServer server, EffectiveSettings settings, SettingsChanger changer,
			UwsgiRecycler recycler) {
		this.server = server;
		this.settings = settings;
		this.changer = changer;
		this.recycler = recycler;
	}

	/**
	 * Returns uWSGI's stats document.
	 * @return the document, or {@code null} if uwsgi is not served
	 */
	@ReadOperation
	public @Nullable Map<String, Object> stats() {
		UwsgiProtocol protocol = this.server.protocol();
		return (protocol != null) ? StatsDocumentMap.of(protocol.getStatistics()) : null;
	}

	/**
	 * Returns something else to look at.
	 * @param view {@code settings}, as there is nothing else
	 * @return all settings that have a value, or {@code null} if there is no such view
	 */
	@ReadOperation
	public @Nullable Map<String, Object> view(@Selector String view) {
		return view.equals(SETTINGS) ? this.settings.describe() : null;
	}

	/**
	 * Changes settings or recycles the process.
	 * @param operation {@code settings} or {@code reload}
	 * @param settings new values by name, for the former only
	 * @return what has been done, or {@code null} if there is no such operation or uwsgi
	 * is not served
	 * @throws InvalidSettingsException if a setting cannot be changed, or not to that;
	 * then none is
	 */
	@WriteOperation
	public @Nullable Map<String, Object> perform(@Selector String operation,
			@Nullable Map<String, @Nullable Object> settings) {
		if (this.server.protocol() == null) {
			return null;
		}
		return switch (operation) {
			case SETTINGS -> this.changer.change((settings != null) ? settings : Map.of());
			case RELOAD -> reload();
			default -> null;
		};
	}

	private Map<String, Object> reload() {
		boolean first = this.recycler
			.recycle(new RecycleCause(RecycleReason.RELOAD, "requested through the endpoint 'uwsgi'"));
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("message",
				first ? "No further connections are taken. When the running requests have ended, the process exits."
						: "The process is about to exit already.");
		result.put("exit_code", this.recycler.exitCode());
		return result;
	}

}
