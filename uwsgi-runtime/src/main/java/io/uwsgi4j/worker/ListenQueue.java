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

/**
 * The connections that have not been accepted yet, as the cores see them. Thread-safe.
 */
public interface ListenQueue {

	/**
	 * Opens a way to the queue for one core.
	 * @return the intake, to be closed by the core
	 * @throws RuntimeException if the system has no descriptor left
	 */
	Intake openIntake();

	/**
	 * Returns whether a connection waits. Never blocks, and costs a system call.
	 * @return whether one waits
	 */
	boolean isAnyoneWaiting();

	/**
	 * Asks for a call of {@link AcceptingSet#tick(long)} as soon as possible, and for
	 * further ones as often as that says. Calls must not overlap.
	 */
	void watch();

}
