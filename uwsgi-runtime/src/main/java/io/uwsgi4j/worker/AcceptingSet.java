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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The cores that compete for new connections. They are as few as keep the processors
 * busy, because every further one costs context switches. A core that sleeps in what it
 * serves leaves its processor to another one, so blocking tasks bring up more and more
 * cores until all of them work.
 * <p>
 * A member that waits is chosen by the kernel. While none waits, a watch looks once a
 * millisecond whether connections wait and how many members are running, and calls in
 * what is missing. Members leave when too many are running, or when they have had nothing
 * to do for a while.
 * <p>
 * Thread-safe.
 */
public final class AcceptingSet {

	private static final Logger logger = System.getLogger(AcceptingSet.class.getName());

	private static final long FAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/**
	 * How long the watch stays fast without need.
	 */
	private static final long FAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	/**
	 * How long the watch goes on when nothing is served.
	 */
	private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * How often the watch looks whether members that serve quickly sleep in between, and
	 * whether there are too many.
	 */
	private static final long REVIEW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/**
	 * How many reviews in a row make a crowd.
	 */
	private static final int CROWDED_REVIEWS = 3;

	/**
	 * How long a member that is one too many waits before it leaves.
	 */
	private static final long SURPLUS_NANOS = TimeUnit.SECONDS.toNanos(1);

	// States of the watch.
	private static final int OFF = 0;

	private static final int SLOW = 1;

	private static final int FAST = 2;

	private final CorePool pool;

	private final ListenQueue queue;

	private final int base;

	// Only used by the watch.
	private final SeatSurvey survey;

	private final AtomicInteger members = new AtomicInteger();

	// Cores that have been called in and have not joined yet.
	private final AtomicInteger vacancies = new AtomicInteger();

	// How many members there may be. Only changed by the watch.
	private volatile int target;

	// Whoever changes what the watch looks at reads its state afterwards; the watch sets
	// its state before it looks for the last time. So one of them sees the other.
	private final AtomicInteger watch = new AtomicInteger(OFF);

	private volatile boolean open;

	// Keeps a shortage of descriptors from being logged again and again.
	private volatile boolean joinFailed;

	// All below are only used by the watch.

	private long lastFull;

	private long lastBusy;

	private long lastReview;

	// At how many reviews in a row there were too many members.
	private int crowded;

	private boolean stranded;

	AcceptingSet(CorePool pool, ListenQueue queue, int base) {
		this.pool = pool;
		this.queue = queue;
		this.base = base;
		this.target = base;
		this.survey = new SeatSurvey(pool);
	}

	/**
	 * Lets cores join.
	 */
	public void open() {
		this.open = true;
		complete();
	}

	/**
	 * Makes the members leave as soon as they have served what they have. Until then one
	 * of them may still try to take a connection.
	 */
	public void close() {
		this.open = false;
		this.vacancies.set(0);
		this.pool.wakeListening();
	}

	/**
	 * Returns the number of cores that wait for connections or serve one that they took.
	 * @return the number of members
	 */
	public int size() {
		return this.members.get();
	}

	/**
	 * Looks after the set. Called by the watch, by one thread at a time.
	 * @param now the current time by {@link System#nanoTime()}
	 * @return after how many nanoseconds to call again, 0 to stop until the queue is
	 * asked to watch again
	 */
	public long tick(long now) {
		if (!this.open) {
			this.watch.set(OFF);
			// It may have been opened again just now.
			return (this.open && this.watch.compareAndSet(OFF, FAST)) ? FAST_NANOS : 0;
		}
		this.survey.look(now);
		if (this.survey.isBusy()) {
			this.lastBusy = now;
		}
		boolean full = this.pool.noneListening();
		boolean mayGrow = full && this.members.get() + this.vacancies.get() < this.pool.getMaxThreads();
		boolean review = now - this.lastReview >= REVIEW_NANOS;
		if (review) {
			this.lastReview = now;
		}
		if (mayGrow && (review || this.survey.isSuspicious(this.base)) && this.queue.isAnyoneWaiting()) {
			growIfScarce(this.survey.running());
		}
		if (review && this.members.get() > this.base) {
			shrinkIfCrowded(this.survey.running());
		}
		rescue(this.survey.isStandstill() && !full);
		if (mayGrow) {
			this.lastFull = now;
		}
		return nextTick(now);
	}

	// When nobody at all gets on, or all sleep, many more are needed, most likely.
	private void growIfScarce(int running) {
		int calledIn = this.vacancies.get();
		int missing = this.base - running - calledIn;
		if (missing > 0) {
			int count = this.members.get() + calledIn;
			int more = (running == 0 || this.survey.isStandstill()) ? Math.max(missing, count / 2) : missing;
			this.target = Math.min(this.pool.getMaxThreads(), Math.max(this.target, count + more));
			recruit(more);
		}
	}

	// Members that listen would run as soon as a connection comes. Slower than to grow: a
	// core too many costs little, one too few leaves a processor idle while connections
	// wait.
	private void shrinkIfCrowded(int running) {
		int surplus = running + this.pool.countListening() - this.base;
		this.crowded = (surplus > 0) ? this.crowded + 1 : 0;
		if (this.crowded >= CROWDED_REVIEWS) {
			this.target = Math.max(this.base, Math.min(this.target, this.members.get()) - (surplus + 1) / 2);
			this.crowded = 0;
		}
	}

	// The kernel chooses one core for each connection. Should one have been chosen that
	// has gone another way, this finds the connection.
	private void rescue(boolean standstill) {
		boolean waiting = standstill && this.queue.isAnyoneWaiting();
		if (waiting && this.stranded) {
			this.pool.wakeOneListening();
		}
		this.stranded = waiting;
	}

	private long nextTick(long now) {
		if (now - this.lastFull < FAST_LOOK_NANOS) {
			this.watch.set(FAST);
			return FAST_NANOS;
		}
		if (now - this.lastBusy < QUIET_NANOS) {
			this.watch.set(SLOW);
			return (this.pool.noneListening() && this.watch.compareAndSet(SLOW, FAST)) ? FAST_NANOS : SLOW_NANOS;
		}
		this.watch.set(OFF);
		return (this.survey.isAnyoneServing() && this.watch.compareAndSet(OFF, FAST)) ? FAST_NANOS : 0;
	}

	/**
	 * Told by a member that begins to serve and is not to be found listening any more.
	 */
	void serving() {
		int state = this.watch.get();
		if (state == OFF || (state == SLOW && this.pool.noneListening())) {
			hurry(state);
		}
	}

	boolean isOpen() {
		return this.open;
	}

	boolean hasVacancy() {
		return this.vacancies.get() > 0;
	}

	/**
	 * Takes the place of a core that was called in, or none if all are taken.
	 * @param intake the way to the queue that the core has, or {@code null} if it needs
	 * one
	 * @return the way to the queue of a member, or {@code null} if the core has not
	 * become one
	 */
	@Nullable Intake join(@Nullable Intake intake) {
		if (!takeVacancy()) {
			return null;
		}
		try {
			Intake joining = (intake != null) ? intake : this.queue.openIntake();
			joining.join();
			this.members.incrementAndGet();
			this.joinFailed = false;
			return joining;
		}
		catch (RuntimeException ex) {
			if (!this.joinFailed) {
				this.joinFailed = true;
				logger.log(Level.WARNING, "A core cannot wait for connections: {0}", ex.getMessage());
			}
			return null;
		}
	}

	/**
	 * Told by a member that leaves whether or not it is needed.
	 */
	void left() {
		this.members.decrementAndGet();
	}

	/**
	 * Asked by a member that has served.
	 * @return whether it has to leave, and is no longer counted
	 */
	boolean leaveIfTooMany() {
		return leaveAbove(this.target);
	}

	/**
	 * Asked by a member that has had nothing to do.
	 * @return whether it has to leave, and is no longer counted
	 */
	boolean leaveIfSurplus() {
		return leaveAbove(this.base);
	}

	private boolean leaveAbove(int limit) {
		int count = this.members.get();
		while (count > limit) {
			if (this.members.compareAndSet(count, count - 1)) {
				return true;
			}
			count = this.members.get();
		}
		return false;
	}

	/**
	 * Returns how long a member may wait before it asks whether it is still needed.
	 * @param idleNanos how long, if there is no hurry
	 * @return the time in nanoseconds
	 */
	long patience(long idleNanos) {
		return (this.members.get() > this.base) ? Math.min(SURPLUS_NANOS, idleNanos) : idleNanos;
	}

	/**
	 * Calls in a core for one whose thread has died.
	 */
	void lost() {
		left();
		if (this.open) {
			complete();
		}
	}

	private boolean takeVacancy() {
		int count = this.vacancies.get();
		while (count > 0) {
			if (this.vacancies.compareAndSet(count, count - 1)) {
				return true;
			}
			count = this.vacancies.get();
		}
		return false;
	}

	private void complete() {
		recruit(this.base - this.members.get() - this.vacancies.get());
		hurry(this.watch.get());
	}

	private void recruit(int count) {
		for (int i = 0; i < count; i++) {
			this.vacancies.incrementAndGet();
			if (!this.pool.callIn()) {
				// Unless a core that was about to rest has taken it.
				takeVacancy();
				return;
			}
		}
	}

	private void hurry(int state) {
		if (state != FAST && this.watch.compareAndSet(state, FAST)) {
			this.queue.watch();
		}
	}

}
