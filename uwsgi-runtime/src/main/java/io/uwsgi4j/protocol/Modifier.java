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

package io.uwsgi4j.protocol;

/**
 * Values of {@code modifier1}, the first byte of a packet, that say what kind of packet
 * it is.
 */
public final class Modifier {

	/**
	 * A request, the value that every proxy sends unless told otherwise.
	 */
	public static final int REQUEST = 0;

	/**
	 * A request whose {@code PATH_INFO} still contains {@code SCRIPT_NAME}.
	 */
	public static final int REQUEST_WITH_SCRIPT_NAME_IN_PATH = 30;

	/**
	 * A ping, answered with {@link #pong()}.
	 */
	public static final int PING = 100;

	private static final byte[] PONG = { PING, 0, 0, 1 };

	private Modifier() {
	}

	/**
	 * Returns whether the modifier marks a request. Beside 0 and 30 these are the numbers
	 * of uWSGI's language plugins (PSGI, Rack, JVM, CGI, PHP), because proxy
	 * configurations are copied together with them.
	 * @param modifier the value of {@code modifier1}, 0 to 255
	 * @return whether a block of request variables follows
	 */
	public static boolean isRequest(int modifier) {
		return switch (modifier) {
			case REQUEST, 5, 7, 8, 9, 14, REQUEST_WITH_SCRIPT_NAME_IN_PATH -> true;
			default -> false;
		};
	}

	/**
	 * Returns the packet that answers a ping: modifier1 100, no block, modifier2 1.
	 * @return a new array of four bytes
	 */
	public static byte[] pong() {
		return PONG.clone();
	}

}
