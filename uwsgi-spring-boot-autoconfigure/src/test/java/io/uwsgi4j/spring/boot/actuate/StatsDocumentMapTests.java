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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.uwsgi4j.stats.AppStats;
import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.stats.SocketStats;
import io.uwsgi4j.stats.StatsWriter;
import io.uwsgi4j.stats.WorkerStats;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatsDocumentMap}.
 */
class StatsDocumentMapTests {

	private static final CoreStats BUSY = new CoreStats(0, 2, 0, 0, 0, 4, 5, 1,
			List.of("REQUEST_URI=/a", "HTTP_X_NAME=\u00c3\u00a4", "HTTP_X_RAW=\u00e4"), 1795229429);

	private static final CoreStats IDLE = new CoreStats(1, 3, 0, 0, 0, 0, 0, 0, List.of(), 0);

	private static final ServerStats STATS = new ServerStats("1.2.3", 7, 0, 0, 7, 4711, 1000, 1001, "/srv/app",
			List.of(new SocketStats("/run/app.sock", "uwsgi", 7, 100, 0, 0)),
			List.of(new WorkerStats(1, 4711, 1, 5, 6, 8, 9, 0, 0, "busy", 10, 11, 12, 13, 14, 15, 16,
					List.of(new AppStats(0, 0, "/ctx", 3, 17, 18, "")), List.of(BUSY, IDLE), "", Map.of())));

	// The real sample of uWSGI 2.0.21, with other values
	private static final String EXPECTED = """
			{"version":"1.2.3","listen_queue":7,"listen_queue_errors":0,"signal_queue":0,"load":7,"pid":4711,\
			"uid":1000,"gid":1001,"cwd":"/srv/app",\
			"locks":[{"user 0":0},{"signal":0},{"filemon":0},{"timer":0},{"rbtimer":0},{"cron":0},{"rpc":0},{"snmp":0}],\
			"sockets":[{"name":"/run/app.sock","proto":"uwsgi","queue":7,"max_queue":100,"shared":0,"can_offload":0}],\
			"workers":[{"id":1,"pid":4711,"accepting":1,"requests":5,"delta_requests":6,"exceptions":8,\
			"harakiri_count":9,"signals":0,"signal_queue":0,"status":"busy","rss":10,"vsz":11,"running_time":12,\
			"last_spawn":13,"respawn_count":14,"tx":15,"avg_rt":16,\
			"apps":[{"id":0,"modifier1":0,"mountpoint":"/ctx","startup_time":3,"requests":17,"exceptions":18,"chdir":""}],\
			"cores":[{"id":0,"requests":2,"static_requests":0,"routed_requests":0,"offloaded_requests":0,\
			"write_errors":4,"read_errors":5,"in_request":1,\
			"vars":["REQUEST_URI=/a","HTTP_X_NAME=\u00e4","HTTP_X_RAW=\u00e4",""],\
			"req_info":{"request_start":1795229429}},\
			{"id":1,"requests":3,"static_requests":0,"routed_requests":0,"offloaded_requests":0,\
			"write_errors":0,"read_errors":0,"in_request":0,"vars":[],"req_info":{}}]}]}""";

	@Test
	void keysOrderAndTypesAreThoseOfUwsgi() {
		Map<String, Object> document = StatsDocumentMap.of(STATS);
		assertThat(JsonMapper.shared().writeValueAsString(document)).isEqualTo(EXPECTED);
	}

	@Test
	void documentIsThatOfTheStatsServer() throws IOException {
		ByteArrayOutputStream document = new ByteArrayOutputStream();
		new StatsWriter(true, false).write(STATS, document);
		assertThat(JsonMapper.shared().writeValueAsString(StatsDocumentMap.of(STATS)))
			.isEqualTo(document.toString(StandardCharsets.UTF_8));
	}

}
