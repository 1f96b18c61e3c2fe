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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.socket.QueueLength;
import io.uwsgi4j.stats.AppStats;
import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.stats.SocketStats;
import io.uwsgi4j.stats.WorkerStats;
import io.uwsgi4j.worker.CoreCounters;
import io.uwsgi4j.worker.MemoryProbe;
import io.uwsgi4j.worker.Scoreboard;

/**
 * Puts together what uWSGI's statistics tell, for a server without a master: one process,
 * which is worker 1. Thread-safe.
 */
final class StatisticsCollector {

	private static final String VERSION = Objects
		.requireNonNullElse(UwsgiProtocol.class.getPackage().getImplementationVersion(), "unknown");

	private static final Path SELF = Path.of("/proc/self");

	private static final ProcessHandle PROCESS = ProcessHandle.current();

	private static final Instant SPAWNED = PROCESS.info().startInstant().orElseGet(Instant::now);

	private final UwsgiEndpoint endpoint;

	private final Monitoring monitoring;

	StatisticsCollector(UwsgiEndpoint endpoint) {
		this.endpoint = endpoint;
		this.monitoring = endpoint.monitoring();
	}

	ServerStats collect() {
		List<ListenQueueGauge> queues = this.monitoring.queues();
		List<SocketStats> sockets = queues.stream().map(StatisticsCollector::socket).toList();
		long overflows = queues.stream().mapToLong(ListenQueueGauge::overflows).sum();
		long queue = sockets.stream().mapToLong(SocketStats::queue).max().orElse(0);
		return new ServerStats(VERSION, queue, overflows, 0, queue, PROCESS.pid(), owner("unix:uid"), owner("unix:gid"),
				System.getProperty("user.dir", ""), sockets, List.of(worker()));
	}

	private static SocketStats socket(ListenQueueGauge gauge) {
		QueueLength length = gauge.length();
		return new SocketStats(gauge.name(), "uwsgi", length.current(), length.max(), 0, 0);
	}

	private WorkerStats worker() {
		Scoreboard scoreboard = this.monitoring.scoreboard();
		List<CoreStats> cores = new ArrayList<>(scoreboard.cores());
		Totals totals = new Totals();
		for (int id = 0; id < scoreboard.cores(); id++) {
			CoreCounters counters = scoreboard.counters(id);
			totals.add(counters);
			cores.add(core(id, counters, scoreboard));
		}
		boolean accepting = this.endpoint.isAccepting();
		MemoryProbe memory = this.monitoring.isMemoryReport() ? MemoryProbe.take() : new MemoryProbe(0, 0);
		return new WorkerStats(Monitoring.WORKER, PROCESS.pid(), accepting ? 1 : 0, totals.requests, totals.requests,
				totals.exceptions, scoreboard.givenUp(), 0, 0, status(accepting, totals.running > 0),
				memory.residentSize(), memory.addressSpace(), totals.micros, SPAWNED.getEpochSecond(), spawns(),
				totals.bytes, scoreboard.averageMicros(), List.of(app(totals)), cores, recycling(), recycles());
	}

	private CoreStats core(int id, CoreCounters counters, Scoreboard scoreboard) {
		List<String> vars = List.of();
		long start = 0;
		if (counters.isBusy()) {
			vars = this.monitoring.maskedVars().of(scoreboard.text(id));
			start = counters.startMicros() / 1_000_000;
		}
		return new CoreStats(id, counters.requests(), 0, 0, 0, counters.writeErrors(), counters.readErrors(),
				counters.isBusy() ? 1 : 0, vars, start);
	}

	private AppStats app(Totals totals) {
		return new AppStats(0, 0, this.monitoring.mountpoint(), this.monitoring.startupSeconds(SPAWNED),
				totals.requests - totals.unhandled + totals.running, totals.exceptions, "");
	}

	// This process is one more than those before it.
	private long spawns() {
		long recycles = this.monitoring.recycles().total();
		return (this.monitoring.recycling() != null) ? recycles : recycles + 1;
	}

	private Map<String, Long> recycles() {
		Map<String, Long> recycles = new TreeMap<>();
		this.monitoring.recycles().counts().forEach((reason, count) -> recycles.put(reason.label(), count));
		return recycles;
	}

	private String recycling() {
		RecycleCause cause = this.monitoring.recycling();
		return (cause != null) ? cause.reason().label() : "";
	}

	private static String status(boolean accepting, boolean busy) {
		// The order of precedence is uWSGI's.
		if (!accepting && !busy) {
			return "pause";
		}
		return busy ? "busy" : "idle";
	}

	private static long owner(String attribute) {
		try {
			return ((Number) Files.getAttribute(SELF, attribute)).longValue();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/**
	 * Sums over the cores.
	 */
	private static final class Totals {

		private long requests;

		private long running;

		private long unhandled;

		private long exceptions;

		private long bytes;

		private long micros;

		void add(CoreCounters core) {
			this.requests += core.requests();
			this.running += core.running();
			this.unhandled += core.unhandled();
			this.exceptions += core.exceptions();
			this.bytes += core.sentBytes();
			this.micros += core.runningMicros();
		}

	}

}
