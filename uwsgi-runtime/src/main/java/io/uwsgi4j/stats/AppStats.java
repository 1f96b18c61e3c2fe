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

package io.uwsgi4j.stats;

/**
 * Statistics of one application of a worker.
 *
 * @param id number of the application, from 0
 * @param modifier1 kind of the application in uWSGI's registry, 0
 * @param mountpoint context path, empty at the root
 * @param startupTime how long it took to start, in seconds
 * @param requests requests that have begun
 * @param exceptions requests that ended with an exception
 * @param chdir directory the application changed to, always empty
 */
public record AppStats(int id, int modifier1, String mountpoint, long startupTime, long requests, long exceptions,
		String chdir) {
}
