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
 * State of the listen queue of one socket, which uWSGI's document has only a part of.
 *
 * @param name the address: a path, {@code @name} or {@code host:port}
 * @param length connections that wait to be accepted
 * @param max how many may wait, 0 if that is not known
 * @param highWaterMark the most connections that were seen to wait since the connector
 * was started; short peaks between two looks may be missed
 */
public record ListenQueueStats(String name, long length, long max, long highWaterMark) {
}
