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

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.spring.boot.recycle.UwsgiRecycler;
import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.stats.ListenQueueStats;
import io.uwsgi4j.stats.WorkerStats;
import io.uwsgi4j.tomcat.UwsgiProtocol;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} of the connector. It is down if connections are not taken, and
 * out of service while the process is about to end. That all cores are busy is no
 * illness: what waits in the listen queue is served.
 */
public final class UwsgiHealthIndicator extends AbstractHealthIndicator {

	private final UwsgiServer server;

	private final UwsgiRecycler recycler;

	/**
	 * Creates an indicator.
	 * @param server where the connector is found
	 * @param recycler knows whether the process is about to end
	 */
	public UwsgiHealthIndicator(UwsgiServer server, UwsgiRecycler recycler) {
		super("The state of the uwsgi connector could not be read");
		this.server = server;
		this.recycler = recycler;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		UwsgiProtocol protocol = this.server.protocol();
		if (protocol == null) {
			builder.unknown().withDetail("reason", "uwsgi is not served");
			return;
		}
		List<WorkerStats> workers = protocol.getStatistics().workers();
		RecycleCause cause = this.recycler.cause();
		if (cause != null) {
			builder.outOfService().withDetail("reason", "the process is being recycled: " + cause.description());
		}
		else if (workers.stream().noneMatch((worker) -> worker.accepting() > 0)) {
			builder.down().withDetail("reason", "connections are not accepted");
		}
		else {
			builder.up();
		}
		List<CoreStats> cores = workers.stream().flatMap((worker) -> worker.cores().stream()).toList();
		builder.withDetail("sockets", protocol.getListenQueues().stream().map(UwsgiHealthIndicator::describe).toList());
		builder.withDetail("cores", cores.size());
		builder.withDetail("busyCores", cores.stream().filter((core) -> core.inRequest() > 0).count());
		builder.withDetail("damagedCores", protocol.getDamagedCores());
	}

	private static Map<String, Object> describe(ListenQueueStats queue) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("name", queue.name());
		description.put("queue", queue.length());
		description.put("maxQueue", queue.max());
		description.put("highWaterMark", queue.highWaterMark());
		return description;
	}

}
