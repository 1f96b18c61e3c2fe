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

import java.util.concurrent.atomic.AtomicBoolean;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptingSet}: when it grows, and when it shrinks.
 */
class AcceptingSetSizeTests extends AbstractAcceptingSetTests {

	@Test
	void whenMembersSleepAndConnectionsWaitThenOthersAreCalledIn() {
		open();
		connect(SIZE + 5, true);
		awaitAsleep(COMPETING);
		tick();
		awaitServing(2 * COMPETING);
		growTo(SIZE);
		pass(10);
		assertThat(this.serving).hasValue(SIZE);
		this.release.countDown();
		Await.until("all are served", () -> this.served.get() == SIZE + 5);
	}

	@Test
	void whenAllMembersSleepThenTheSetGrowsByHalfEachTime() {
		replacePool(new CorePool("test", 100, 0, LONG, THREADS, this.queue, COMPETING));
		open();
		connect(100, true);
		int looks = 0;
		while (set().size() < 42) {
			// Some of them have begun since the last look, so that not all stand still.
			Await.until("all members serve", () -> !set().hasVacancy() && this.serving.get() == set().size());
			awaitAsleep(set().size());
			pass(1);
			looks++;
		}
		// 3, 6, 9, 13, 19, 28, 42; the kernel may find one of them not quite asleep yet.
		assertThat(looks).isBetween(6, 10);
	}

	@Test
	void whenMembersRunAndConnectionsWaitThenOthersAreNotCalledIn() {
		open();
		AtomicBoolean done = new AtomicBoolean();
		for (int i = 0; i < COMPETING; i++) {
			this.queue.connect(() -> spinUntil(done));
		}
		awaitServing(COMPETING);
		connect(1, false);
		tick();
		for (int i = 0; i < 15; i++) {
			pass(1);
		}
		// One of them may have been asleep at a look: for a lock of the JVM, or a new
		// page.
		assertThat(set().size()).isLessThan(SIZE);
		done.set(true);
		Await.until("it is served", () -> this.served.get() == 1);
	}

	@Test
	void whenMembersRunForTooLongThenOthersGetTheirTurn() {
		open();
		AtomicBoolean done = new AtomicBoolean();
		for (int i = 0; i < COMPETING; i++) {
			this.queue.connect(() -> spinUntil(done));
		}
		awaitServing(COMPETING);
		connect(20, false);
		tick();
		pass(25);
		pass(1);
		Await.until("all are served", () -> this.served.get() == 20);
		done.set(true);
	}

	@Test
	void whenMembersAreStuckButNobodyWaitsThenNobodyIsCalledIn() {
		open();
		connect(COMPETING, true);
		awaitServing(COMPETING);
		tick();
		for (int i = 0; i < 20; i++) {
			pass(1);
		}
		assertThat(set().size()).isEqualTo(COMPETING);
	}

	@Test
	void whenTooManyMembersRunThenTheyLeaveAfterServing() {
		open();
		connect(SIZE, true);
		growTo(SIZE);
		AtomicBoolean done = new AtomicBoolean();
		for (int i = 0; i < SIZE; i++) {
			this.queue.connect(() -> spinUntil(done));
		}
		this.release.countDown();
		Await.until("all run", () -> this.served.get() == SIZE && this.serving.get() == SIZE);
		tick();
		for (int i = 0; i < 20; i++) {
			// Each of them serves something new now and then.
			done.set(true);
			Await.until("they have ended", () -> this.serving.get() == 0);
			done.set(false);
			for (int core = 0; core < SIZE; core++) {
				this.queue.connect(() -> spinUntil(done));
			}
			pass(10);
		}
		done.set(true);
		Await.until("the set has shrunk", () -> set().size() < SIZE);
	}

	@Test
	void whenBurstIsOverThenSurplusMembersLeaveByThemselves() {
		open();
		connect(SIZE, true);
		growTo(SIZE);
		this.release.countDown();
		Await.until("the set has shrunk", () -> set().size() == COMPETING && this.queue.joined() == COMPETING);
	}

}
