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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.uwsgi4j.spring.boot.UwsgiServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.system.ApplicationPid;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * The file with the number of the process, from when the sockets are bound until the
 * application has ended.
 */
public final class PidFile implements ApplicationListener<WebServerInitializedEvent>, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(PidFile.class);

	private final ApplicationContext context;

	private final UwsgiServer server;

	private final @Nullable Path file;

	private final boolean vacuum;

	private final ApplicationPid pid = new ApplicationPid();

	// Written and read by the threads that start and close the application
	private volatile boolean written;

	/**
	 * Creates a file that is not there yet.
	 * @param context the application
	 * @param server where the connector is found
	 * @param file the path, or {@code null} for none
	 * @param vacuum whether to remove it in the end
	 */
	public PidFile(ApplicationContext context, UwsgiServer server, @Nullable String file, boolean vacuum) {
		this.context = context;
		this.server = server;
		this.file = (file != null) ? Path.of(file).toAbsolutePath() : null;
		this.vacuum = vacuum;
	}

	/**
	 * Writes the file when the server of the application, not that of the management
	 * endpoints, has started.
	 * @throws FailureAnalyzedException if it cannot be written
	 */
	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		if (this.file != null && event.getApplicationContext() == this.context && this.server.protocol() != null) {
			write(this.file);
		}
	}

	private void write(Path file) {
		try {
			this.pid.write(file.toFile());
			this.written = true;
			logger.info("Process number {} written to {}", this.pid, file);
		}
		catch (IOException ex) {
			throw new FailureAnalyzedException(
					"The file '%s' of 'uwsgi.pidfile' cannot be written: %s".formatted(file, ex.getMessage()),
					"Set 'uwsgi.pidfile' to a file in a directory that the user of the process may write to, such as"
							+ " /run/app/app.pid.",
					ex);
		}
	}

	/**
	 * Removes the file, unless somebody else has written to it meanwhile.
	 */
	@Override
	public void destroy() {
		if (this.file == null || !this.written || !this.vacuum) {
			return;
		}
		try {
			if (Files.exists(this.file) && Files.readString(this.file).strip().equals(this.pid.toString())) {
				Files.delete(this.file);
			}
		}
		catch (IOException ex) {
			logger.warn("The file {} of 'uwsgi.pidfile' could not be removed: {}", this.file, ex.toString());
		}
	}

}
