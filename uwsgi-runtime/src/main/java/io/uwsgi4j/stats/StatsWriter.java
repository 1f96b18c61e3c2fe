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

package io.uwsgi4j.stats;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes statistics as the JSON document of uWSGI's stats server: its names, its order,
 * and, unless minified, its white space. All numbers are integers. What depends on a
 * feature that is not there (caches, metrics, spoolers, cron jobs, mules) is left out, as
 * uWSGI does where it is not configured. Immutable and thread-safe.
 *
 * @param minified whether to leave out all white space (uWSGI: {@code stats-minified})
 * @param noCores whether to leave out the cores (uWSGI: {@code stats-no-cores})
 */
public record StatsWriter(boolean minified, boolean noCores) {

	// A slash is a slash in uWSGI's document
	private static final JsonFactory FACTORY = JsonFactory.builder()
		.disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
		.build();

	/**
	 * Writes a document in UTF-8.
	 * @param stats what to write
	 * @param target where to; it is closed
	 * @throws IOException if the target does not take it
	 */
	public void write(ServerStats stats, OutputStream target) throws IOException {
		// Unlike a generator on the bytes, this one does not fail on half a surrogate
		// pair
		Writer characters = new OutputStreamWriter(target, StandardCharsets.UTF_8);
		try (JsonGenerator json = FACTORY.createGenerator(new StatsLayout.Context(this.minified), characters)) {
			writeServer(json, stats);
		}
		catch (JacksonException ex) {
			throw new IOException(ex);
		}
	}

	private void writeServer(JsonGenerator json, ServerStats stats) {
		json.writeStartObject();
		json.writeStringProperty("version", stats.version());
		json.writeNumberProperty("listen_queue", stats.listenQueue());
		json.writeNumberProperty("listen_queue_errors", stats.listenQueueErrors());
		json.writeNumberProperty("signal_queue", stats.signalQueue());
		json.writeNumberProperty("load", stats.load());
		json.writeNumberProperty("pid", stats.pid());
		json.writeNumberProperty("uid", stats.uid());
		json.writeNumberProperty("gid", stats.gid());
		json.writeStringProperty("cwd", stats.cwd());
		json.writeArrayPropertyStart("locks");
		ServerStats.LOCKS.forEach((lock) -> writeLock(json, lock));
		json.writeEndArray();
		json.writeArrayPropertyStart("sockets");
		stats.sockets().forEach((socket) -> writeSocket(json, socket));
		json.writeEndArray();
		json.writeArrayPropertyStart("workers");
		stats.workers().forEach((worker) -> writeWorker(json, worker));
		json.writeEndArray();
		json.writeEndObject();
	}

	private static void writeLock(JsonGenerator json, String lock) {
		json.writeStartObject();
		json.writeNumberProperty(lock, 0);
		json.writeEndObject();
	}

	private static void writeSocket(JsonGenerator json, SocketStats socket) {
		json.writeStartObject();
		json.writeStringProperty("name", socket.name());
		json.writeStringProperty("proto", socket.proto());
		json.writeNumberProperty("queue", socket.queue());
		json.writeNumberProperty("max_queue", socket.maxQueue());
		json.writeNumberProperty("shared", socket.shared());
		json.writeNumberProperty("can_offload", socket.canOffload());
		json.writeEndObject();
	}

	private void writeWorker(JsonGenerator json, WorkerStats worker) {
		json.writeStartObject();
		json.writeNumberProperty("id", worker.id());
		json.writeNumberProperty("pid", worker.pid());
		json.writeNumberProperty("accepting", worker.accepting());
		json.writeNumberProperty("requests", worker.requests());
		json.writeNumberProperty("delta_requests", worker.deltaRequests());
		json.writeNumberProperty("exceptions", worker.exceptions());
		json.writeNumberProperty("harakiri_count", worker.harakiriCount());
		json.writeNumberProperty("signals", worker.signals());
		json.writeNumberProperty("signal_queue", worker.signalQueue());
		json.writeStringProperty("status", worker.status());
		json.writeNumberProperty("rss", worker.rss());
		json.writeNumberProperty("vsz", worker.vsz());
		json.writeNumberProperty("running_time", worker.runningTime());
		json.writeNumberProperty("last_spawn", worker.lastSpawn());
		json.writeNumberProperty("respawn_count", worker.respawnCount());
		json.writeNumberProperty("tx", worker.tx());
		json.writeNumberProperty("avg_rt", worker.avgRt());
		json.writeArrayPropertyStart("apps");
		worker.apps().forEach((app) -> writeApp(json, app));
		json.writeEndArray();
		if (!this.noCores) {
			json.writeArrayPropertyStart("cores");
			worker.cores().forEach((core) -> writeCore(json, core));
			json.writeEndArray();
		}
		writeRecycles(json, worker);
		json.writeEndObject();
	}

	// Not uWSGI's, which tells its log only
	private static void writeRecycles(JsonGenerator json, WorkerStats worker) {
		if (!worker.recycling().isEmpty()) {
			json.writeStringProperty("recycling", worker.recycling());
		}
		if (!worker.recycles().isEmpty()) {
			json.writeObjectPropertyStart("recycles");
			worker.recycles().forEach(json::writeNumberProperty);
			json.writeEndObject();
		}
	}

	private static void writeApp(JsonGenerator json, AppStats app) {
		json.writeStartObject();
		json.writeNumberProperty("id", app.id());
		json.writeNumberProperty("modifier1", app.modifier1());
		json.writeStringProperty("mountpoint", app.mountpoint());
		json.writeNumberProperty("startup_time", app.startupTime());
		json.writeNumberProperty("requests", app.requests());
		json.writeNumberProperty("exceptions", app.exceptions());
		json.writeStringProperty("chdir", app.chdir());
		json.writeEndObject();
	}

	private static void writeCore(JsonGenerator json, CoreStats core) {
		json.writeStartObject();
		json.writeNumberProperty("id", core.id());
		json.writeNumberProperty("requests", core.requests());
		json.writeNumberProperty("static_requests", core.staticRequests());
		json.writeNumberProperty("routed_requests", core.routedRequests());
		json.writeNumberProperty("offloaded_requests", core.offloadedRequests());
		json.writeNumberProperty("write_errors", core.writeErrors());
		json.writeNumberProperty("read_errors", core.readErrors());
		json.writeNumberProperty("in_request", core.inRequest());
		json.writeArrayPropertyStart("vars");
		core.documentVars().forEach(json::writeString);
		json.writeEndArray();
		json.writeObjectPropertyStart("req_info");
		if (core.inRequest() != 0) {
			json.writeNumberProperty("request_start", core.requestStart());
		}
		json.writeEndObject();
		json.writeEndObject();
	}

}
