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

package io.uwsgi4j.spring.boot.metrics;

import io.micrometer.common.docs.KeyName;

/**
 * The tags of the meters.
 */
public enum UwsgiMeterKeys implements KeyName {

	/** Address of a socket. */
	NAME("name"),

	/** Protocol of a socket. */
	PROTO("proto"),

	/** Number of a worker, from 1. */
	WORKER_ID("worker.id"),

	/** Number of a core, from 0. */
	CORE_ID("core.id"),

	/** Number of an application, from 0. */
	APP_ID("app.id"),

	/** Context path of an application. */
	MOUNTPOINT("mountpoint"),

	/** Directory of an application, always empty. */
	CHDIR("chdir"),

	/** Why a packet or a peer was refused, or a worker replaced. */
	REASON("reason");

	private final String key;

	UwsgiMeterKeys(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
