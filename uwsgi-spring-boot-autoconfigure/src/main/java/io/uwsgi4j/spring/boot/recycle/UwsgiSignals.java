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

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.recycling.RecycleReason;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Gives the signals uWSGI's meaning that the JVM leaves to the application: SIGHUP
 * recycles, SIGUSR1 logs what the cores have done. SIGTERM and SIGINT end the application
 * gracefully as ever, and SIGQUIT has the JVM print its threads.
 */
public final class UwsgiSignals implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(UwsgiSignals.class);

	private final UwsgiServer server;

	private final UwsgiRecycler recycler;

	// Guarded by this
	private @Nullable SignalHandling hangUp;

	private @Nullable SignalHandling user;

	/**
	 * Creates signal handlers that are not installed.
	 * @param server where the connector is found
	 * @param recycler what ends the process
	 */
	public UwsgiSignals(UwsgiServer server, UwsgiRecycler recycler) {
		this.server = server;
		this.recycler = recycler;
	}

	@Override
	public synchronized void start() {
		if (this.server.protocol() != null && !isRunning()) {
			this.hangUp = SignalHandling.install("HUP", this::recycle);
			this.user = SignalHandling.install("USR1", this::logCounters);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.hangUp != null && this.user != null) {
			this.hangUp.restore();
			this.user.restore();
		}
		this.hangUp = null;
		this.user = null;
	}

	@Override
	public synchronized boolean isRunning() {
		return this.hangUp != null;
	}

	private void recycle() {
		this.recycler.recycle(new RecycleCause(RecycleReason.RELOAD, "SIGHUP received"));
	}

	private void logCounters() {
		UwsgiProtocol protocol = this.server.protocol();
		if (protocol != null) {
			logger.info("SIGUSR1 received{}{}", System.lineSeparator(), CountersText.of(protocol.getStatistics()));
		}
	}

}
