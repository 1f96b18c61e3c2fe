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

/**
 * What is waited for on a connection: readiness to read and to write, each by a thread
 * that blocks or by a listener that is to be called once, perhaps not for ever. Not
 * thread-safe: guarded by the lock of the connection, so that a wait and its deadline are
 * always seen together.
 */
final class PendingEvents {

	// Masks of UwsgiChannel.READ and WRITE.
	private int wanted;

	// Those that a thread blocks for.
	private int blocked;

	// Those that have a deadline, by System.nanoTime().
	private int expiring;

	private long readDeadline;

	private long writeDeadline;

	int wanted() {
		return this.wanted;
	}

	boolean isBlocked(int event) {
		return (this.blocked & event) != 0;
	}

	/**
	 * Waits for an event on behalf of the listener, for as long as it takes.
	 * @param event the event
	 */
	void request(int event) {
		this.wanted |= event;
		this.expiring &= ~event;
	}

	/**
	 * Waits for an event on behalf of the listener, up to a deadline.
	 * @param event the event
	 * @param deadlineNanos the deadline
	 */
	void request(int event, long deadlineNanos) {
		this.wanted |= event;
		this.expiring |= event;
		if (event == UwsgiChannel.READ) {
			this.readDeadline = deadlineNanos;
		}
		else {
			this.writeDeadline = deadlineNanos;
		}
	}

	/**
	 * Waits for an event on behalf of a thread.
	 * @param event the event
	 */
	void block(int event) {
		this.blocked |= event;
		this.wanted |= event;
	}

	/**
	 * Ends the wait of a thread, unless the event has.
	 * @param event the event
	 */
	void unblock(int event) {
		if (isBlocked(event)) {
			this.blocked &= ~event;
			this.wanted &= ~event;
		}
	}

	/**
	 * Ends the wait of the listener.
	 * @param event the event
	 * @return whether there was one
	 */
	boolean withdraw(int event) {
		boolean pending = (this.wanted & ~this.blocked & event) != 0;
		if (pending) {
			this.wanted &= ~event;
		}
		return pending;
	}

	/**
	 * Ends the waits of the listener whose deadlines have passed.
	 * @param nowNanos the current time by {@link System#nanoTime()}
	 * @return whether there was one
	 */
	boolean withdrawOverdue(long nowNanos) {
		boolean read = isOverdue(UwsgiChannel.READ, this.readDeadline, nowNanos) && withdraw(UwsgiChannel.READ);
		boolean write = isOverdue(UwsgiChannel.WRITE, this.writeDeadline, nowNanos) && withdraw(UwsgiChannel.WRITE);
		return read || write;
	}

	private boolean isOverdue(int event, long deadline, long nowNanos) {
		return (this.expiring & event) != 0 && nowNanos - deadline >= 0;
	}

	/**
	 * Takes note of events, which ends the waits for them.
	 * @param events what has happened
	 * @return what the listener is to be told
	 */
	int fire(int events) {
		int awaited = events & this.wanted;
		int told = awaited & ~this.blocked;
		this.wanted &= ~awaited;
		this.blocked &= ~awaited;
		return told;
	}

}
