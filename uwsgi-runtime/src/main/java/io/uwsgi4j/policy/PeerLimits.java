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

package io.uwsgi4j.policy;

/**
 * How much one peer may have open at a time. A peer is an address on TCP and a user on a
 * unix socket.
 *
 * @param connections most connections, or 0 for no limit
 * @param incomplete most connections whose packets are not complete, or 0 for no limit
 */
public record PeerLimits(int connections, int incomplete) {

	/**
	 * No limits but those for all peers together.
	 */
	public static final PeerLimits NONE = new PeerLimits(0, 0);

	/**
	 * Creates limits.
	 * @throws IllegalArgumentException if one of them is negative
	 */
	public PeerLimits {
		if (connections < 0 || incomplete < 0) {
			throw new IllegalArgumentException(
					"A limit per peer is negative: %d connections, %d incomplete".formatted(connections, incomplete));
		}
	}

	/**
	 * Returns the same with another limit for connections.
	 * @param connections most connections, or 0 for no limit
	 * @return the new limits
	 */
	public PeerLimits withConnections(int connections) {
		return new PeerLimits(connections, this.incomplete);
	}

	/**
	 * Returns the same with another limit for incomplete packets.
	 * @param incomplete most connections whose packets are not complete, or 0 for no
	 * limit
	 * @return the new limits
	 */
	public PeerLimits withIncomplete(int incomplete) {
		return new PeerLimits(this.connections, incomplete);
	}

	/**
	 * Returns whether nothing has to be counted.
	 * @return whether there is no limit
	 */
	public boolean isNone() {
		return this.connections == 0 && this.incomplete == 0;
	}

}
