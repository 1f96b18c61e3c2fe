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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.recycling.RecycleHistory;
import io.uwsgi4j.socket.ListenerSocket;
import io.uwsgi4j.worker.Scoreboard;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint tells about itself, to those who look and to those who are told.
 * Outlives stops of the endpoint, so that nothing that was counted gets lost.
 * Thread-safe.
 */
final class Monitoring {

	/**
	 * The number of the only worker there is without a master.
	 */
	static final int WORKER = 1;

	private final RequestListeners listeners = new RequestListeners();

	private final MaskedVars maskedVars = new MaskedVars();

	private final StatsSocket stats = new StatsSocket();

	private volatile Scoreboard scoreboard = Scoreboard.allocate(1);

	private volatile List<ListenQueueGauge> queues = List.of();

	private volatile @Nullable ListenQueueMonitor queueMonitor;

	// When the endpoint was started first.
	private volatile @Nullable Instant started;

	private volatile @Nullable HarakiriWatch harakiriWatch;

	private volatile HarakiriSettings harakiri = HarakiriSettings.defaults();

	private final AtomicInteger outlivedRequests = new AtomicInteger();

	private volatile int damagedCores;

	private volatile Runnable damageListener = () -> {
	};

	private volatile @Nullable RecycleCause recycling;

	private volatile RecycleHistory recycles = RecycleHistory.NONE;

	private volatile boolean memoryReport;

	private volatile String mountpoint = "";

	/**
	 * Begins, or goes on, with what the endpoint is being started with.
	 * @param endpoint the endpoint
	 * @param cores number of cores
	 * @param listeners the listening sockets
	 */
	void start(UwsgiEndpoint endpoint, int cores, List<ListenerSocket> listeners) {
		this.scoreboard = this.scoreboard.resize(cores);
		if (this.started == null) {
			this.started = Instant.now();
		}
		this.queues = listeners.stream().map(ListenQueueGauge::new).toList();
		ListenQueueMonitor monitor = new ListenQueueMonitor(endpoint.getName(), this, this.queues);
		this.queueMonitor = monitor;
		monitor.start();
		HarakiriWatch watch = this.harakiriWatch;
		if (watch == null) {
			watch = new HarakiriWatch(endpoint);
			this.harakiriWatch = watch;
		}
		watch.start();
	}

	/**
	 * Stops to watch.
	 */
	void stop() {
		ListenQueueMonitor monitor = this.queueMonitor;
		if (monitor != null) {
			this.queueMonitor = null;
			monitor.stop();
		}
		HarakiriWatch watch = this.harakiriWatch;
		if (watch != null) {
			watch.stop();
		}
	}

	HarakiriSettings harakiri() {
		return this.harakiri;
	}

	void setHarakiri(HarakiriSettings harakiri) {
		this.harakiri = harakiri;
	}

	/**
	 * Returns how many requests have been given up whose threads do not come back.
	 * @return the number of threads
	 */
	int damagedCores() {
		return this.damagedCores;
	}

	/**
	 * Takes note of how many there are, and tells the listener if they are more.
	 * @param damagedCores the number of threads
	 */
	void setDamagedCores(int damagedCores) {
		boolean more = damagedCores > this.damagedCores;
		this.damagedCores = damagedCores;
		if (more) {
			this.damageListener.run();
		}
	}

	void setDamageListener(Runnable damageListener) {
		this.damageListener = damageListener;
	}

	/**
	 * Returns why the worker is being replaced.
	 * @return the cause, or {@code null} if it is not
	 */
	@Nullable RecycleCause recycling() {
		return this.recycling;
	}

	synchronized void setRecycling(RecycleCause cause) {
		this.recycling = cause;
		this.recycles = this.recycles.plus(cause.reason());
	}

	/**
	 * Returns how often the worker has been replaced, this time included.
	 * @return the history
	 */
	RecycleHistory recycles() {
		return this.recycles;
	}

	synchronized void setRecycles(RecycleHistory recycles) {
		this.recycles = recycles;
	}

	/**
	 * Counts the requests that have been given up and are not over.
	 * @return the number, to be changed by those who watch
	 */
	AtomicInteger outlivedRequests() {
		return this.outlivedRequests;
	}

	/**
	 * Returns how long the process took before it could serve requests.
	 * @param spawned when the process was started
	 * @return the time in seconds, 0 if it cannot serve yet
	 */
	long startupSeconds(Instant spawned) {
		Instant started = this.started;
		return (started != null) ? Math.max(0, Duration.between(spawned, started).toSeconds()) : 0;
	}

	/**
	 * Returns how many cores have started a request that has not ended.
	 * @return the number of cores
	 */
	int busyCores() {
		Scoreboard scoreboard = this.scoreboard;
		int busy = 0;
		for (int core = 0; core < scoreboard.cores(); core++) {
			busy += scoreboard.counters(core).isBusy() ? 1 : 0;
		}
		return busy;
	}

	Scoreboard scoreboard() {
		return this.scoreboard;
	}

	RequestListeners listeners() {
		return this.listeners;
	}

	MaskedVars maskedVars() {
		return this.maskedVars;
	}

	StatsSocket stats() {
		return this.stats;
	}

	List<ListenQueueGauge> queues() {
		return this.queues;
	}

	boolean isMemoryReport() {
		return this.memoryReport;
	}

	void setMemoryReport(boolean memoryReport) {
		this.memoryReport = memoryReport;
	}

	String mountpoint() {
		return this.mountpoint;
	}

	void setMountpoint(String mountpoint) {
		this.mountpoint = mountpoint;
	}

}
