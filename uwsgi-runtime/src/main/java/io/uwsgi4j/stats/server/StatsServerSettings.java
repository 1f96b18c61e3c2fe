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

package io.uwsgi4j.stats.server;

import java.time.Duration;

import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.stats.StatsWriter;

/**
 * How a stats server answers.
 *
 * @param writer the form of the document
 * @param http whether to wait for a request, whatever it is, and to answer as an HTTP
 * server (uWSGI: {@code stats-http})
 * @param timeout the longest wait for a request, and for the answer to be taken
 * @param peers which TCP peers get an answer
 */
public record StatsServerSettings(StatsWriter writer, boolean http, Duration timeout, PeerPolicy peers) {
}
