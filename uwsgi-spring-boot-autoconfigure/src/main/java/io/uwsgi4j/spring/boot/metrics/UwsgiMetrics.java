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

package io.uwsgi4j.spring.boot.metrics;

import java.util.IdentityHashMap;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import io.uwsgi4j.worker.RequestListener;
import io.uwsgi4j.worker.ServedRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * {@link MeterBinder} for the connector. It is bound before the server is started, which
 * is when sockets and workers are there to be measured, so their meters are registered
 * then. Without a uwsgi connector there are no meters.
 */
public final class UwsgiMetrics implements MeterBinder, ApplicationListener<WebServerInitializedEvent>, AutoCloseable {

	private final UwsgiServer server;

	private final boolean cores;

	private final Map<MeterRegistry, Binding> bindings = new IdentityHashMap<>();

	// Not this object: it is there too late for what makes listeners of beans
	private final RequestListener listener = this::requestEnded;

	private @Nullable Readings readings;

	// Those of all bindings, for the threads of requests
	private volatile RequestTimers[] timers = {};

	/**
	 * Creates a binder.
	 * @param server where the connector is found
	 * @param cores whether each core has meters of its own
	 */
	public UwsgiMetrics(UwsgiServer server, boolean cores) {
		this.server = server;
		this.cores = cores;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		Readings readings = prepare();
		if (readings != null && !this.bindings.containsKey(registry)) {
			RegisteredMeters meters = new RegisteredMeters(registry, readings);
			meters.replace(MeterGroups.ofConnector());
			this.bindings.put(registry, new Binding(new RequestTimers(registry), meters));
			this.timers = timers();
			update();
		}
	}

	/**
	 * Called when a server has started, maybe the management server, and maybe not for
	 * the first time.
	 */
	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		update();
	}

	@Override
	public synchronized void close() {
		if (this.readings != null) {
			this.readings.protocol().removeRequestListener(this.listener);
		}
		this.bindings.forEach((registry, binding) -> {
			binding.timers().removeFrom(registry);
			binding.meters().replace(Map.of());
		});
		this.bindings.clear();
		this.timers = timers();
	}

	private RequestTimers[] timers() {
		return this.bindings.values().stream().map(Binding::timers).toArray(RequestTimers[]::new);
	}

	private @Nullable Readings prepare() {
		UwsgiProtocol protocol = this.server.protocol();
		if (this.readings == null && protocol != null) {
			this.readings = new Readings(protocol);
			protocol.addRequestListener(this.listener);
		}
		return this.readings;
	}

	private void requestEnded(ServedRequest request) {
		for (RequestTimers each : this.timers) {
			each.requestEnded(request);
		}
	}

	private synchronized void update() {
		if (this.readings == null || this.readings.protocol().getBoundAddresses().isEmpty()) {
			return;
		}
		Reading reading = this.readings.take();
		this.bindings.values().forEach((binding) -> binding.meters().replace(MeterGroups.of(reading, this.cores)));
	}

	private record Binding(RequestTimers timers, RegisteredMeters meters) {

	}

}
