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

/**
 * Statistics of a server at one moment, the root of uWSGI's stats document.
 *
 * @param version name and version of the server
 * @param listenQueue the longest listen queue of all sockets
 * @param listenQueueErrors how often a listen queue was found to have become full; uWSGI
 * has the field but never counts
 * @param signalQueue always 0: there are no uwsgi signals
 * @param load the same as {@code listenQueue}
 * @param pid process id of the server, that of the master if there is one
 * @param uid user id of the process
 * @param gid group id of the process
 * @param cwd working directory
 * @param sockets the sockets that requests come by
 * @param workers the workers, at least one
 */
public record ServerStats(String version, long listenQueue, long listenQueueErrors, long signalQueue, long load,
		long pid, long uid, long gid, String cwd, List<SocketStats> sockets, List<WorkerStats> workers) {

	/**
	 * Names of the locks that uWSGI creates without being asked. There is nothing to lock
	 * here, so each is held by process 0, which is nobody.
	 */
	public static final List<String> LOCKS = List.of("user 0", "signal", "filemon", "timer", "rbtimer", "cron", "rpc",
			"snmp");

	/**
	 * Creates statistics that do not change with the lists they were made of.
	 */
	public ServerStats {
		sockets = List.copyOf(sockets);
		workers = List.copyOf(workers);
	}

}
