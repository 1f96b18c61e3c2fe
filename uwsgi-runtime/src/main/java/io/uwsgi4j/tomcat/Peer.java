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

import io.uwsgi4j.policy.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection.
 *
 * @param address the address, or {@code null} on a unix socket
 * @param load what the peer has open, or {@code null} if nobody counts it
 * @param refusal why the connection is not to be served, or {@code null} if it is
 */
record Peer(@Nullable InetSocketAddress address, @Nullable PeerLoad load, @Nullable Rejection refusal) {

	/**
	 * Somebody without an address, whose connections nobody counts.
	 */
	static final Peer UNCOUNTED = new Peer(null, null, null);

	String describe() {
		return (this.address != null) ? this.address.getAddress().getHostAddress() : "a unix socket peer";
	}

	/**
	 * Returns whether the peer has so many connections that it cannot even be told.
	 * @return whether to close this one without an answer
	 */
	boolean isFlooding() {
		return this.load != null && this.load.isFlooding();
	}

	/**
	 * Notes that the rest of a packet is waited for.
	 * @return why it must not be, in which case it has not been noted, or {@code null}
	 */
	@Nullable Rejection waits() {
		return (this.load != null) ? this.load.waits() : null;
	}

	/**
	 * Notes that the rest of a packet is waited for no longer.
	 */
	void waited() {
		if (this.load != null) {
			this.load.waited();
		}
	}

	/**
	 * Notes that the connection has been closed.
	 */
	void disconnected() {
		if (this.load != null) {
			this.load.disconnected();
		}
	}

}
