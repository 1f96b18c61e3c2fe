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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One nginx with a server per {@link Variant}, each with the stock {@code uwsgi_params}.
 */
final class Nginx implements AutoCloseable {

	private static final String UWSGI_PARAMS = """
			uwsgi_param  QUERY_STRING       $query_string;
			uwsgi_param  REQUEST_METHOD     $request_method;
			uwsgi_param  CONTENT_TYPE       $content_type;
			uwsgi_param  CONTENT_LENGTH     $content_length;

			uwsgi_param  REQUEST_URI        $request_uri;
			uwsgi_param  PATH_INFO          $document_uri;
			uwsgi_param  DOCUMENT_ROOT      $document_root;
			uwsgi_param  SERVER_PROTOCOL    $server_protocol;
			uwsgi_param  REQUEST_SCHEME     $scheme;
			uwsgi_param  HTTPS              $https if_not_empty;

			uwsgi_param  REMOTE_ADDR        $remote_addr;
			uwsgi_param  REMOTE_PORT        $remote_port;
			uwsgi_param  SERVER_PORT        $server_port;
			uwsgi_param  SERVER_NAME        $server_name;
			""";

	private static final String MAIN = """
			user root;
			daemon off;
			worker_processes 1;
			worker_rlimit_nofile 8192;
			pid %1$s/nginx.pid;
			error_log stderr error;
			events {
				worker_connections 4096;
			}
			http {
				access_log off;
				client_max_body_size 100m;
				large_client_header_buffers 8 32k;
				client_body_temp_path %1$s/body;
				proxy_temp_path %1$s/proxy;
				fastcgi_temp_path %1$s/fastcgi;
				uwsgi_temp_path %1$s/uwsgi;
				scgi_temp_path %1$s/scgi;
				include %2$s;
			%3$s}
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
				}
			""";

	private final WorkDirectory directory = WorkDirectory.create();

	private final Map<Variant, Integer> ports = new EnumMap<>(Variant.class);

	private final ManagedProcess process;

	Nginx(RunningApplication application) {
		String program = ManagedProcess.find("nginx", "nginx-light");
		Arrays.stream(Variant.values()).forEach((variant) -> this.ports.put(variant, ManagedProcess.freePort()));
		String servers = this.ports.keySet()
			.stream()
			.map((variant) -> server(variant, application))
			.collect(Collectors.joining());
		String params = this.directory.write("uwsgi_params", UWSGI_PARAMS);
		String configuration = this.directory.write("nginx.conf", MAIN.formatted(this.directory, params, servers));
		int port = this.ports.get(Variant.UNIX_BUFFERED);
		this.process = ManagedProcess.start(this.directory.path(), port,
				List.of(program, "-p", this.directory + "/", "-e", "stderr", "-c", configuration));
	}

	/**
	 * Returns one of the servers.
	 * @param variant which
	 * @return a view that need not be closed
	 */
	FrontEnd frontEnd(Variant variant) {
		return new FrontEnd() {

			@Override
			public int port() {
				return Nginx.this.ports.get(variant);
			}

			@Override
			public String log() {
				return Nginx.this.log();
			}

			@Override
			public void close() {
				// the server lives as long as nginx
			}

		};
	}

	/**
	 * Returns what nginx has to say.
	 * @return the error log
	 */
	String log() {
		return this.process.log();
	}

	@Override
	public void close() {
		this.process.close();
		this.directory.close();
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
