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

package io.uwsgi4j.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Reads without blocking, and writes back without blocking. Reads everything before it
 * answers, as nginx sends no more of a request once it has seen the head of the response.
 */
final class WholeEcho implements ReadListener {

	private final AsyncContext context;

	private final ServletInputStream in;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private final byte[] buffer = new byte[8192];

	private final AtomicLong received = new AtomicLong();

	private volatile Throwable error;

	private WholeEcho(AsyncContext context, ServletInputStream in) {
		this.context = context;
		this.in = in;
	}

	/**
	 * Begins to read.
	 * @param request the request
	 * @return the reader
	 * @throws IOException as a servlet may
	 */
	static WholeEcho start(HttpServletRequest request) throws IOException {
		AsyncContext context = request.startAsync();
		context.setTimeout(60_000);
		WholeEcho echo = new WholeEcho(context, request.getInputStream());
		request.getInputStream().setReadListener(echo);
		return echo;
	}

	/**
	 * Returns how much was read so far.
	 * @return the number of bytes
	 */
	long received() {
		return this.received.get();
	}

	/**
	 * Returns what the listener was told.
	 * @return the error or {@code null}
	 */
	Throwable error() {
		return this.error;
	}

	@Override
	public void onDataAvailable() throws IOException {
		while (this.in.isReady()) {
			int count = this.in.read(this.buffer);
			if (count < 0) {
				return;
			}
			this.body.write(this.buffer, 0, count);
			this.received.addAndGet(count);
		}
	}

	@Override
	public void onAllDataRead() throws IOException {
		byte[] bytes = this.body.toByteArray();
		RingWriter.start(this.context, bytes, bytes.length);
	}

	@Override
	public void onError(Throwable throwable) {
		this.error = throwable;
		this.context.complete();
	}

}
