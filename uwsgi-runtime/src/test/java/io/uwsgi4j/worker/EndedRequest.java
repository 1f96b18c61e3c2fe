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

import org.jspecify.annotations.Nullable;

/**
 * A request that has ended as a test wants it to.
 */
final class EndedRequest implements ServedRequest {

	private final int core;

	private long nanos;

	private int head;

	private long body;

	private boolean failed;

	EndedRequest(int core) {
		this.core = core;
	}

	EndedRequest taking(long nanos) {
		this.nanos = nanos;
		return this;
	}

	EndedRequest sending(int head, long body) {
		this.head = head;
		this.body = body;
		return this;
	}

	/**
	 * Makes everything go wrong.
	 * @return this
	 */
	EndedRequest failing() {
		this.failed = true;
		return this;
	}

	@Override
	public int worker() {
		return 1;
	}

	@Override
	public int core() {
		return this.core;
	}

	@Override
	public @Nullable String variable(String name) {
		return null;
	}

	@Override
	public int variableCount() {
		return 0;
	}

	@Override
	public int packetSize() {
		return 0;
	}

	@Override
	public int modifier1() {
		return 0;
	}

	@Override
	public int modifier2() {
		return 0;
	}

	@Override
	public long contentLength() {
		return -1;
	}

	@Override
	public boolean isHandled() {
		return !this.failed;
	}

	@Override
	public int status() {
		return 200;
	}

	@Override
	public long bodySize() {
		return this.body;
	}

	@Override
	public int headSize() {
		return this.head;
	}

	@Override
	public int headerCount() {
		return 1;
	}

	@Override
	public boolean isSentFromFile() {
		return false;
	}

	@Override
	public long startMicros() {
		return 1;
	}

	@Override
	public long durationNanos() {
		return this.nanos;
	}

	@Override
	public long queuedMicros() {
		return -1;
	}

	@Override
	public int switches() {
		return 1;
	}

	@Override
	public boolean hasReadError() {
		return this.failed;
	}

	@Override
	public boolean hasWriteError() {
		return this.failed;
	}

	@Override
	public boolean hasException() {
		return this.failed;
	}

}
