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
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * Writes some bytes over and over, in small pieces and only while there is room, until
 * the response is as long as wanted. Counts what it was allowed to write.
 */
final class RingWriter implements WriteListener {

	/** The most that is written after the listener has been told that there is room. */
	static final int PIECE = 8192;

	private final AsyncContext context;

	private final ServletOutputStream out;

	private final byte[] ring;

	private final long length;

	private final AtomicLong written = new AtomicLong();

	private final AtomicLong firstStop = new AtomicLong();

	private volatile Throwable error;

	private RingWriter(AsyncContext context, byte[] ring, long length) throws IOException {
		this.context = context;
		this.out = context.getResponse().getOutputStream();
		this.ring = ring;
		this.length = length;
	}

	/**
	 * Begins to write, and completes the request at the end.
	 * @param context the request
	 * @param ring the bytes
	 * @param length the length of the response
	 * @return the writer
	 * @throws IOException as a servlet may
	 */
	static RingWriter start(AsyncContext context, byte[] ring, long length) throws IOException {
		RingWriter writer = new RingWriter(context, ring, length);
		context.setTimeout(60_000);
		context.getResponse().setContentLengthLong(length);
		writer.out.setWriteListener(writer);
		return writer;
	}

	/**
	 * Returns how much was written so far.
	 * @return the number of bytes
	 */
	long written() {
		return this.written.get();
	}

	/**
	 * Returns how much was written before there was no room for the first time.
	 * @return the number of bytes, 0 if there always was
	 */
	long firstStop() {
		return this.firstStop.get();
	}

	/**
	 * Returns what the listener was told.
	 * @return the error or {@code null}
	 */
	Throwable error() {
		return this.error;
	}

	@Override
	public void onWritePossible() throws IOException {
		while (this.out.isReady()) {
			long position = this.written.get();
			if (position == this.length) {
				this.context.complete();
				return;
			}
			int from = (int) (position % this.ring.length);
			int count = (int) Math.min(Math.min(PIECE, this.ring.length - from), this.length - position);
			this.out.write(this.ring, from, count);
			this.written.addAndGet(count);
		}
		this.firstStop.compareAndSet(0, this.written.get());
	}

	@Override
	public void onError(Throwable throwable) {
		this.error = throwable;
		this.context.complete();
	}

}
