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

import java.util.Arrays;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter.Type;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * All meters. In Prometheus those that uWSGI has bear the names that the public
 * uwsgi_exporter gives them, and have its types and labels.
 */
public enum UwsgiMeters implements MeterDocumentation {

	/** Longest listen queue. */
	LISTEN_QUEUE_LENGTH("uwsgi.listen.queue.length", Type.GAUGE, null,
			"Connections that wait to be accepted, at the socket where most do"),

	/** Times that a listen queue was full. */
	LISTEN_QUEUE_ERRORS("uwsgi.listen.queue.errors", Type.GAUGE, null,
			"How often a listen queue was found to have become full"),

	/** Signal queue. */
	SIGNAL_QUEUE_LENGTH("uwsgi.signal.queue.length", Type.GAUGE, null, "Always 0, as there are no uwsgi signals"),

	/** Number of workers. */
	WORKERS("uwsgi.workers", Type.GAUGE, null, "Workers"),

	/** Listen queue of a socket. */
	SOCKET_QUEUE_LENGTH("uwsgi.socket.queue.length", Type.GAUGE, null, "Connections that wait to be accepted",
			UwsgiMeterKeys.NAME, UwsgiMeterKeys.PROTO),

	/** Longest possible listen queue of a socket. */
	SOCKET_MAX_QUEUE_LENGTH("uwsgi.socket.max.queue.length", Type.GAUGE, null, "How many connections may wait",
			UwsgiMeterKeys.NAME, UwsgiMeterKeys.PROTO),

	/** Whether a socket is shared. */
	SOCKET_SHARED("uwsgi.socket.shared", Type.GAUGE, null, "1 if several workers share the socket, else 0",
			UwsgiMeterKeys.NAME, UwsgiMeterKeys.PROTO),

	/** Whether a socket can offload. */
	SOCKET_CAN_OFFLOAD("uwsgi.socket.can.offload", Type.GAUGE, null, "Always 0, as nothing is offloaded",
			UwsgiMeterKeys.NAME, UwsgiMeterKeys.PROTO),

	/** Whether a worker accepts. */
	WORKER_ACCEPTING("uwsgi.worker.accepting", Type.GAUGE, null, "1 if the worker takes connections, else 0",
			UwsgiMeterKeys.WORKER_ID),

	/** Requests since the start of a worker. */
	WORKER_DELTA_REQUESTS("uwsgi.worker.delta.requests", Type.GAUGE, null,
			"Requests that have ended since the worker was started", UwsgiMeterKeys.WORKER_ID),

	/** Signal queue of a worker. */
	WORKER_SIGNAL_QUEUE_LENGTH("uwsgi.worker.signal.queue.length", Type.GAUGE, null,
			"Always 0, as there are no uwsgi signals", UwsgiMeterKeys.WORKER_ID),

	/** Resident memory of a worker. */
	WORKER_RSS("uwsgi.worker.rss", Type.GAUGE, "bytes", "Resident memory, whether or not uwsgi.memory-report is set",
			UwsgiMeterKeys.WORKER_ID),

	/** Address space of a worker. */
	WORKER_VSZ("uwsgi.worker.vsz", Type.GAUGE, "bytes", "Address space, of which a JVM reserves much more than it uses",
			UwsgiMeterKeys.WORKER_ID),

	/** Time in requests of a worker. */
	WORKER_RUNNING_TIME("uwsgi.worker.running.time", Type.GAUGE, "seconds", "Time spent in requests that have ended",
			UwsgiMeterKeys.WORKER_ID),

	/** Start of a worker. */
	WORKER_LAST_SPAWN_TIME("uwsgi.worker.last.spawn.time", Type.GAUGE, "seconds",
			"When the worker was started, since 1970", UwsgiMeterKeys.WORKER_ID),

	/** Mean time of a request. */
	WORKER_AVERAGE_RESPONSE_TIME("uwsgi.worker.average.response.time", Type.GAUGE, "seconds",
			"Mean time of a request, half of it the last one, a quarter the one before, and so on",
			UwsgiMeterKeys.WORKER_ID),

	/** Number of applications. */
	WORKER_APPS("uwsgi.worker.apps", Type.GAUGE, null, "Applications of the worker", UwsgiMeterKeys.WORKER_ID),

	/** Number of cores. */
	WORKER_CORES("uwsgi.worker.cores", Type.GAUGE, null, "Cores of the worker", UwsgiMeterKeys.WORKER_ID),

	/** Whether a worker is busy. */
	WORKER_BUSY("uwsgi.worker.busy", Type.GAUGE, null, "1 if at least one request is running, else 0",
			UwsgiMeterKeys.WORKER_ID),

	/** Whether a worker is idle. */
	WORKER_IDLE("uwsgi.worker.idle", Type.GAUGE, null, "1 if no request is running, else 0", UwsgiMeterKeys.WORKER_ID),

	/** Whether a worker is cheap. */
	WORKER_CHEAP("uwsgi.worker.cheap", Type.GAUGE, null, "1 if the worker was put away for want of work, else 0",
			UwsgiMeterKeys.WORKER_ID),

	/** Requests. */
	WORKER_REQUESTS("uwsgi.worker.requests", Type.COUNTER, null, "Requests that have ended", UwsgiMeterKeys.WORKER_ID),

	/** Exceptions. */
	WORKER_EXCEPTIONS("uwsgi.worker.exceptions", Type.COUNTER, null,
			"Requests that ended with an exception of the application", UwsgiMeterKeys.WORKER_ID),

	/** Harakiri. */
	WORKER_HARAKIRI_COUNT("uwsgi.worker.harakiri.count", Type.COUNTER, null,
			"Requests that took too long and were given up", UwsgiMeterKeys.WORKER_ID),

	/** Signals. */
	WORKER_SIGNALS("uwsgi.worker.signals", Type.COUNTER, null, "Always 0, as there are no uwsgi signals",
			UwsgiMeterKeys.WORKER_ID),

	/** Starts of a worker. */
	WORKER_RESPAWN_COUNT("uwsgi.worker.respawn.count", Type.COUNTER, null, "How often the worker was started",
			UwsgiMeterKeys.WORKER_ID),

	/** Bytes of responses. */
	WORKER_TRANSMITTED("uwsgi.worker.transmitted", Type.COUNTER, "bytes", "Bytes of responses, heads included",
			UwsgiMeterKeys.WORKER_ID),

	/** Start of an application. */
	WORKER_APP_STARTUP_TIME("uwsgi.worker.app.startup.time", Type.GAUGE, "seconds",
			"How long the application took to start", UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.APP_ID,
			UwsgiMeterKeys.MOUNTPOINT, UwsgiMeterKeys.CHDIR),

	/** Requests of an application. */
	WORKER_APP_REQUESTS("uwsgi.worker.app.requests", Type.COUNTER, null, "Requests that have begun",
			UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.APP_ID, UwsgiMeterKeys.MOUNTPOINT, UwsgiMeterKeys.CHDIR),

	/** Exceptions of an application. */
	WORKER_APP_EXCEPTIONS("uwsgi.worker.app.exceptions", Type.COUNTER, null, "Requests that ended with an exception",
			UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.APP_ID, UwsgiMeterKeys.MOUNTPOINT, UwsgiMeterKeys.CHDIR),

	/** Whether a core is busy. */
	WORKER_CORE_BUSY("uwsgi.worker.core.busy", Type.GAUGE, null, "1 if a request is running, else 0",
			UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.CORE_ID),

	/** Requests of a core. */
	WORKER_CORE_REQUESTS("uwsgi.worker.core.requests", Type.COUNTER, null, "Requests that have ended",
			UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.CORE_ID),

	/** Static requests of a core. */
	WORKER_CORE_STATIC_REQUESTS("uwsgi.worker.core.static.requests", Type.COUNTER, null,
			"Always 0, as static files are requests like others", UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.CORE_ID),

	/** Routed requests of a core. */
	WORKER_CORE_ROUTED_REQUESTS("uwsgi.worker.core.routed.requests", Type.COUNTER, null,
			"Always 0, as there is no internal routing", UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.CORE_ID),

	/** Offloaded requests of a core. */
	WORKER_CORE_OFFLOADED_REQUESTS("uwsgi.worker.core.offloaded.requests", Type.COUNTER, null,
			"Always 0, as nothing is offloaded", UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.CORE_ID),

	/** Write errors of a core. */
	WORKER_CORE_WRITE_ERRORS("uwsgi.worker.core.write.errors", Type.COUNTER, null,
			"Responses that could not be written in full", UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.CORE_ID),

	/** Read errors of a core. */
	WORKER_CORE_READ_ERRORS("uwsgi.worker.core.read.errors", Type.COUNTER, null,
			"Bodies that could not be read in full", UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.CORE_ID),

	/** Time of requests. */
	REQUEST_DURATION("uwsgi.request.duration", Type.TIMER, null,
			"Time of requests that have reached the application, until the response has ended"),

	/** Time before requests. */
	LISTEN_QUEUE_WAIT("uwsgi.listen.queue.wait", Type.TIMER, null,
			"Time from REQUEST_START, if the proxy sends that variable, until a core takes the request"),

	/** Longest possible listen queue. */
	LISTEN_QUEUE_MAX("uwsgi.listen.queue.max", Type.GAUGE, null,
			"How many connections may wait, also where uWSGI says 0", UwsgiMeterKeys.NAME),

	/** Longest listen queue so far. */
	LISTEN_QUEUE_HIGH_WATER_MARK("uwsgi.listen.queue.high.water.mark", Type.GAUGE, null,
			"Most connections that were seen waiting", UwsgiMeterKeys.NAME),

	/** Busy cores of a worker. */
	WORKER_BUSY_CORES("uwsgi.worker.busy.cores", Type.GAUGE, null, "Cores that serve a request",
			UwsgiMeterKeys.WORKER_ID),

	/** Ends of a worker that is to be started again. */
	WORKER_RECYCLES("uwsgi.worker.recycles", Type.COUNTER, null,
			"How often the worker was replaced, counted across processes if uwsgi.pidfile is set",
			UwsgiMeterKeys.WORKER_ID, UwsgiMeterKeys.REASON),

	/** Open connections. */
	CONNECTIONS("uwsgi.connections", Type.GAUGE, null, "Connections that have been accepted and are open"),

	/** Clients that have left. */
	CLIENT_ABORTS("uwsgi.client.aborts", Type.COUNTER, null, "Clients that left before they had their response"),

	/** Rejected requests. */
	REQUESTS_REJECTED("uwsgi.requests.rejected", Type.COUNTER, null, "Packets and peers that were refused",
			UwsgiMeterKeys.REASON);

	private final String name;

	private final Type type;

	private final @Nullable String baseUnit;

	private final String description;

	private final UwsgiMeterKeys[] keys;

	UwsgiMeters(String name, Type type, @Nullable String baseUnit, String description, UwsgiMeterKeys... keys) {
		this.name = name;
		this.type = type;
		this.baseUnit = baseUnit;
		this.description = description;
		this.keys = keys;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Type getType() {
		return this.type;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.baseUnit;
	}

	/**
	 * Returns what is measured.
	 * @return a sentence without a full stop
	 */
	public String getDescription() {
		return this.description;
	}

	@Override
	public KeyName[] getKeyNames() {
		return Arrays.copyOf(this.keys, this.keys.length, KeyName[].class);
	}

}
