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

package io.uwsgi4j.spring.boot.recycle;

import io.uwsgi4j.stats.AppStats;
import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.stats.WorkerStats;

/**
 * The counters of all cores as uWSGI logs those of its applications on SIGUSR1. Cores
 * that have not served anything are left out.
 */
final class CountersText {

	private CountersText() {
	}

	static String of(ServerStats stats) {
		StringBuilder text = new StringBuilder();
		for (WorkerStats worker : stats.workers()) {
			text.append("worker %d (pid: %d) total requests: %d exceptions: %d harakiri: %d bytes: %d%n".formatted(
					worker.id(), worker.pid(), worker.requests(), worker.exceptions(), worker.harakiriCount(),
					worker.tx()));
			for (AppStats app : worker.apps()) {
				text.append("\tworker %d app %d [%s] requests: %d exceptions: %d%n".formatted(worker.id(), app.id(),
						app.mountpoint(), app.requests(), app.exceptions()));
			}
			worker.cores()
				.stream()
				.filter((core) -> core.requests() > 0 || core.inRequest() > 0)
				.forEach((core) -> append(text, worker, core));
		}
		return text.append("-----------------").toString();
	}

	private static void append(StringBuilder text, WorkerStats worker, CoreStats core) {
		text.append("\tworker %d core %d requests: %d read errors: %d write errors: %d%s%n".formatted(worker.id(),
				core.id(), core.requests(), core.readErrors(), core.writeErrors(),
				(core.inRequest() != 0) ? ", serving a request" : ""));
	}

}
