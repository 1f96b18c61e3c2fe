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

import io.uwsgi4j.protocol.PacketException;
import org.jspecify.annotations.Nullable;

/**
 * A packet that does not become a request, and why.
 *
 * @param reason the rule that was broken
 * @param detail what was found and what was expected, for the log and never for the
 * client
 */
public record Rejection(Reason reason, String detail) {

	/**
	 * Returns the rejection for a packet that cannot be decoded.
	 * @param ex what the decoder found
	 * @return the rejection
	 */
	public static Rejection of(PacketException ex) {
		Reason reason = switch (ex.fault()) {
			case BLOCK_TOO_LARGE -> Reason.BLOCK_TOO_LARGE;
			case TOO_MANY_VARS -> Reason.TOO_MANY_VARS;
			case MALFORMED_BLOCK -> Reason.MALFORMED_PACKET;
			case FOREIGN_PROTOCOL -> Reason.FOREIGN_PROTOCOL;
		};
		return new Rejection(reason, String.valueOf(ex.getMessage()));
	}

	/**
	 * Returns the rejection for a variable whose value cannot be used.
	 * @param detail the variable and what is wrong with it
	 * @return the rejection
	 */
	public static Rejection badVariable(String detail) {
		return new Rejection(Reason.BAD_VARIABLE, detail);
	}

	/**
	 * The rules, each with the status of its answer.
	 */
	public enum Reason {

		/**
		 * The block of variables is larger than {@code uwsgi.buffer-size}.
		 */
		BLOCK_TOO_LARGE(431, "uwsgi.buffer-size"),

		/**
		 * There are more variables than {@code uwsgi.max-vars}.
		 */
		TOO_MANY_VARS(431, "uwsgi.max-vars"),

		/**
		 * The body is longer than {@code uwsgi.limit-post}.
		 */
		BODY_TOO_LARGE(413, "uwsgi.limit-post"),

		/**
		 * The body did not arrive in time to be collected ({@code uwsgi.post-buffering}).
		 */
		BODY_TOO_SLOW(408, "uwsgi.socket-timeout"),

		/**
		 * There is no room for the temporary file of a body that is collected.
		 */
		BODY_NOT_STORED(507, null),

		/**
		 * A length in the packet points past its end.
		 */
		MALFORMED_PACKET(400, null),

		/**
		 * A variable has a value that cannot be used.
		 */
		BAD_VARIABLE(400, null),

		/**
		 * Something else than uwsgi was spoken to the socket.
		 */
		FOREIGN_PROTOCOL(400, null),

		/**
		 * The packet is not a request.
		 */
		UNSUPPORTED_MODIFIER(501, null),

		/**
		 * The peer is not in {@code uwsgi.allow-from}. It gets no answer.
		 */
		PEER_NOT_ALLOWED(403, "uwsgi.allow-from"),

		/**
		 * The peer on a unix socket is neither in {@code uwsgi.allow-uids} nor in
		 * {@code uwsgi.allow-gids}. It gets no answer.
		 */
		USER_NOT_ALLOWED(403, "uwsgi.allow-uids and uwsgi.allow-gids"),

		/**
		 * The peer has more connections than {@code uwsgi.max-connections-per-peer}.
		 */
		TOO_MANY_CONNECTIONS(503, "uwsgi.max-connections-per-peer"),

		/**
		 * The peer has more than twice as many connections. It gets no answer.
		 */
		CONNECTION_FLOOD(503, "uwsgi.max-connections-per-peer"),

		/**
		 * The peer lets more packets wait for their rest than
		 * {@code uwsgi.max-incomplete-per-peer}.
		 */
		TOO_MANY_INCOMPLETE(503, "uwsgi.max-incomplete-per-peer"),

		/**
		 * The packet does not say {@code uwsgi.secret}.
		 */
		SECRET_NOT_KNOWN(403, "uwsgi.secret");

		private final int status;

		private final @Nullable String property;

		Reason(int status, @Nullable String property) {
			this.status = status;
			this.property = property;
		}

		/**
		 * Returns the status of the answer.
		 * @return an HTTP status code
		 */
		public int status() {
			return this.status;
		}

		/**
		 * Returns whether there is no answer, as nothing has been read.
		 * @return whether the connection is just closed
		 */
		public boolean isSilent() {
			return this == PEER_NOT_ALLOWED || this == USER_NOT_ALLOWED || this == CONNECTION_FLOOD;
		}

		/**
		 * Returns the property that sets the limit.
		 * @return the name of the property, or {@code null} if the rule is fixed
		 */
		public @Nullable String property() {
			return this.property;
		}

	}

}
