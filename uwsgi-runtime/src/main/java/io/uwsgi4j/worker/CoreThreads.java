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

package io.uwsgi4j.worker;

/**
 * Starts the thread of a core.
 */
@FunctionalInterface
public interface CoreThreads {

	/**
	 * Creates and starts a thread.
	 * @param name name of the thread
	 * @param body what the thread runs until it ends
	 * @throws OutOfMemoryError if the system has no thread left
	 */
	void start(String name, Runnable body);

	/**
	 * Returns a starter of daemon platform threads.
	 * @param priority priority of the threads, {@link Thread#MIN_PRIORITY} to
	 * {@link Thread#MAX_PRIORITY}
	 * @return the starter
	 */
	static CoreThreads platform(int priority) {
		return (name, body) -> {
			Thread thread = new Thread(body, name);
			thread.setDaemon(true);
			thread.setPriority(priority);
			thread.start();
		};
	}

}
