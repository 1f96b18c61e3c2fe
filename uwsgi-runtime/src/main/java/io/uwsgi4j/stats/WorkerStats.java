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

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Statistics of one worker. Sums over its cores are of the same moment as the cores.
 *
 * @param id number of the worker, from 1
 * @param pid its process, 0 while it has none
 * @param accepting whether it takes connections, 0 or 1
 * @param requests requests that have ended since the server was started
 * @param deltaRequests requests that have ended since the worker was started
 * @param exceptions requests that ended with an exception of the application
 * @param harakiriCount requests that took too long and were given up
 * @param signals always 0: there are no uwsgi signals
 * @param signalQueue always 0
 * @param status {@code idle}, {@code busy} while a request is running, or {@code pause}
 * while the worker takes no connections
 * @param rss resident memory in bytes, 0 unless memory is reported
 * @param vsz address space in bytes, 0 unless memory is reported
 * @param runningTime time spent in requests that have ended, in microseconds
 * @param lastSpawn when the worker was started, in seconds since 1970
 * @param respawnCount how often it was started, as far as is known
 * @param tx bytes of responses, heads included
 * @param avgRt mean time of a request in microseconds, half of it the last one, a quarter
 * the one before, and so on
 * @param apps the applications
 * @param cores the cores, by number
 * @param recycling name of the reason why the worker is being replaced, empty if it is
 * not
 * @param recycles how often it has been replaced, by reason, the present time included
 */
public record WorkerStats(int id, long pid, long accepting, long requests, long deltaRequests, long exceptions,
		long harakiriCount, long signals, long signalQueue, String status, long rss, long vsz, long runningTime,
		long lastSpawn, long respawnCount, long tx, long avgRt, List<AppStats> apps, List<CoreStats> cores,
		String recycling, Map<String, Long> recycles) {

	/**
	 * Creates statistics that do not change with the lists they were made of.
	 */
	public WorkerStats {
		apps = List.copyOf(apps);
		cores = List.copyOf(cores);
		recycles = Collections.unmodifiableMap(new TreeMap<>(recycles));
	}

}
