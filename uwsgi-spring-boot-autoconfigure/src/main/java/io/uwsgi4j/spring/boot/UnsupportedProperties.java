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

package io.uwsgi4j.spring.boot;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Options of uWSGI that change how requests are served or processes are run and that have
 * no effect here. Starting without them would be a surprise, so setting one is an error.
 * <p>
 * This is a list of names rather than everything unknown below {@code uwsgi}: a
 * Kubernetes service of that name puts {@code UWSGI_PORT}, {@code UWSGI_SERVICE_HOST} and
 * the like into the environment of every container.
 */
final class UnsupportedProperties {

	private static final List<String> REQUESTS = List.of("post-buffering-bufsize", "harakiri-graceful-signal",
			"harakiri-queue-threshold", "harakiri-no-arh", "body-read-warning", "chunked-input-limit",
			"chunked-input-timeout", "manage-script-name", "mount", "static-map", "static-map2", "check-static",
			"offload-threads", "add-header", "del-header");

	private static final List<String> RECYCLING = List.of("max-worker-lifetime-delta", "reload-on-uss", "reload-on-pss",
			"reload-on-exception", "reload-mercy");

	private static final List<String> OBSERVING = List.of("stats-server", "stats-no-metrics", "stats-push",
			"log-sendfile", "log-ioerror", "log-date", "log-maxsize", "log-reopen", "log-master", "disable-logging",
			"logto", "logto2", "logger", "req-logger");

	private static final List<String> SOCKETS = List.of("uwsgi-socket", "suwsgi-socket", "http-socket", "http11-socket",
			"https", "https-socket", "fastcgi-socket", "scgi-socket", "shared-socket", "abstract-socket", "map-socket",
			"http-to", "http-keepalive", "so-send-timeout", "socket-send-timeout", "socket-sndbuf", "socket-rcvbuf",
			"tcp-fastopen", "freebind", "thunder-lock", "no-defer-accept");

	private static final List<String> PROCESSES = List.of("master", "processes", "workers", "cheaper",
			"cheaper-initial", "cheaper-step", "cheaper-algo", "cheaper-overload", "cheap", "idle", "die-on-idle",
			"lazy", "lazy-apps", "mule", "mules", "spooler", "cron", "emperor", "attach-daemon", "smart-attach-daemon",
			"subscribe-to", "touch-reload", "touch-workers-reload", "touch-chain-reload", "fs-reload", "master-fifo",
			"check-interval", "forkbomb-delay", "no-orphans", "exit-on-reload");

	private static final List<String> IDENTITY = List.of("pidfile2", "safe-pidfile", "safe-pidfile2", "daemonize",
			"daemonize2", "uid", "gid", "add-gid", "umask", "chdir", "chdir2", "chroot", "procname", "auto-procname");

	private UnsupportedProperties() {
	}

	static Stream<String> names() {
		return Stream.of(REQUESTS, RECYCLING, OBSERVING, SOCKETS, PROCESSES, IDENTITY)
			.flatMap(List::stream)
			.map((option) -> "uwsgi." + option);
	}

	/**
	 * Fails if an unsupported property is set, naming all that are.
	 * @param configured what the user has set
	 */
	static void check(ConfiguredProperties configured) {
		List<ConfigurationProperty> found = names().map(configured::find).filter(Objects::nonNull).toList();
		if (!found.isEmpty()) {
			StringBuilder description = new StringBuilder(
					"Configuration properties that are not supported yet:%n".formatted());
			for (ConfigurationProperty property : found) {
				description.append("%n    '%s' with value '%s'%s".formatted(property.getName(), property.getValue(),
						ConfiguredProperties.origin(property)));
			}
			throw new FailureAnalyzedException(description.toString(),
					"Remove them. This version would start, but not do what they ask for.");
		}
	}

}
