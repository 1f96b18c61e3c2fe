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

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * One core: runs what the pool has queued, takes connections while it is a member of the
 * accepting set, and rests in between. The pool starts it; its thread runs
 * {@link #serve()} and nothing else.
 */
final class Core implements CoreHandle {

	private static final ThreadLocal<@Nullable Core> CURRENT = new ThreadLocal<>();

	private static final long GIVEN_UP = -1;

	private final CorePool pool;

	private final int id;

	private final Seat seat = new Seat();

	// Written by the core's own thread before it can be found idle.
	private volatile @Nullable Thread thread;

	// What the core waits with: parked at first, later with the kernel. Replaced by the
	// core's own thread, while it cannot be found idle.
	private volatile @Nullable Intake intake;

	// How many tasks have begun and ended: odd while one is running. Written by the
	// core's
	// own thread, until somebody else gives up waiting for the task and writes GIVEN_UP.
	private final AtomicLong turn = new AtomicLong();

	// Whether the running task came from the queue. Written by the core's own thread
	// before the turn.
	private boolean queued;

	// All below are only used by the core's own thread after the start.

	// Whether the pool holds back further wake-ups until this core has looked at the
	// queue.
	private boolean awaited;

	// The core's way to the listen queue, once it has been a member.
	private @Nullable Intake listening;

	private boolean member;

	// Whether the kernel has chosen this core for a connection.
	private boolean chosen;

	Core(CorePool pool, int id, boolean awaited) {
		this.pool = pool;
		this.id = id;
		this.awaited = awaited;
	}

	/**
	 * Returns the core whose thread calls.
	 * @return the core, or {@code null} if another thread calls
	 */
	static @Nullable Core current() {
		return CURRENT.get();
	}

	@Override
	public int id() {
		return this.id;
	}

	Seat seat() {
		return this.seat;
	}

	void start(CoreThreads threads, String name) {
		threads.start(name, this::serve);
	}

	void wakeUp() {
		Intake intake = this.intake;
		if (intake != null) {
			intake.wakeUp();
		}
	}

	@Override
	public long turn() {
		return this.turn.getPlain();
	}

	@Override
	public boolean replace(long turn) {
		return this.pool.replace(this, turn);
	}

	/**
	 * Gives up waiting for the end of a task. The thread that runs it ends with the task.
	 * Called by any thread.
	 * @param turn the task
	 * @return whether the task is still running, and nobody has given it up before
	 */
	boolean giveUp(long turn) {
		return this.turn.compareAndSet(turn, GIVEN_UP);
	}

	boolean isQueuedTask() {
		return this.queued;
	}

	/**
	 * Lets no connection wake this core any more.
	 */
	void stopListening() {
		Intake intake = this.intake;
		if (intake != null && this.member) {
			intake.leave();
		}
	}

	boolean isMember() {
		return this.member;
	}

	void interrupt() {
		Thread thread = this.thread;
		if (thread != null) {
			thread.interrupt();
		}
	}

	private void serve() {
		CURRENT.set(this);
		this.thread = Thread.currentThread();
		this.intake = new ParkedIntake(Thread.currentThread());
		boolean ended = false;
		try {
			while (!ended && !isGivenUp()) {
				if (!this.member && this.pool.hasVacancy()) {
					join();
				}
				ended = !serveNext() && rest();
			}
		}
		finally {
			if (isGivenUp()) {
				this.pool.outlivedEnded();
			}
			else if (!ended) {
				this.pool.abandoned(this, this.member);
			}
			if (this.listening != null) {
				this.listening.close();
			}
		}
	}

	private void join() {
		if (!this.seat.hasThread()) {
			this.seat.setThread(KernelThread.current());
		}
		Intake joined = this.pool.accepting().join(this.listening);
		if (joined != null) {
			this.listening = joined;
			this.intake = joined;
			this.member = true;
		}
	}

	// Takes the core out of a set that does not count it any more.
	private void leave() {
		this.member = false;
		if (this.listening != null) {
			this.listening.leave();
		}
	}

	// Returns whether there was anything to do.
	private boolean serveNext() {
		boolean first = this.chosen;
		this.chosen = false;
		// A core that was chosen looks for the connection whatever else there is to do:
		// nobody else may know of it.
		Runnable connection = first ? takeConnection() : null;
		Runnable task = (connection != null) ? null : this.pool.nextTask();
		if (this.awaited) {
			this.awaited = false;
			this.pool.wokenUp();
		}
		if (task != null) {
			this.queued = true;
			if (run(task)) {
				this.pool.taskDone();
			}
			return true;
		}
		if (connection == null && !first) {
			connection = takeConnection();
		}
		if (connection != null) {
			this.queued = false;
			run(connection);
		}
		return connection != null;
	}

	private @Nullable Runnable takeConnection() {
		return (this.member && this.listening != null) ? this.listening.take() : null;
	}

	// Returns whether the core goes on; if not, another one has taken its place.
	private boolean run(Runnable task) {
		if (!this.member) {
			return runTurn(task);
		}
		AcceptingSet set = this.pool.accepting();
		this.seat.begin();
		set.serving();
		boolean goesOn = runTurn(task);
		this.seat.end();
		if (goesOn && set.leaveIfTooMany()) {
			leave();
		}
		return goesOn;
	}

	private boolean runTurn(Runnable task) {
		long running = this.turn.getPlain() + 1;
		this.turn.setRelease(running);
		this.pool.run(task);
		return this.turn.compareAndSet(running, running + 1);
	}

	private boolean isGivenUp() {
		return this.turn.getPlain() == GIVEN_UP;
	}

	// Returns whether the core has ended.
	private boolean rest() {
		IdleCores idle = this.pool.idle(this.member);
		idle.add(this.id);
		// What happened before the core was seen to be idle has woken nobody.
		if (this.pool.hasTasks() && idle.take(this.id)) {
			return false;
		}
		long limit = patience();
		long restingSince = System.nanoTime();
		while (idle.contains(this.id)) {
			boolean timedOut = System.nanoTime() - restingSince >= limit;
			if ((timedOut || isOutOfPlace()) && idle.take(this.id)) {
				return move(timedOut);
			}
			this.chosen = await(limit);
			Thread.interrupted();
			if (this.chosen && idle.take(this.id)) {
				return false;
			}
		}
		this.awaited = true;
		return false;
	}

	private boolean await(long nanos) {
		Intake intake = this.intake;
		return intake != null && intake.await(nanos);
	}

	private long patience() {
		long nanos = this.pool.idleNanos();
		return this.member ? this.pool.accepting().patience(nanos) : nanos;
	}

	private boolean isOutOfPlace() {
		if (this.pool.isClosed()) {
			return true;
		}
		return this.member ? !this.pool.accepting().isOpen() : this.pool.hasVacancy();
	}

	// Returns whether the core has ended.
	private boolean move(boolean timedOut) {
		if (!this.member) {
			boolean called = !timedOut && !this.pool.isClosed();
			return !called && this.pool.end(this, timedOut);
		}
		AcceptingSet set = this.pool.accepting();
		if (this.pool.isClosed() || !set.isOpen()) {
			set.left();
			leave();
		}
		else if (set.leaveIfSurplus()) {
			leave();
		}
		return false;
	}

}
