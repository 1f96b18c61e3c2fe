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

package io.uwsgi4j.tomcat;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A request that took too long and was given up. Thread-safe.
 */
final class DoomedRequest {

	private final int core;

	private final String description;

	private final long givenUpNanos;

	private final @Nullable Thread thread;

	private final boolean replaced;

	private final boolean answered;

	private final String stack;

	// Set by the thread of the request.
	private volatile boolean ended;

	// Only used by the watch.
	private boolean damage;

	DoomedRequest(int core, String description, long nowNanos, Execution execution) {
		this.core = core;
		this.description = description;
		this.givenUpNanos = nowNanos;
		this.thread = execution.thread();
		this.replaced = execution.replaced();
		this.answered = execution.answered();
		this.stack = execution.stack();
	}

	int core() {
		return this.core;
	}

	/**
	 * Describes the request as the proxy did: method, target, and address of the client.
	 */
	@Override
	public String toString() {
		return this.description;
	}

	/**
	 * Returns who was serving it.
	 * @return the thread, {@code null} if it was waiting without one
	 */
	@Nullable Thread thread() {
		return this.thread;
	}

	/**
	 * Returns whether there is no core less than before.
	 * @return {@code false} if no other core could take the place of its own
	 */
	boolean isReplaced() {
		return this.replaced;
	}

	boolean isAnswered() {
		return this.answered;
	}

	/**
	 * Returns where the thread was before it was interrupted.
	 * @return some lines, or nothing if nobody has asked for it
	 */
	String stack() {
		return this.stack;
	}

	Duration since(long nowNanos) {
		return Duration.ofNanos(nowNanos - this.givenUpNanos);
	}

	/**
	 * Told by the thread of the request when it has come back after all.
	 */
	void ended() {
		this.ended = true;
	}

	boolean hasEnded() {
		return this.ended;
	}

	boolean isDamage() {
		return this.damage;
	}

	void setDamage() {
		this.damage = true;
	}

	/**
	 * What was done to a request.
	 *
	 * @param thread the thread that was interrupted, {@code null} if there was none
	 * @param replaced whether another core is in the place of its own
	 * @param answered whether the client was told
	 * @param stack where the thread was before that, or nothing
	 */
	record Execution(@Nullable Thread thread, boolean replaced, boolean answered, String stack) {
	}

}
