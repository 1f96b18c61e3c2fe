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

import java.io.IOException;
import java.util.zip.CRC32;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Leaves a body alone until it is told to read it, and answers with its checksum.
 */
final class LateReader implements ReadListener {

	private final AsyncContext context;

	private final ServletInputStream in;

	private final CRC32 checksum = new CRC32();

	private final byte[] buffer = new byte[8192];

	private volatile boolean asked;

	private boolean reading;

	private LateReader(AsyncContext context, ServletInputStream in) {
		this.context = context;
		this.in = in;
	}

	/**
	 * Accepts a body.
	 * @param request the request
	 * @return the reader
	 * @throws IOException as a servlet may
	 */
	static LateReader start(HttpServletRequest request) throws IOException {
		AsyncContext context = request.startAsync();
		context.setTimeout(60_000);
		LateReader reader = new LateReader(context, request.getInputStream());
		request.getInputStream().setReadListener(reader);
		return reader;
	}

	/**
	 * Returns whether the listener knows that there is something to read.
	 * @return whether it has been told
	 */
	boolean isAsked() {
		return this.asked;
	}

	/**
	 * Begins to read, in a thread that is not the container's.
	 * @throws IOException if reading fails
	 */
	synchronized void read() throws IOException {
		this.reading = true;
		readAvailable();
	}

	@Override
	public synchronized void onDataAvailable() throws IOException {
		this.asked = true;
		if (this.reading) {
			readAvailable();
		}
	}

	private void readAvailable() throws IOException {
		while (this.in.isReady()) {
			int count = this.in.read(this.buffer);
			if (count < 0) {
				return;
			}
			this.checksum.update(this.buffer, 0, count);
		}
	}

	@Override
	public synchronized void onAllDataRead() throws IOException {
		this.context.getResponse().getWriter().print(this.checksum.getValue());
		this.context.complete();
	}

	@Override
	public void onError(Throwable throwable) {
		this.context.complete();
	}

}
