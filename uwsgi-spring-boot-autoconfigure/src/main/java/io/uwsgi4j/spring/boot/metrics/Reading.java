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

import java.util.List;

import io.uwsgi4j.stats.AppStats;
import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.stats.ListenQueueStats;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.stats.SocketStats;
import io.uwsgi4j.stats.WorkerStats;
import io.uwsgi4j.worker.MemoryProbe;
import org.jspecify.annotations.Nullable;

/**
 * All that is measured, at one moment.
 *
 * @param stats what the stats server would show
 * @param queues the listen queues
 * @param memory the memory of this process
 */
record Reading(ServerStats stats, List<ListenQueueStats> queues, MemoryProbe memory) {

	@Nullable WorkerStats worker(int id) {
		return this.stats.workers().stream().filter((worker) -> worker.id() == id).findFirst().orElse(null);
	}

	@Nullable CoreStats core(int workerId, int id) {
		WorkerStats worker = worker(workerId);
		// They are in order
		return (worker != null && id < worker.cores().size()) ? worker.cores().get(id) : null;
	}

	@Nullable AppStats app(int workerId, int id) {
		WorkerStats worker = worker(workerId);
		return (worker != null) ? worker.apps().stream().filter((app) -> app.id() == id).findFirst().orElse(null)
				: null;
	}

	@Nullable SocketStats socket(String name) {
		return this.stats.sockets().stream().filter((socket) -> socket.name().equals(name)).findFirst().orElse(null);
	}

	@Nullable ListenQueueStats queue(String name) {
		return this.queues.stream().filter((queue) -> queue.name().equals(name)).findFirst().orElse(null);
	}

}
