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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PendingEventsTests {

	private static final long NOW = System.nanoTime();

	private final PendingEvents events = new PendingEvents();

	@Test
	void whenNothingIsAwaitedThenNothingIsOverdue() {
		assertThat(this.events.withdrawOverdue(NOW)).isFalse();
	}

	@Test
	void whenDeadlineIsAheadThenRequestIsNotOverdue() {
		this.events.request(UwsgiChannel.READ, NOW + 1);
		assertThat(this.events.withdrawOverdue(NOW)).isFalse();
		assertThat(this.events.wanted()).isEqualTo(UwsgiChannel.READ);
	}

	@Test
	void whenDeadlineHasPassedThenRequestIsWithdrawnOnce() {
		this.events.request(UwsgiChannel.WRITE, NOW);
		assertThat(this.events.withdrawOverdue(NOW)).isTrue();
		assertThat(this.events.withdrawOverdue(NOW)).isFalse();
		assertThat(this.events.wanted()).isZero();
	}

	@Test
	void whenRequestIsRepeatedThenOnlyItsLastDeadlineCounts() {
		this.events.request(UwsgiChannel.READ, NOW);
		this.events.fire(UwsgiChannel.READ);
		this.events.request(UwsgiChannel.READ, NOW + 2);
		assertThat(this.events.withdrawOverdue(NOW + 1)).isFalse();
		this.events.request(UwsgiChannel.READ);
		assertThat(this.events.withdrawOverdue(NOW + 2)).isFalse();
	}

	@Test
	void whenOneOfTwoIsOverdueThenTheOtherStays() {
		this.events.request(UwsgiChannel.READ, NOW);
		this.events.request(UwsgiChannel.WRITE, NOW + 1);
		assertThat(this.events.withdrawOverdue(NOW)).isTrue();
		assertThat(this.events.wanted()).isEqualTo(UwsgiChannel.WRITE);
	}

	@Test
	void whenThreadBlocksThenItsWaitIsNotWithdrawn() {
		this.events.request(UwsgiChannel.READ, NOW);
		this.events.block(UwsgiChannel.READ);
		assertThat(this.events.withdraw(UwsgiChannel.READ)).isFalse();
		assertThat(this.events.withdrawOverdue(NOW)).isFalse();
		assertThat(this.events.fire(UwsgiChannel.READ)).isZero();
		assertThat(this.events.isBlocked(UwsgiChannel.READ)).isFalse();
	}

	@Test
	void whenEventFiresThenOnlyTheWaitForItEnds() {
		this.events.request(UwsgiChannel.READ);
		this.events.request(UwsgiChannel.WRITE);
		assertThat(this.events.fire(UwsgiChannel.READ)).isEqualTo(UwsgiChannel.READ);
		assertThat(this.events.fire(UwsgiChannel.READ)).isZero();
		assertThat(this.events.wanted()).isEqualTo(UwsgiChannel.WRITE);
	}

	@Test
	void whenBlockedThreadGivesUpThenNothingIsAwaited() {
		this.events.block(UwsgiChannel.WRITE);
		this.events.unblock(UwsgiChannel.WRITE);
		assertThat(this.events.wanted()).isZero();
		this.events.request(UwsgiChannel.WRITE);
		this.events.unblock(UwsgiChannel.WRITE);
		assertThat(this.events.wanted()).isEqualTo(UwsgiChannel.WRITE);
	}

}
