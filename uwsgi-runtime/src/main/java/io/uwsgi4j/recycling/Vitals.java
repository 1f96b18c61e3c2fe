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

package io.uwsgi4j.recycling;

import java.time.Duration;

import io.uwsgi4j.worker.MemoryProbe;

/**
 * What a worker is judged by.
 */
interface Vitals {

	/**
	 * Returns how many requests have ended.
	 * @return the number of requests
	 */
	long requests();

	/**
	 * Returns for how long the worker has been serving.
	 * @return its age
	 */
	Duration age();

	/**
	 * Looks how much memory the process uses.
	 * @return the memory now
	 */
	MemoryProbe memory();

	/**
	 * Asks for a garbage collection, and waits until it is over.
	 */
	void collectGarbage();

}
