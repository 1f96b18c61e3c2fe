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

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What has arrived of a request while its connection waits in the event loop for the
 * rest. It costs the bytes that have arrived and nothing else, in particular no core.
 * Used by one thread at a time.
 */
interface PartialRequest {

	/**
	 * Returns what has arrived of the packet.
	 * @return the bytes from position to limit
	 */
	ByteBuffer packet();

	/**
	 * Returns how many bytes may be received before anybody has to look at them.
	 * @return the number of bytes, at least 1 unless it is {@linkplain #isReady() ready}
	 */
	long expected();

	/**
	 * Takes bytes that have arrived, no more than are expected.
	 * @param more the bytes from position to limit
	 */
	void append(ByteBuffer more);

	/**
	 * Returns whether a core can go on with it.
	 * @return whether to hand it to a core
	 */
	boolean isReady();

	/**
	 * Returns whether it has been waited for long enough.
	 * @param nowNanos the current time by {@link System#nanoTime()}
	 * @return whether to give up
	 */
	boolean isOverdue(long nowNanos);

	/**
	 * Gives up.
	 * @return whether the peer can be told, by a core
	 */
	boolean giveUp();

	/**
	 * Returns this if it is a complete packet whose body is being collected.
	 * @return the body, or {@code null} if the packet itself is not complete
	 */
	// Not a matter of instanceof: the class of a body may not be loaded yet, and could
	// not be while descriptors are short.
	default @Nullable PartialBody collected() {
		return null;
	}

	/**
	 * Lets go of what was stored.
	 */
	void close();

}
