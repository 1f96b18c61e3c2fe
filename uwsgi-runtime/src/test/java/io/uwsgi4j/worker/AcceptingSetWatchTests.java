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

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptingSet}: what its watch finds out, and how often it looks.
 */
class AcceptingSetWatchTests extends AbstractAcceptingSetTests {

	@Test
	void whenKernelHasChosenNobodyThenTheWatchFindsTheConnection() {
		open();
		connect(1, true);
		awaitServing(1);
		this.queue.connectUnnoticed(() -> this.served.incrementAndGet());
		tick();
		Await.until("it is served", () -> {
			pass(10);
			return this.served.get() == 1;
		});
	}

	@Test
	void whenCoreCannotJoinThenAnotherLookTriesAgain() {
		this.queue.refuses = true;
		connect(3, false);
		set().open();
		Await.until("cores rest", () -> this.pool.getActiveCount() == 0);
		this.queue.refuses = false;
		Await.until("all are served", () -> {
			pass(1);
			return this.served.get() == 3;
		});
	}

	@Test
	void whenCoreDiesThenItIsReplaced() {
		open();
		for (int round = 1; round <= 20; round++) {
			this.queue.deadly = true;
			connect(1, false);
			int expected = round;
			Await.until("it is served", () -> {
				pass(5);
				return this.served.get() == expected;
			});
			Await.until("the set is complete", () -> set().size() == COMPETING && this.queue.waiting() == COMPETING);
		}
	}

	@Test
	void whenNothingIsServedThenTheWatchEnds() {
		open();
		Await.until("the watch ends", () -> pass(30) == 0);
		int before = this.queue.watches();
		connect(1, false);
		Await.until("it begins again", () -> this.queue.watches() == before + 1);
	}

	@Test
	void whenMembersWaitThenTheWatchSlowsDown() {
		open();
		connect(1, true);
		awaitServing(1);
		tick();
		assertThat(pass(30)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10));
		int before = this.queue.watches();
		connect(COMPETING - 1, true);
		awaitServing(COMPETING);
		Await.until("it hurries", () -> this.queue.watches() == before + 1);
	}

}
