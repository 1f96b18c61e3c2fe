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

package io.uwsgi4j.recycling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.random.RandomGenerator;

import io.uwsgi4j.worker.MemoryProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LimitCheck}.
 */
class LimitCheckTests {

	private static final long MEGABYTE = 1024 * 1024;

	private final FakeVitals vitals = new FakeVitals();

	private final LimitCheck check = new LimitCheck(new Lot(0.5, 0.01), this.vitals);

	@Test
	void whenThereAreNoLimitsThenNothingIsReached() {
		this.vitals.requests = Long.MAX_VALUE;
		this.vitals.age = Duration.ofDays(1000);
		assertThat(this.check.check(RecyclingLimits.NONE)).isNull();
		assertThat(this.vitals.memoryLooks).isZero();
	}

	@Test
	void whenRequestsReachTheLimitAndHalfTheDeltaThenThatIsTheCause() {
		RecyclingLimits limits = requests(100, 20);
		this.vitals.requests = 109;
		assertThat(this.check.check(limits)).isNull();
		this.vitals.requests = 110;
		assertThat(this.check.check(limits))
			.isEqualTo(new RecycleCause(RecycleReason.MAX_REQUESTS, "max-requests limit reached (110 >= 110)"));
	}

	@Test
	void whenWorkerIsTooYoungThenNoLimitCounts() {
		this.vitals.requests = 1000;
		this.vitals.memory(900, 9000);
		this.vitals.age = Duration.ofMillis(9999);
		assertThat(this.check.check(new RecyclingLimits(1, 0, Duration.ofSeconds(10), Duration.ZERO, MEGABYTE, MEGABYTE,
				MEGABYTE, MEGABYTE)))
			.isNull();
		this.vitals.age = Duration.ofSeconds(10);
		assertThat(this.check.check(requests(1, 0))).isNotNull();
	}

	@Test
	void whenAgeReachesTheDrawnLifetimeThenThatIsTheCause() {
		RecyclingLimits limits = new RecyclingLimits(0, 0, Duration.ZERO, Duration.ofSeconds(1000), 0, 0, 0, 0);
		this.vitals.age = Duration.ofMillis(1_009_999);
		assertThat(this.check.check(limits)).isNull();
		this.vitals.age = Duration.ofSeconds(1010);
		assertThat(this.check.check(limits)).isEqualTo(new RecycleCause(RecycleReason.MAX_WORKER_LIFETIME,
				"max-worker-lifetime limit reached (1010 s >= 1010 s)"));
	}

	@Test
	void whenAddressSpaceReachesTheLimitThenNoCollectionIsAskedFor() {
		this.vitals.memory(100, 5000);
		assertThat(this.check.check(memory(5000, 0, 0, 0)))
			.isEqualTo(new RecycleCause(RecycleReason.RELOAD_ON_AS, "reload-on-as limit reached (5000 MB >= 5000 MB)"));
		assertThat(this.check.check(memory(5001, 0, 0, 0))).isNull();
		assertThat(this.vitals.collections).isZero();
	}

	@Test
	void whenResidentMemorySurvivesACollectionThenItIsTheCause() {
		this.vitals.memory(900, 5000);
		this.vitals.memory(810, 5000);
		assertThat(this.check.check(memory(0, 800, 0, 0))).isEqualTo(new RecycleCause(RecycleReason.RELOAD_ON_RSS,
				"reload-on-rss limit reached (810 MB >= 800 MB, 900 MB before a garbage collection)"));
		assertThat(this.vitals.collections).isOne();
	}

	@Test
	void whenResidentMemoryWasGarbageThenTheWorkerStaysAndTheNextCollectionIsAMinuteLater() {
		RecyclingLimits limits = memory(0, 800, 0, 0);
		this.vitals.memory(900, 5000);
		this.vitals.memory(400, 5000);
		assertThat(this.check.check(limits)).isNull();
		assertThat(this.vitals.collections).isOne();
		this.vitals.memory(900, 5000);
		this.vitals.age = this.vitals.age.plusSeconds(59);
		assertThat(this.check.check(limits)).isNull();
		assertThat(this.vitals.collections).isOne();
		this.vitals.age = this.vitals.age.plusSeconds(1);
		assertThat(this.check.check(limits)).isNotNull();
		assertThat(this.vitals.collections).isEqualTo(2);
	}

	@Test
	void whenEvilLimitIsReachedThenItGoesBeforeTheOthers() {
		this.vitals.memory(900, 5000);
		assertThat(this.check.check(memory(1, 1, 4000, 900))).extracting(RecycleCause::reason)
			.isEqualTo(RecycleReason.EVIL_RELOAD_ON_AS);
		assertThat(this.check.check(memory(1, 1, 0, 900))).extracting(RecycleCause::reason)
			.isEqualTo(RecycleReason.EVIL_RELOAD_ON_RSS);
		assertThat(Arrays.stream(RecycleReason.values()).filter(RecycleReason::isEvil))
			.containsExactly(RecycleReason.EVIL_RELOAD_ON_AS, RecycleReason.EVIL_RELOAD_ON_RSS);
	}

	@ParameterizedTest
	@CsvSource({ "0, 100, 975", "0.25, 105, 987.5", "0.5, 110, 1000", "1, 120, 1025" })
	void whenLotsAreDrawnThenLimitsAreSpread(double drawn, long requests, double seconds) {
		Lot lot = Lot.draw(new FixedRandom(drawn));
		RecyclingLimits limits = new RecyclingLimits(100, 20, Duration.ZERO, Duration.ofSeconds(1000), 0, 0, 0, 0);
		assertThat(lot.maxRequests(limits)).isEqualTo(requests);
		assertThat(lot.maxLifetime(limits)).isEqualTo(Duration.ofMillis(Math.round(seconds * 1000)));
		assertThat(lot.maxRequests(RecyclingLimits.NONE)).isZero();
		assertThat(lot.maxLifetime(RecyclingLimits.NONE)).isZero();
	}

	private static RecyclingLimits requests(long max, long delta) {
		return new RecyclingLimits(max, delta, Duration.ofSeconds(10), Duration.ZERO, 0, 0, 0, 0);
	}

	private static RecyclingLimits memory(long as, long rss, long evilAs, long evilRss) {
		return new RecyclingLimits(0, 0, Duration.ofSeconds(10), Duration.ZERO, as * MEGABYTE, rss * MEGABYTE,
				evilAs * MEGABYTE, evilRss * MEGABYTE);
	}

	private record FixedRandom(double value) implements RandomGenerator {

		@Override
		public long nextLong() {
			return 0;
		}

		@Override
		public double nextDouble() {
			return this.value;
		}

	}

	/**
	 * A worker of any age and size. The last memory that was set stays.
	 */
	private static final class FakeVitals implements Vitals {

		private final Deque<MemoryProbe> memory = new ArrayDeque<>();

		private long requests;

		private Duration age = Duration.ofMinutes(5);

		private int memoryLooks;

		private int collections;

		void memory(long residentMegabytes, long addressSpaceMegabytes) {
			if (this.memory.size() == 1 && this.memoryLooks > 0) {
				this.memory.clear();
			}
			this.memory.add(new MemoryProbe(residentMegabytes * MEGABYTE, addressSpaceMegabytes * MEGABYTE));
		}

		@Override
		public long requests() {
			return this.requests;
		}

		@Override
		public Duration age() {
			return this.age;
		}

		@Override
		public MemoryProbe memory() {
			this.memoryLooks++;
			return (this.memory.size() > 1) ? this.memory.remove() : this.memory.element();
		}

		@Override
		public void collectGarbage() {
			this.collections++;
		}

	}

}
