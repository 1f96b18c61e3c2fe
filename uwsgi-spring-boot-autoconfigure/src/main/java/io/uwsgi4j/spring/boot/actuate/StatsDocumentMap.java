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
import java.util.List;
import java.util.Map;

import io.uwsgi4j.stats.AppStats;
import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.stats.SocketStats;
import io.uwsgi4j.stats.WorkerStats;

/**
 * uWSGI's stats document as maps, lists, texts and whole numbers, which every format and
 * JMX can show. The keys are in uWSGI's order.
 */
final class StatsDocumentMap {

	private static final List<Map<String, Object>> LOCKS = ServerStats.LOCKS.stream()
		.map((name) -> Map.<String, Object>of(name, 0L))
		.toList();

	private StatsDocumentMap() {
	}

	static Map<String, Object> of(ServerStats stats) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("version", stats.version());
		map.put("listen_queue", stats.listenQueue());
		map.put("listen_queue_errors", stats.listenQueueErrors());
		map.put("signal_queue", stats.signalQueue());
		map.put("load", stats.load());
		map.put("pid", stats.pid());
		map.put("uid", stats.uid());
		map.put("gid", stats.gid());
		map.put("cwd", stats.cwd());
		map.put("locks", LOCKS);
		map.put("sockets", stats.sockets().stream().map(StatsDocumentMap::of).toList());
		map.put("workers", stats.workers().stream().map(StatsDocumentMap::of).toList());
		return map;
	}

	private static Map<String, Object> of(SocketStats stats) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("name", stats.name());
		map.put("proto", stats.proto());
		map.put("queue", stats.queue());
		map.put("max_queue", stats.maxQueue());
		map.put("shared", stats.shared());
		map.put("can_offload", stats.canOffload());
		return map;
	}

	private static Map<String, Object> of(WorkerStats stats) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("id", stats.id());
		map.put("pid", stats.pid());
		map.put("accepting", stats.accepting());
		map.put("requests", stats.requests());
		map.put("delta_requests", stats.deltaRequests());
		map.put("exceptions", stats.exceptions());
		map.put("harakiri_count", stats.harakiriCount());
		map.put("signals", stats.signals());
		map.put("signal_queue", stats.signalQueue());
		map.put("status", stats.status());
		map.put("rss", stats.rss());
		map.put("vsz", stats.vsz());
		map.put("running_time", stats.runningTime());
		map.put("last_spawn", stats.lastSpawn());
		map.put("respawn_count", stats.respawnCount());
		map.put("tx", stats.tx());
		map.put("avg_rt", stats.avgRt());
		map.put("apps", stats.apps().stream().map(StatsDocumentMap::of).toList());
		map.put("cores", stats.cores().stream().map(StatsDocumentMap::of).toList());
		if (!stats.recycling().isEmpty()) {
			map.put("recycling", stats.recycling());
		}
		if (!stats.recycles().isEmpty()) {
			map.put("recycles", stats.recycles());
		}
		return map;
	}

	private static Map<String, Object> of(AppStats stats) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("id", stats.id());
		map.put("modifier1", stats.modifier1());
		map.put("mountpoint", stats.mountpoint());
		map.put("startup_time", stats.startupTime());
		map.put("requests", stats.requests());
		map.put("exceptions", stats.exceptions());
		map.put("chdir", stats.chdir());
		return map;
	}

	private static Map<String, Object> of(CoreStats stats) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("id", stats.id());
		map.put("requests", stats.requests());
		map.put("static_requests", stats.staticRequests());
		map.put("routed_requests", stats.routedRequests());
		map.put("offloaded_requests", stats.offloadedRequests());
		map.put("write_errors", stats.writeErrors());
		map.put("read_errors", stats.readErrors());
		map.put("in_request", stats.inRequest());
		map.put("vars", stats.documentVars());
		map.put("req_info", (stats.inRequest() != 0) ? Map.of("request_start", stats.requestStart()) : Map.of());
		return map;
	}

}
