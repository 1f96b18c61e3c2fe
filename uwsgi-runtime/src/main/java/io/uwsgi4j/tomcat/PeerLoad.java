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

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.policy.PeerLimits;
import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.policy.Rejection.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What one peer has open. Thread-safe.
 */
final class PeerLoad {

	private final String peer;

	private final Ledger ledger;

	// Written under the lock of the ledger.
	private volatile int connections;

	private final AtomicInteger incomplete = new AtomicInteger();

	private PeerLoad(String peer, Ledger ledger) {
		this.peer = peer;
		this.ledger = ledger;
	}

	/**
	 * Returns whether the peer has so many connections that it cannot even be told: those
	 * that are told stay open for a moment, and are to be as many as the others at most.
	 * @return whether to close a connection without an answer
	 */
	boolean isFlooding() {
		int limit = this.ledger.limits.connections();
		return limit > 0 && this.connections - limit > limit;
	}

	/**
	 * Counts a connection that waits for the rest of its packet.
	 * @return why it is one too many, in which case it has not been counted, or
	 * {@code null}
	 */
	@Nullable Rejection waits() {
		int count = this.incomplete.incrementAndGet();
		Rejection excess = excess(Reason.TOO_MANY_INCOMPLETE, count, this.ledger.limits.incomplete());
		if (excess != null) {
			this.incomplete.decrementAndGet();
		}
		return excess;
	}

	void waited() {
		this.incomplete.decrementAndGet();
	}

	void disconnected() {
		this.ledger.disconnected(this);
	}

	private @Nullable Rejection excess(Reason reason, int count, int limit) {
		if (limit == 0 || count <= limit) {
			return null;
		}
		return new Rejection(reason, "%d from %s (expected: at most %d)".formatted(count, this.peer, limit));
	}

	/**
	 * The peers that have connections. Thread-safe.
	 */
	static final class Ledger {

		private final PeerLimits limits;

		private final Map<String, PeerLoad> loads = new HashMap<>();

		Ledger(PeerLimits limits) {
			this.limits = limits;
		}

		PeerLimits limits() {
			return this.limits;
		}

		/**
		 * Counts a connection, even if it is one too many.
		 * @param name who has made it
		 * @param address the address, or {@code null} on a unix socket
		 * @return the peer
		 */
		synchronized Peer connected(String name, @Nullable InetSocketAddress address) {
			PeerLoad load = this.loads.computeIfAbsent(name, (key) -> new PeerLoad(key, this));
			int count = load.connections + 1;
			load.connections = count;
			return new Peer(address, load, load.excess(Reason.TOO_MANY_CONNECTIONS, count, this.limits.connections()));
		}

		private synchronized void disconnected(PeerLoad load) {
			int count = load.connections - 1;
			load.connections = count;
			if (count == 0) {
				this.loads.remove(load.peer);
			}
		}

	}

}
