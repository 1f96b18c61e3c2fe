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

/**
 * Why a worker is replaced.
 */
public enum RecycleReason {

	/**
	 * It has served enough requests (uWSGI: {@code max-requests}).
	 */
	MAX_REQUESTS("max-requests"),

	/**
	 * It has served for long enough (uWSGI: {@code max-worker-lifetime}).
	 */
	MAX_WORKER_LIFETIME("max-worker-lifetime"),

	/**
	 * Its address space is too large (uWSGI: {@code reload-on-as}).
	 */
	RELOAD_ON_AS("reload-on-as"),

	/**
	 * Its resident memory is too large (uWSGI: {@code reload-on-rss}).
	 */
	RELOAD_ON_RSS("reload-on-rss"),

	/**
	 * Its address space is much too large (uWSGI: {@code evil-reload-on-as}).
	 */
	EVIL_RELOAD_ON_AS("evil-reload-on-as"),

	/**
	 * Its resident memory is much too large (uWSGI: {@code evil-reload-on-rss}).
	 */
	EVIL_RELOAD_ON_RSS("evil-reload-on-rss"),

	/**
	 * Threads of requests that were given up do not come back.
	 */
	DAMAGED("damaged"),

	/**
	 * An operator has asked for it.
	 */
	RELOAD("reload");

	private final String label;

	RecycleReason(String label) {
		this.label = label;
	}

	/**
	 * Returns the name for people and machines to read: that of uWSGI's option, if there
	 * is one.
	 * @return the name
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Returns whether the worker is to be ended at once, in the midst of its requests.
	 * @return whether nothing is to be waited for
	 */
	public boolean isEvil() {
		return this == EVIL_RELOAD_ON_AS || this == EVIL_RELOAD_ON_RSS;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
