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

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Statistics as they could be.
 */
public final class StatsSamples {

	private static final AppStats APP = new AppStats(0, 0, "", 2, 5, 1, "");

	private static final SocketStats SOCKET = new SocketStats("127.0.0.1:3031", "uwsgi", 3, 1024, 0, 0);

	private StatsSamples() {
	}

	/**
	 * Returns one worker with one core that serves a request.
	 * @param vars the variables of the request
	 * @return the statistics
	 */
	public static ServerStats busy(String... vars) {
		return server(List.of(new CoreStats(0, 4, 0, 0, 0, 1, 2, 1, List.of(vars), 1_795_229_429)));
	}

	/**
	 * Returns one worker that serves nothing.
	 * @param cores how many cores it has
	 * @return the statistics
	 */
	public static ServerStats idle(int cores) {
		return server(IntStream.range(0, cores).mapToObj(StatsSamples::idleCore).toList());
	}

	/**
	 * Returns statistics that make a document of about that size.
	 * @param bytes the size
	 * @return the statistics
	 */
	public static ServerStats ofSize(int bytes) {
		return busy("HTTP_X=" + "x".repeat(bytes));
	}

	private static CoreStats idleCore(int id) {
		return new CoreStats(id, 0, 0, 0, 0, 0, 0, 0, List.of(), 0);
	}

	/**
	 * Returns one worker that is being replaced, and not for the first time.
	 * @return the statistics, without cores
	 */
	public static ServerStats recycling() {
		return server(List.of(), "max-requests", Map.of("reload", 1L, "max-requests", 3L));
	}

	private static ServerStats server(List<CoreStats> cores) {
		return server(cores, "", Map.of());
	}

	private static ServerStats server(List<CoreStats> cores, String recycling, Map<String, Long> recycles) {
		WorkerStats worker = new WorkerStats(1, 20569, 1, 4, 4, 1, 7, 0, 0, "busy", 11_284_480, 136_523_776_000L, 783,
				1_795_229_426, 1, 134, 188, List.of(APP), cores, recycling, recycles);
		return new ServerStats("uwsgi4j", 3, 0, 0, 3, 20564, 1000, 1001, "/srv/app", List.of(SOCKET), List.of(worker));
	}

}
