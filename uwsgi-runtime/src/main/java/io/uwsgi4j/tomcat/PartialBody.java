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
import java.nio.ByteBuffer;

import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.policy.Rejection.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A complete packet whose body is collected by the event loop before a core is taken for
 * the request (uWSGI: {@code post-buffering}).
 */
final class PartialBody implements PartialRequest {

	private final byte[] packet;

	private final CollectedBody body;

	private final long patienceNanos;

	private long deadlineNanos;

	private @Nullable Rejection failure;

	private PartialBody(byte[] packet, CollectedBody body, long patienceNanos) {
		this.packet = packet;
		this.body = body;
		this.patienceNanos = patienceNanos;
		this.deadlineNanos = System.nanoTime() + patienceNanos;
	}

	/**
	 * Begins to collect a body.
	 * @param packet the packet
	 * @param body where to collect it
	 * @param arrived what has arrived of the body
	 * @param patienceNanos how long to wait for more at a time
	 * @return what has arrived
	 */
	static PartialBody of(byte[] packet, CollectedBody body, ByteBuffer arrived, long patienceNanos) {
		PartialBody partial = new PartialBody(packet, body, patienceNanos);
		partial.append(arrived);
		return partial;
	}

	@Override
	public ByteBuffer packet() {
		return ByteBuffer.wrap(this.packet);
	}

	@Override
	public long expected() {
		return this.body.missing();
	}

	@Override
	public void append(ByteBuffer more) {
		try {
			this.body.append(more);
			this.deadlineNanos = System.nanoTime() + this.patienceNanos;
		}
		catch (IOException ex) {
			this.failure = notStored(ex);
		}
		catch (OutOfMemoryError ex) {
			this.body.discard();
			this.failure = new Rejection(Reason.BODY_NOT_STORED,
					"the body does not fit into memory: " + ex.getMessage());
		}
	}

	@Override
	public boolean isReady() {
		return this.failure != null || this.body.missing() == 0;
	}

	@Override
	public boolean isOverdue(long nowNanos) {
		return nowNanos - this.deadlineNanos >= 0;
	}

	@Override
	public boolean giveUp() {
		this.failure = new Rejection(Reason.BODY_TOO_SLOW, "body: %d of %d bytes arrived (expected: all)"
			.formatted(this.body.length() - this.body.missing(), this.body.length()));
		return true;
	}

	@Override
	public PartialBody collected() {
		return this;
	}

	@Override
	public void close() {
		this.body.close();
	}

	CollectedBody body() {
		return this.body;
	}

	/**
	 * Returns why the body is not complete.
	 * @return the reason, or {@code null} if it is complete
	 */
	@Nullable Rejection failure() {
		return this.failure;
	}

	static Rejection notStored(IOException ex) {
		return new Rejection(Reason.BODY_NOT_STORED,
				"the body cannot be stored in a temporary file: " + ex.getMessage());
	}

}
