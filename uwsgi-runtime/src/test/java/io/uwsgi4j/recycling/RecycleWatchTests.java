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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.worker.MemoryProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RecycleWatch}.
 */
@Timeout(60)
class RecycleWatchTests {

	private static final long MEGABYTE = 1024 * 1024;

	private final BlockingQueue<RecycleCause> causes = new LinkedBlockingQueue<>();

	private final RecycleWatch watch = new RecycleWatch(this.causes::add);

	@AfterEach
	void stop() {
		this.watch.stop();
		assertThat(this.watch.isRunning()).isFalse();
	}

	@Test
	void whenTheLastRequestEndsThenItIsNoticed() throws InterruptedException {
		this.watch.setLimits(limits(3, Duration.ZERO));
		this.watch.start();
		this.watch.requestEnded(null);
		this.watch.requestEnded(null);
		assertThat(this.causes).isEmpty();
		this.watch.requestEnded(null);
		assertThat(next().description()).isEqualTo("max-requests limit reached (3 >= 3)");
	}

	@Test
	void whenLimitIsSetWhileRunningThenEarlierRequestsCount() throws InterruptedException {
		this.watch.start();
		this.watch.requestEnded(null);
		this.watch.requestEnded(null);
		this.watch.setLimits(limits(2, Duration.ZERO));
		assertThat(next().reason()).isEqualTo(RecycleReason.MAX_REQUESTS);
	}

	@Test
	void whenLimitIsReachedTooEarlyThenItCountsOnceTheWorkerIsOldEnough() throws InterruptedException {
		long start = System.nanoTime();
		this.watch.setLimits(limits(1, Duration.ofSeconds(2)));
		this.watch.start();
		this.watch.requestEnded(null);
		assertThat(next().reason()).isEqualTo(RecycleReason.MAX_REQUESTS);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(2));
	}

	@Test
	void whenRealMemoryIsAboveTheLimitThenItIsNoticedAfterAGarbageCollection() throws InterruptedException {
		this.watch.setLimits(new RecyclingLimits(0, 0, Duration.ZERO, Duration.ZERO, 0, MEGABYTE, 0, 0));
		this.watch.start();
		assertThat(next().description()).startsWith("reload-on-rss limit reached (").contains(" MB >= 1 MB, ");
	}

	@Test
	void whenRecyclerFailsThenTheWatchGoesOn() throws InterruptedException {
		Consumer<RecycleCause> failing = (cause) -> {
			this.causes.add(cause);
			throw new IllegalStateException("cannot recycle");
		};
		RecycleWatch failingWatch = new RecycleWatch(failing);
		failingWatch.setLimits(limits(1, Duration.ZERO));
		try (LogCapture log = LogCapture.start()) {
			failingWatch.start();
			failingWatch.requestEnded(null);
			next();
			next();
			assertThat(log.errors()).isNotEmpty().allMatch((line) -> line.contains("could not be checked"));
		}
		finally {
			failingWatch.stop();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAddressSpaceHasNoRoomBelowTheLimitThenThereIsAWarningWithBothNumbers(boolean evil) {
		long addressSpace = MemoryProbe.take().addressSpace();
		try (LogCapture log = LogCapture.start()) {
			this.watch.setLimits(addressSpace(addressSpace + 100 * MEGABYTE, evil));
			this.watch.start();
			assertThat(log.linesWith("address space")).singleElement()
				.asString()
				.contains((evil ? "uwsgi.evil-reload-on-as is " : "uwsgi.reload-on-as is ")
						+ (addressSpace / MEGABYTE + 100) + " MB, but the address space is ")
				.contains("uwsgi.reload-on-rss");
		}
	}

	@Test
	void whenAddressSpaceHasRoomBelowTheLimitThenThereIsNoWarning() {
		try (LogCapture log = LogCapture.start()) {
			this.watch.setLimits(addressSpace(MemoryProbe.take().addressSpace() + 2048 * MEGABYTE, false));
			this.watch.start();
			assertThat(log.linesWith("address space")).isEmpty();
		}
	}

	@Test
	void whenLimitsMakeNoSenseThenTheyAreRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> limits(-1, Duration.ZERO))
			.withMessage("max-requests: -1 (expected: >= 0)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RecyclingLimits(0, 0, Duration.ofSeconds(10), Duration.ofSeconds(10), 0, 0, 0, 0))
			.withMessage("max-worker-lifetime: 10s (expected: > min-worker-lifetime, 10s)");
	}

	private RecycleCause next() throws InterruptedException {
		RecycleCause cause = this.causes.poll(20, TimeUnit.SECONDS);
		assertThat(cause).isNotNull();
		return cause;
	}

	private static RecyclingLimits limits(long maxRequests, Duration minLifetime) {
		return new RecyclingLimits(maxRequests, 0, minLifetime, Duration.ZERO, 0, 0, 0, 0);
	}

	private static RecyclingLimits addressSpace(long limit, boolean evil) {
		return new RecyclingLimits(0, 0, Duration.ofHours(1), Duration.ZERO, evil ? 0 : limit, 0, evil ? limit : 0, 0);
	}

}
