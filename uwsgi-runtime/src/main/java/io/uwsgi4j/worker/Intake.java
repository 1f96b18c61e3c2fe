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

package io.uwsgi4j.worker;

import org.jspecify.annotations.Nullable;

/**
 * One core's way to the listen queue, and the place where it waits when it has nothing to
 * do. All methods but {@link #wakeUp()} are called by the thread of the core.
 */
public interface Intake extends AutoCloseable {

	/**
	 * Makes the core one of those that the kernel may choose for a new connection.
	 */
	void join();

	/**
	 * Takes back {@link #join()}. A connection that the core has been chosen for but has
	 * not taken is found by somebody else.
	 */
	void leave();

	/**
	 * Takes a connection if one waits. Never blocks.
	 * @return what serves the connection, or {@code null} if there is none to be had
	 */
	@Nullable Runnable take();

	/**
	 * Waits until the kernel chooses this core, somebody wakes it, or time is up. May
	 * return early for no reason. A wake-up that came before the call ends it at once.
	 * @param nanos how long to wait at most
	 * @return whether the core has been chosen and has to look for a connection before it
	 * does anything else
	 */
	boolean await(long nanos);

	/**
	 * Ends the wait of the core, or the next one if it does not wait. Called by any
	 * thread, also after {@link #close()}.
	 */
	void wakeUp();

	/**
	 * Lets go of what the core waited with.
	 */
	@Override
	void close();

}
