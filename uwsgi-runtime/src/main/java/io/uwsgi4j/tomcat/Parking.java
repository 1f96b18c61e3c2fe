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
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.uwsgi4j.policy.Rejection;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection waits in the event loop for the rest of its request, without a core.
 */
final class Parking {

	// Other connections get their turn in the event loop after so many.
	private static final int READS_PER_EVENT = 16;

	private static final AtomicReferenceFieldUpdater<Parking, @Nullable PartialRequest> REQUEST = AtomicReferenceFieldUpdater
		.newUpdater(Parking.class, PartialRequest.class, "request");

	private final UwsgiSocketWrapper wrapper;

	private final UwsgiChannel channel;

	private final UwsgiEndpoint endpoint;

	// Set by the core that parks the connection, used by the event loop while it waits.
	private volatile @Nullable PartialRequest request;

	Parking(UwsgiSocketWrapper wrapper, UwsgiChannel channel, UwsgiEndpoint endpoint) {
		this.wrapper = wrapper;
		this.channel = channel;
		this.endpoint = endpoint;
	}

	/**
	 * Parks the connection. Takes effect with the next registration for reading.
	 * @param request what has arrived so far
	 * @return why the connection must not wait, or {@code null} if it does
	 */
	@Nullable Rejection enter(PartialRequest request) {
		Rejection rejection = (request.collected() != null) ? null : this.wrapper.peer().waits();
		if (rejection == null) {
			this.request = request;
		}
		return rejection;
	}

	@Nullable PartialRequest leave() {
		PartialRequest request = this.request;
		// Only one thread takes it: the core that goes on, or whoever closes.
		if (request == null || !REQUEST.compareAndSet(this, request, null)) {
			return null;
		}
		if (request.collected() == null) {
			this.wrapper.peer().waited();
		}
		return request;
	}

	boolean isTaken() {
		return this.request != null;
	}

	/**
	 * Receives what there is. Called by the event loop.
	 */
	void readable() {
		PartialRequest request = this.request;
		if (request == null) {
			return;
		}
		try {
			receive(request);
			if (request.isReady()) {
				this.endpoint.dispatch(this.wrapper, SocketEvent.OPEN_READ);
			}
			else {
				this.channel.request(UwsgiChannel.READ);
			}
		}
		catch (IOException ex) {
			// There is nobody left to be answered, and no request that anybody could be
			// told about.
			if (request.collected() != null) {
				this.wrapper.peerLeft(ex);
			}
			this.wrapper.close();
		}
		catch (OutOfMemoryError ex) {
			// Nobody would come back to it.
			this.wrapper.close();
			throw ex;
		}
	}

	private void receive(PartialRequest request) throws IOException {
		for (int i = 0; i < READS_PER_EVENT && !request.isReady(); i++) {
			ByteBuffer scratch = this.endpoint.loop().scratch();
			scratch.limit((int) Math.min(scratch.limit(), request.expected()));
			if (this.channel.receive(scratch) == 0) {
				return;
			}
			request.append(scratch.flip());
		}
	}

	/**
	 * Gives up what has been waited for too long. Called by the event loop once in a
	 * while.
	 * @param nowNanos the current time by {@link System#nanoTime()}
	 */
	void checkTimeout(long nowNanos) {
		PartialRequest request = this.request;
		if (request == null || !request.isOverdue(nowNanos) || !this.channel.withdraw(UwsgiChannel.READ)) {
			return;
		}
		if (request.giveUp()) {
			this.endpoint.dispatch(this.wrapper, SocketEvent.OPEN_READ);
		}
		else {
			this.wrapper.close();
		}
	}

	void close() {
		PartialRequest request = leave();
		if (request != null) {
			request.close();
		}
	}

}
