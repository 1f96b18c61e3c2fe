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

import java.util.concurrent.TimeUnit;

/**
 * Looks at the cores from outside, without disturbing them. Used by one thread at a time.
 */
final class SeatSurvey {

	/**
	 * How long a task may keep its processor before it no longer counts as running.
	 */
	private static final long LONG_TASK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	/**
	 * How many cores of a kind the kernel is asked about at a time.
	 */
	private static final int SAMPLE = 4;

	private final CorePool pool;

	// Where the next sample begins.
	private int sampleStart;

	// What the last look has found: when it was, how many cores have begun or ended
	// something since the look before, how often, and how many still serve what they
	// served then.

	private long now;

	private int moving;

	private long progress;

	private int still;

	SeatSurvey(CorePool pool) {
		this.pool = pool;
	}

	void look(long now) {
		this.now = now;
		this.moving = 0;
		this.progress = 0;
		this.still = 0;
		for (int id = 0; id < this.pool.getMaxThreads(); id++) {
			Seat seat = this.pool.seat(id);
			if (seat != null) {
				long steps = seat.look(now);
				this.progress += steps;
				this.moving += (steps != 0) ? 1 : 0;
				this.still += seat.isStill() ? 1 : 0;
			}
		}
	}

	boolean isBusy() {
		return this.moving > 0 || this.still > 0;
	}

	/**
	 * Returns whether nothing has begun or ended although something is being served.
	 * @return whether the last look was like the one before
	 */
	boolean isStandstill() {
		return this.still > 0 && this.moving == 0;
	}

	/**
	 * Returns whether so few cores get on, or get on so slowly, that the kernel should be
	 * asked what they are doing.
	 * @param wanted how many cores should be running
	 * @return whether to ask
	 */
	boolean isSuspicious(int wanted) {
		return this.moving < wanted || this.progress <= 2L * this.moving;
	}

	/**
	 * Returns how many of the cores that serve want a processor. Asks about some of each
	 * kind and takes the rest to be alike.
	 * @return about how many are running
	 */
	int running() {
		int size = this.pool.getMaxThreads();
		int askedMoving = 0;
		int runningMoving = 0;
		int askedStill = 0;
		int runningStill = 0;
		for (int i = 0; i < size && (askedMoving < SAMPLE || askedStill < SAMPLE); i++) {
			this.sampleStart = (this.sampleStart + 1 < size) ? this.sampleStart + 1 : 0;
			Seat seat = this.pool.seat(this.sampleStart);
			if (seat != null && seat.isStill() && askedStill < SAMPLE) {
				askedStill++;
				runningStill += seat.isAway(this.now, LONG_TASK_NANOS) ? 0 : 1;
			}
			else if (seat != null && seat.isMoving() && askedMoving < SAMPLE) {
				askedMoving++;
				runningMoving += (seat.isServing() && seat.isAway(this.now, LONG_TASK_NANOS)) ? 0 : 1;
			}
		}
		return scale(runningMoving, askedMoving, this.moving) + scale(runningStill, askedStill, this.still);
	}

	private static int scale(int running, int asked, int all) {
		return (asked > 0) ? Math.round((float) running * all / asked) : 0;
	}

	/**
	 * Returns whether any core serves at this moment.
	 * @return whether one serves
	 */
	boolean isAnyoneServing() {
		for (int id = 0; id < this.pool.getMaxThreads(); id++) {
			Seat seat = this.pool.seat(id);
			if (seat != null && seat.isServing()) {
				return true;
			}
		}
		return false;
	}

}
