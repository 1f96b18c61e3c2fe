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

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A listen queue that behaves as the kernel does: a new connection wakes exactly one of
 * those that wait for it, and nobody if none waits.
 */
final class FakeListenQueue implements ListenQueue {

	private final Queue<Runnable> connections = new ConcurrentLinkedQueue<>();

	private final List<FakeIntake> joined = new ArrayList<>();

	private final AtomicInteger watches = new AtomicInteger();

	// Makes the next intakes fail.
	volatile boolean refuses;

	// Makes the next core that looks for a connection die.
	volatile boolean deadly;

	void connect(Runnable connection) {
		this.connections.add(connection);
		synchronized (this.joined) {
			for (FakeIntake intake : this.joined) {
				if (intake.waiting) {
					intake.waiting = false;
					intake.chosen = true;
					intake.wakeUps.release();
					return;
				}
			}
		}
	}

	/**
	 * Adds a connection for which the kernel wakes nobody.
	 * @param connection what serves it
	 */
	void connectUnnoticed(Runnable connection) {
		this.connections.add(connection);
	}

	int joined() {
		synchronized (this.joined) {
			return this.joined.size();
		}
	}

	int waiting() {
		synchronized (this.joined) {
			return (int) this.joined.stream().filter((intake) -> intake.waiting).count();
		}
	}

	int watches() {
		return this.watches.get();
	}

	@Override
	public Intake openIntake() {
		if (this.refuses) {
			throw new IllegalStateException("too many open files");
		}
		return new FakeIntake();
	}

	@Override
	public boolean isAnyoneWaiting() {
		return !this.connections.isEmpty();
	}

	@Override
	public void watch() {
		this.watches.incrementAndGet();
	}

	private final class FakeIntake implements Intake {

		private final Semaphore wakeUps = new Semaphore(0);

		// Both guarded by the list of those that have joined.

		private boolean waiting;

		private boolean chosen;

		@Override
		public void join() {
			synchronized (FakeListenQueue.this.joined) {
				FakeListenQueue.this.joined.add(this);
			}
		}

		@Override
		public void leave() {
			synchronized (FakeListenQueue.this.joined) {
				FakeListenQueue.this.joined.remove(this);
			}
		}

		@Override
		public @Nullable Runnable take() {
			if (FakeListenQueue.this.deadly) {
				FakeListenQueue.this.deadly = false;
				throw new AssertionError("expected by the test");
			}
			return FakeListenQueue.this.connections.poll();
		}

		@Override
		public boolean await(long nanos) {
			synchronized (FakeListenQueue.this.joined) {
				boolean member = FakeListenQueue.this.joined.contains(this);
				if (member && !FakeListenQueue.this.connections.isEmpty()) {
					return true;
				}
				this.waiting = member;
				this.chosen = false;
			}
			try {
				this.wakeUps.tryAcquire(nanos, TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			synchronized (FakeListenQueue.this.joined) {
				this.waiting = false;
				return this.chosen;
			}
		}

		@Override
		public void wakeUp() {
			this.wakeUps.release();
		}

		@Override
		public void close() {
			leave();
		}

	}

}
