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

import java.util.concurrent.CountDownLatch;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AcceptingSet}: who takes connections and when.
 */
class AcceptingSetTests extends AbstractAcceptingSetTests {

	@Test
	void whenPoolHasNoListenQueueThenThereIsNoSuchSet() {
		try (CorePool other = new CorePool("other", 1, 0, LONG, THREADS)) {
			assertThatIllegalStateException().isThrownBy(other::accepting)
				.withMessage("The cores of other take no connections");
		}
	}

	@Test
	void whenSetIsNotOpenThenNobodyTakesConnections() {
		connect(1, false);
		tick();
		assertThat(this.queue.joined()).isZero();
		assertThat(this.served).hasValue(0);
	}

	@Test
	void whenSetOpensThenSoManyCoresJoinAsMayCompete() {
		open();
		assertThat(set().size()).isEqualTo(COMPETING);
		Await.until("all cores rest", () -> this.pool.getActiveCount() == 0);
	}

	@Test
	void whenPoolIsSmallerThanTheSetThenAllCoresJoin() {
		replacePool(new CorePool("test", 2, 0, LONG, THREADS, this.queue, COMPETING));
		set().open();
		Await.until("both wait", () -> this.queue.waiting() == 2);
		connect(50, false);
		Await.until("all are served", () -> this.served.get() == 50);
	}

	@Test
	void whenConnectionsComeThenMembersServeThem() {
		open();
		connect(1000, false);
		Await.until("all are served", () -> this.served.get() == 1000);
		assertThat(set().size()).isEqualTo(COMPETING);
	}

	@Test
	void whenSetIsClosedThenMembersLeaveAndConnectionsWait() {
		open();
		for (int round = 0; round < 200; round++) {
			set().close();
			Await.until("all have left", () -> this.queue.joined() == 0);
			connect(5, false);
			assertThat(this.served).hasValue(round * 5);
			set().open();
			int expected = (round + 1) * 5;
			Await.until("all are served", () -> this.served.get() == expected);
		}
	}

	@Test
	void whenSetIsClosedThenBusyMembersLeaveWhenTheyAreDone() {
		open();
		connect(2, true);
		awaitServing(2);
		set().close();
		Await.until("the idle one has left", () -> this.queue.joined() == 2);
		this.release.countDown();
		Await.until("all have left", () -> this.queue.joined() == 0 && set().size() == 0);
	}

	@Test
	void whenTasksAreQueuedThenMembersRunThem() {
		open();
		CountDownLatch done = new CountDownLatch(2000);
		for (int i = 0; i < 1000; i++) {
			connect(1, false);
			this.pool.execute(done::countDown);
			this.pool.execute(done::countDown);
		}
		Await.until("all is done", () -> done.getCount() == 0 && this.served.get() == 1000);
	}

	@Test
	void whenMembersRunQueuedTasksThatBlockThenConnectionsAreServed() {
		open();
		for (int i = 0; i < COMPETING; i++) {
			this.pool.execute(this::block);
		}
		awaitServing(COMPETING);
		connect(10, false);
		Await.until("all are served", () -> {
			pass(1);
			return this.served.get() == 10;
		});
	}

}
