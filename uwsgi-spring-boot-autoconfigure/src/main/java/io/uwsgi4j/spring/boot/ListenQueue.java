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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The length of the listen queue. One that the user asks for with {@code uwsgi.listen} is
 * taken as it is, and starting fails if the kernel does not allow it. Others are cut to
 * what the kernel allows, which on older systems is less than our default.
 */
final class ListenQueue {

	private static final Logger logger = LoggerFactory.getLogger(ListenQueue.class);

	private static final Path SOMAXCONN = Path.of("/proc/sys/net/core/somaxconn");

	private final ConfiguredProperties configured;

	private final Path somaxconn;

	ListenQueue(ConfiguredProperties configured) {
		this(configured, SOMAXCONN);
	}

	ListenQueue(ConfiguredProperties configured, Path somaxconn) {
		this.configured = configured;
		this.somaxconn = somaxconn;
	}

	/**
	 * Chooses the length.
	 * @param listen the value of {@code uwsgi.listen}, set or by default
	 * @param acceptCount the value of {@code server.tomcat.accept-count}, set or by
	 * default
	 * @return the length
	 */
	int length(int listen, int acceptCount) {
		if (this.configured.contains("uwsgi.listen")) {
			return listen;
		}
		int length = this.configured.contains("server.tomcat.accept-count") ? acceptCount : listen;
		int limit = limit();
		if (length <= limit) {
			return length;
		}
		logger.info("Listen queue of {} instead of {}, as net.core.somaxconn does not allow more", limit, length);
		return limit;
	}

	private int limit() {
		try (BufferedReader reader = Files.newBufferedReader(this.somaxconn)) {
			return Math.max(1, Integer.parseInt(reader.readLine()));
		}
		catch (IOException | NumberFormatException ex) {
			return Integer.MAX_VALUE;
		}
	}

}
