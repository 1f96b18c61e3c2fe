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

import java.util.List;

/**
 * An nginx whose servers are a test's own. Files that a test writes into its directory,
 * and the stock {@code uwsgi_params}, are found by their names.
 */
final class OwnNginx implements AutoCloseable {

	// The stock file.
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

	// Clients that keep their connections are not to meet nginx closing one.
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
				keepalive_requests 1000000;
				keepalive_timeout 1h;
				client_body_temp_path %1$s/body;
				proxy_temp_path %1$s/proxy;
				fastcgi_temp_path %1$s/fastcgi;
				uwsgi_temp_path %1$s/uwsgi;
				scgi_temp_path %1$s/scgi;
				include %1$s/uwsgi_params;
			%2$s}
			""";

	private final WorkDirectory directory;

	private final ManagedProcess process;

	/**
	 * Starts nginx.
	 * @param directory where its files are; deleted in the end
	 * @param port the last of the ports that it will listen on
	 * @param servers what else its {@code http} block contains
	 */
	OwnNginx(WorkDirectory directory, int port, String servers) {
		this.directory = directory;
		this.process = ManagedProcess.start(directory.path(), port, command(directory, servers));
	}

	/**
	 * Writes the configuration.
	 * @param directory where its files are
	 * @param servers what else its {@code http} block contains
	 * @return what starts nginx
	 */
	static List<String> command(WorkDirectory directory, String servers) {
		String program = ManagedProcess.find("nginx", "nginx-light");
		directory.write("uwsgi_params", UWSGI_PARAMS);
		String configuration = directory.write("nginx.conf", MAIN.formatted(directory, servers));
		return List.of(program, "-p", directory + "/", "-e", "stderr", "-c", configuration);
	}

	/**
	 * Returns one of the servers.
	 * @param port its port
	 * @return a view that need not be closed
	 */
	FrontEnd frontEnd(int port) {
		return new BorrowedFrontEnd(port, this::log);
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

}
