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

package io.uwsgi4j.integration;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One nginx with a server per {@link Variant}, each with the stock {@code uwsgi_params}.
 */
final class Nginx implements AutoCloseable {

	private static final String LIMITS = """
				client_max_body_size 100m;
				large_client_header_buffers 8 32k;
			""";

	private static final String SERVER = """
				server {
					listen 127.0.0.1:%1$d backlog=2048;
					server_name app.example;
					uwsgi_buffering %2$s;
					uwsgi_request_buffering %2$s;
					location / {
						uwsgi_pass %3$s;
					}
					location /old/ {
						rewrite ^/old/(.*)$ /inspect/new/$1 break;
						uwsgi_pass %3$s;
					}
					location /inspect/args {
						set $args "changed=1&by=nginx";
						uwsgi_pass %3$s;
					}
					location /impatient/ {
						rewrite ^/impatient(/.*)$ $1 break;
						uwsgi_read_timeout 4s;
						uwsgi_pass %3$s;
					}
				}
			""";

	private final Map<Variant, Integer> ports = new EnumMap<>(Variant.class);

	private final OwnNginx nginx;

	Nginx(RunningApplication application) {
		this(application, "");
	}

	/**
	 * Starts nginx.
	 * @param application the application behind it
	 * @param directives what holds for all its servers
	 */
	Nginx(RunningApplication application, String directives) {
		Arrays.stream(Variant.values()).forEach((variant) -> this.ports.put(variant, ManagedProcess.freePort()));
		String servers = this.ports.keySet()
			.stream()
			.map((variant) -> server(variant, application))
			.collect(Collectors.joining());
		this.nginx = new OwnNginx(WorkDirectory.create(), this.ports.get(Variant.TCP_UNBUFFERED),
				LIMITS + directives + "\n" + servers);
	}

	/**
	 * Returns one of the servers.
	 * @param variant which
	 * @return a view that need not be closed
	 */
	FrontEnd frontEnd(Variant variant) {
		return this.nginx.frontEnd(this.ports.get(variant));
	}

	/**
	 * Returns what nginx has to say.
	 * @return the error log
	 */
	String log() {
		return this.nginx.log();
	}

	@Override
	public void close() {
		this.nginx.close();
	}

	private String server(Variant variant, RunningApplication application) {
		String target = (variant.isUnix()) ? "unix:" + application.unixSocket() : application.tcpAddress();
		return SERVER.formatted(this.ports.get(variant), (variant.isBuffered()) ? "on" : "off", target);
	}

	/**
	 * How nginx talks to the application.
	 */
	enum Variant {

		UNIX_BUFFERED, UNIX_UNBUFFERED, TCP_BUFFERED, TCP_UNBUFFERED;

		boolean isUnix() {
			return this == UNIX_BUFFERED || this == UNIX_UNBUFFERED;
		}

		boolean isBuffered() {
			return this == UNIX_BUFFERED || this == TCP_BUFFERED;
		}

	}

}
