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

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Writes what it reads, with one buffer and without blocking.
 */
final class EchoListener implements ReadListener, WriteListener {

	private final AsyncContext context;

	private final ServletInputStream in;

	private final ServletOutputStream out;

	private final byte[] buffer = new byte[4096];

	private boolean completed;

	private EchoListener(AsyncContext context, ServletInputStream in, ServletOutputStream out) {
		this.context = context;
		this.in = in;
		this.out = out;
	}

	static void start(HttpServletRequest request, HttpServletResponse response) throws IOException {
		AsyncContext context = request.startAsync();
		EchoListener listener = new EchoListener(context, request.getInputStream(), response.getOutputStream());
		request.getInputStream().setReadListener(listener);
		response.getOutputStream().setWriteListener(listener);
	}

	@Override
	public void onDataAvailable() throws IOException {
		pump();
	}

	@Override
	public void onAllDataRead() throws IOException {
		pump();
	}

	@Override
	public void onWritePossible() throws IOException {
		pump();
	}

	@Override
	public synchronized void onError(Throwable throwable) {
		complete();
	}

	private void complete() {
		if (!this.completed) {
			this.completed = true;
			this.context.complete();
		}
	}

	private synchronized void pump() throws IOException {
		while (!this.completed && this.out.isReady()) {
			if (this.in.isFinished()) {
				complete();
				return;
			}
			if (!this.in.isReady()) {
				return;
			}
			int count = this.in.read(this.buffer);
			if (count > 0) {
				this.out.write(this.buffer, 0, count);
			}
		}
	}

}
