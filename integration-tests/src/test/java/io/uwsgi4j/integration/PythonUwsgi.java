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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A uWSGI with a Python application, which answers {@code /404/10} with status 404 and
 * ten bytes, and {@code /held} when it is released.
 */
final class PythonUwsgi implements AutoCloseable {

	private static final String APPLICATION = """
			import os, time

			REASONS = {'200': 'OK', '404': 'Not Found', '503': 'Service Unavailable'}

			def application(environ, start_response):
			    environ['wsgi.input'].read()
			    path = environ['PATH_INFO']
			    while path == '/held' and not os.path.exists('released'):
			        time.sleep(0.01)
			    status, size = ('200', '5') if path == '/held' else path.split('/')[1:3]
			    start_response(status + ' ' + REASONS[status], [
			        ('Content-Type', 'text/plain'),
			        ('Content-Length', size),
			        ('Date', 'Thu, 26 Nov 2026 00:00:00 GMT')])
			    return [b'x' * int(size)]
			""";

	private final WorkDirectory directory = WorkDirectory.create();

	private final ManagedProcess process;

	/**
	 * Starts uWSGI on a socket file.
	 * @param options further options
	 */
	PythonUwsgi(String... options) {
		this("python3", APPLICATION, options);
	}

	private PythonUwsgi(String plugins, String application, String[] options) {
		String program = ManagedProcess.find("uwsgi-core", "uwsgi-core");
		ManagedProcess.require("/usr/lib/uwsgi/plugins/python3_plugin.so", "uwsgi-plugin-python3");
		String file = this.directory.write("application.py", application);
		List<String> command = new ArrayList<>(List.of(program, "--plugin", plugins, "--wsgi-file", file, "--need-app",
				"--socket", socket(), "--chmod-socket=666", "--buffer-size", "32768"));
		command.addAll(List.of(options));
		this.process = ManagedProcess.start(this.directory.path(), command, "spawned uWSGI worker 1");
	}

	/**
	 * Starts uWSGI with all that it has for other packets than requests, and an
	 * application that tells what it has been asked.
	 * @param options further options
	 * @return the running uWSGI
	 */
	static PythonUwsgi telling(String... options) {
		return new PythonUwsgi("python3,ping,signal,echo,rpc", WsgiTelling.APPLICATION, options);
	}

	String socket() {
		return file("uwsgi.sock");
	}

	/**
	 * Returns where a file is whose path was given as an option.
	 * @param name the path, which uWSGI takes for relative to its directory
	 * @return the absolute path
	 */
	String file(String name) {
		return this.directory.path().resolve(name).toString();
	}

	/**
	 * Lets {@code /held} go on.
	 */
	void release() {
		this.directory.write("released", "");
	}

	/**
	 * Returns what uWSGI has printed, in full.
	 * @return the lines
	 */
	List<String> lines() {
		try {
			return Files.readString(Path.of(file("output.log")), StandardCharsets.ISO_8859_1).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.close();
		this.directory.close();
	}

}
