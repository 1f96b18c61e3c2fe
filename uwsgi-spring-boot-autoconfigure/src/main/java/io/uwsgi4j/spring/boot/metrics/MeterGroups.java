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

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Tags;
import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.recycling.RecycleReason;
import io.uwsgi4j.spring.boot.metrics.RegisteredMeters.Group;
import io.uwsgi4j.stats.AppStats;
import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.stats.ListenQueueStats;
import io.uwsgi4j.stats.SocketStats;
import io.uwsgi4j.stats.WorkerStats;
import org.jspecify.annotations.Nullable;

/**
 * What each meter reads. Meters of something that is not there for the moment, such as a
 * socket of a connector that is stopped, read 0.
 */
final class MeterGroups {

	private static final double MICROS_PER_SECOND = 1_000_000;

	private final Map<Tags, Consumer<Group>> groups = new LinkedHashMap<>();

	private MeterGroups() {
	}

	/**
	 * Returns the meters that there are whether or not the connector is started.
	 * @return the meters, by their tags
	 */
	static Map<Tags, Consumer<Group>> ofConnector() {
		MeterGroups groups = new MeterGroups();
		groups.addConnector();
		return groups.groups;
	}

	/**
	 * Returns the meters for what there is.
	 * @param reading what there is
	 * @param cores whether cores have meters
	 * @return the meters, by their tags
	 */
	static Map<Tags, Consumer<Group>> of(Reading reading, boolean cores) {
		MeterGroups groups = new MeterGroups();
		groups.addConnector();
		reading.stats().sockets().forEach(groups::addSocket);
		reading.queues().forEach(groups::addQueue);
		for (WorkerStats worker : reading.stats().workers()) {
			groups.addWorker(worker.id());
			worker.apps().forEach((app) -> groups.addApp(worker.id(), app));
			if (cores) {
				worker.cores().forEach((core) -> groups.addCore(worker.id(), core.id()));
			}
		}
		return groups.groups;
	}

	private void addConnector() {
		this.groups.put(Tags.empty(), (group) -> {
			group.add(UwsgiMeters.CONNECTIONS, (readings) -> readings.protocol().getConnectionCount());
			group.add(UwsgiMeters.CLIENT_ABORTS, (readings) -> readings.protocol().getClientAborts());
			group.add(UwsgiMeters.LISTEN_QUEUE_LENGTH, (readings) -> readings.current().stats().listenQueue());
			group.add(UwsgiMeters.LISTEN_QUEUE_ERRORS, (readings) -> readings.current().stats().listenQueueErrors());
			group.add(UwsgiMeters.SIGNAL_QUEUE_LENGTH, (readings) -> readings.current().stats().signalQueue());
			group.add(UwsgiMeters.WORKERS, (readings) -> readings.current().stats().workers().size());
		});
		for (Rejection.Reason reason : Rejection.Reason.values()) {
			Tags tags = Tags.of(UwsgiMeterKeys.REASON.asString(), label(reason));
			this.groups.put(tags, (group) -> group.add(UwsgiMeters.REQUESTS_REJECTED,
					(readings) -> readings.protocol().getRejections().count(reason)));
		}
	}

	private static String label(Rejection.Reason reason) {
		return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private void addSocket(SocketStats socket) {
		Tags tags = Tags.of(UwsgiMeterKeys.NAME.asString(), socket.name(), UwsgiMeterKeys.PROTO.asString(),
				socket.proto());
		Function<Reading, @Nullable SocketStats> find = (reading) -> reading.socket(socket.name());
		this.groups.put(tags, (group) -> {
			group.add(UwsgiMeters.SOCKET_QUEUE_LENGTH, value(find, SocketStats::queue));
			group.add(UwsgiMeters.SOCKET_MAX_QUEUE_LENGTH, value(find, SocketStats::maxQueue));
			group.add(UwsgiMeters.SOCKET_SHARED, value(find, SocketStats::shared));
			group.add(UwsgiMeters.SOCKET_CAN_OFFLOAD, value(find, SocketStats::canOffload));
		});
	}

	private void addQueue(ListenQueueStats queue) {
		Function<Reading, @Nullable ListenQueueStats> find = (reading) -> reading.queue(queue.name());
		this.groups.put(Tags.of(UwsgiMeterKeys.NAME.asString(), queue.name()), (group) -> {
			group.add(UwsgiMeters.LISTEN_QUEUE_MAX, value(find, ListenQueueStats::max));
			group.add(UwsgiMeters.LISTEN_QUEUE_HIGH_WATER_MARK, value(find, ListenQueueStats::highWaterMark));
		});
	}

	private void addWorker(int id) {
		Function<Reading, @Nullable WorkerStats> find = (reading) -> reading.worker(id);
		this.groups.put(workerTags(id), (group) -> {
			group.add(UwsgiMeters.WORKER_ACCEPTING, value(find, WorkerStats::accepting));
			group.add(UwsgiMeters.WORKER_DELTA_REQUESTS, value(find, WorkerStats::deltaRequests));
			group.add(UwsgiMeters.WORKER_SIGNAL_QUEUE_LENGTH, value(find, WorkerStats::signalQueue));
			group.add(UwsgiMeters.WORKER_RSS, (readings) -> readings.current().memory().residentSize());
			group.add(UwsgiMeters.WORKER_VSZ, (readings) -> readings.current().memory().addressSpace());
			group.add(UwsgiMeters.WORKER_RUNNING_TIME, seconds(find, WorkerStats::runningTime));
			group.add(UwsgiMeters.WORKER_LAST_SPAWN_TIME, value(find, WorkerStats::lastSpawn));
			group.add(UwsgiMeters.WORKER_AVERAGE_RESPONSE_TIME, seconds(find, WorkerStats::avgRt));
			group.add(UwsgiMeters.WORKER_APPS, value(find, (worker) -> worker.apps().size()));
			group.add(UwsgiMeters.WORKER_CORES, value(find, (worker) -> worker.cores().size()));
			group.add(UwsgiMeters.WORKER_BUSY_CORES, value(find, MeterGroups::busyCores));
			group.add(UwsgiMeters.WORKER_BUSY, status(find, "busy"));
			group.add(UwsgiMeters.WORKER_IDLE, status(find, "idle"));
			group.add(UwsgiMeters.WORKER_CHEAP, status(find, "cheap"));
			group.add(UwsgiMeters.WORKER_REQUESTS, value(find, WorkerStats::requests));
			group.add(UwsgiMeters.WORKER_EXCEPTIONS, value(find, WorkerStats::exceptions));
			group.add(UwsgiMeters.WORKER_HARAKIRI_COUNT, value(find, WorkerStats::harakiriCount));
			group.add(UwsgiMeters.WORKER_SIGNALS, value(find, WorkerStats::signals));
			group.add(UwsgiMeters.WORKER_RESPAWN_COUNT, value(find, WorkerStats::respawnCount));
			group.add(UwsgiMeters.WORKER_TRANSMITTED, value(find, WorkerStats::tx));
		});
		for (RecycleReason reason : RecycleReason.values()) {
			Tags tags = workerTags(id).and(UwsgiMeterKeys.REASON.asString(), reason.label());
			this.groups.put(tags, (group) -> group.add(UwsgiMeters.WORKER_RECYCLES,
					value(find, (worker) -> worker.recycles().getOrDefault(reason.label(), 0L))));
		}
	}

	private void addApp(int workerId, AppStats app) {
		Tags tags = workerTags(workerId).and(UwsgiMeterKeys.APP_ID.asString(), String.valueOf(app.id()),
				UwsgiMeterKeys.MOUNTPOINT.asString(), app.mountpoint(), UwsgiMeterKeys.CHDIR.asString(), app.chdir());
		Function<Reading, @Nullable AppStats> find = (reading) -> reading.app(workerId, app.id());
		this.groups.put(tags, (group) -> {
			group.add(UwsgiMeters.WORKER_APP_STARTUP_TIME, value(find, AppStats::startupTime));
			group.add(UwsgiMeters.WORKER_APP_REQUESTS, value(find, AppStats::requests));
			group.add(UwsgiMeters.WORKER_APP_EXCEPTIONS, value(find, AppStats::exceptions));
		});
	}

	private void addCore(int workerId, int id) {
		Tags tags = workerTags(workerId).and(UwsgiMeterKeys.CORE_ID.asString(), String.valueOf(id));
		Function<Reading, @Nullable CoreStats> find = (reading) -> reading.core(workerId, id);
		this.groups.put(tags, (group) -> {
			group.add(UwsgiMeters.WORKER_CORE_BUSY, value(find, CoreStats::inRequest));
			group.add(UwsgiMeters.WORKER_CORE_REQUESTS, value(find, CoreStats::requests));
			group.add(UwsgiMeters.WORKER_CORE_STATIC_REQUESTS, value(find, CoreStats::staticRequests));
			group.add(UwsgiMeters.WORKER_CORE_ROUTED_REQUESTS, value(find, CoreStats::routedRequests));
			group.add(UwsgiMeters.WORKER_CORE_OFFLOADED_REQUESTS, value(find, CoreStats::offloadedRequests));
			group.add(UwsgiMeters.WORKER_CORE_WRITE_ERRORS, value(find, CoreStats::writeErrors));
			group.add(UwsgiMeters.WORKER_CORE_READ_ERRORS, value(find, CoreStats::readErrors));
		});
	}

	private static long busyCores(WorkerStats worker) {
		return worker.cores().stream().filter((core) -> core.inRequest() > 0).count();
	}

	private static Tags workerTags(int id) {
		return Tags.of(UwsgiMeterKeys.WORKER_ID.asString(), String.valueOf(id));
	}

	private static ToDoubleFunction<Readings> status(Function<Reading, @Nullable WorkerStats> find, String status) {
		return value(find, (worker) -> worker.status().equals(status) ? 1 : 0);
	}

	private static <T> ToDoubleFunction<Readings> seconds(Function<Reading, @Nullable T> find,
			ToDoubleFunction<T> micros) {
		return value(find, (part) -> micros.applyAsDouble(part) / MICROS_PER_SECOND);
	}

	private static <T> ToDoubleFunction<Readings> value(Function<Reading, @Nullable T> find,
			ToDoubleFunction<T> value) {
		return (readings) -> {
			T part = find.apply(readings.current());
			return (part != null) ? value.applyAsDouble(part) : 0;
		};
	}

}
