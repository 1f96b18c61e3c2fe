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

package io.uwsgi4j.spring.boot.recycle;

import io.uwsgi4j.recycling.RecycleWatch;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.tomcat.UwsgiProtocol;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * {@link SmartLifecycle} that has the worker watched from before its sockets are opened
 * until after they have been closed, so that the evil limits also hold while it ends.
 */
public final class UwsgiRecycling implements SmartLifecycle {

	private final UwsgiServer server;

	private final UwsgiRecycler recycler;

	private final RecycleWatch watch;

	// Lifecycles are started by one thread
	private boolean started;

	/**
	 * Creates a lifecycle.
	 * @param server where the connector is found
	 * @param recycler what replaces the worker
	 * @param watch looks at the limits
	 */
	public UwsgiRecycling(UwsgiServer server, UwsgiRecycler recycler, RecycleWatch watch) {
		this.server = server;
		this.recycler = recycler;
		this.watch = watch;
	}

	@Override
	public void start() {
		UwsgiProtocol protocol = this.server.protocol();
		if (protocol != null) {
			if (!this.started) {
				this.started = true;
				this.recycler.restoreHistory(protocol);
			}
			this.watch.start();
		}
	}

	@Override
	public void stop() {
		this.watch.stop();
	}

	@Override
	public boolean isRunning() {
		return this.watch.isRunning();
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
	}

}
