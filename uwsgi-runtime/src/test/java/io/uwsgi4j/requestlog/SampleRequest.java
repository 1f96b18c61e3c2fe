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

package io.uwsgi4j.requestlog;

import java.util.HashMap;
import java.util.Map;

import io.uwsgi4j.worker.ServedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request whose facts can be set one by one.
 */
final class SampleRequest implements ServedRequest {

	/** 2026-11-21T02:50:28.123456Z. */
	static final long START_MICROS = 1_795_229_428_123_456L;

	boolean handled = true;

	int status = 200;

	long bodySize = 14;

	int headSize = 45;

	int headerCount = 1;

	boolean sentFromFile;

	long durationNanos = 400_326_789;

	long contentLength = -1;

	int switches = 1;

	boolean readError;

	boolean writeError;

	private final Map<String, String> variables = new HashMap<>(
			Map.of("REQUEST_METHOD", "GET", "REQUEST_URI", "/a?b=c", "REMOTE_ADDR", "10.0.0.1", "SERVER_PROTOCOL",
					"HTTP/1.1", "HTTP_HOST", "app.example:8000", "SERVER_NAME", "app.example"));

	SampleRequest with(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	SampleRequest without(String name) {
		this.variables.remove(name);
		return this;
	}

	@Override
	public int worker() {
		return 3;
	}

	@Override
	public int core() {
		return 7;
	}

	@Override
	public @Nullable String variable(String name) {
		return this.variables.get(name);
	}

	@Override
	public int variableCount() {
		return 13;
	}

	@Override
	public int packetSize() {
		return 266;
	}

	@Override
	public int modifier1() {
		return 30;
	}

	@Override
	public int modifier2() {
		return 2;
	}

	@Override
	public long contentLength() {
		return this.contentLength;
	}

	@Override
	public boolean isHandled() {
		return this.handled;
	}

	@Override
	public int status() {
		return this.status;
	}

	@Override
	public long bodySize() {
		return this.bodySize;
	}

	@Override
	public int headSize() {
		return this.headSize;
	}

	@Override
	public int headerCount() {
		return this.headerCount;
	}

	@Override
	public boolean isSentFromFile() {
		return this.sentFromFile;
	}

	@Override
	public long startMicros() {
		return START_MICROS;
	}

	@Override
	public long durationNanos() {
		return this.durationNanos;
	}

	@Override
	public long queuedMicros() {
		return -1;
	}

	@Override
	public int switches() {
		return this.switches;
	}

	@Override
	public boolean hasReadError() {
		return this.readError;
	}

	@Override
	public boolean hasWriteError() {
		return this.writeError;
	}

	@Override
	public boolean hasException() {
		return false;
	}

}
