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

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CorePool}.
 */
class CorePoolTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final CoreThreads THREADS = CoreThreads.platform(Thread.NORM_PRIORITY);

	private CorePool pool = new CorePool("test", 8, 2, LONG, THREADS);

	@AfterEach
	void closePool() {
		this.pool.close();
		assertThat(this.pool.getPoolSize()).isZero();
	}

	@Test
	void whenPoolStartsThenItHasItsSpareCores() {
		Await.until("spare cores rest", () -> this.pool.getPoolSize() == 2 && this.pool.getActiveCount() == 0);
		assertThat(this.pool.getMaxThreads()).isEqualTo(8);
	}

	@Test
	void whenTasksComeOneByOneThenTheSameCoreTakesThemAll() throws InterruptedException {
		Set<String> names = ConcurrentHashMap.newKeySet();
		for (int i = 0; i < 200; i++) {
			Await.until("all cores rest", () -> this.pool.getActiveCount() == 0);
			CountDownLatch done = new CountDownLatch(1);
			this.pool.execute(() -> {
				names.add(Thread.currentThread().getName());
				done.countDown();
			});
			assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(names).containsExactly("test-core-0");
	}

	@Test
	void whenTasksBlockThenAllCoresWork() throws Exception {
		CyclicBarrier allAtOnce = new CyclicBarrier(9);
		for (int i = 0; i < 8; i++) {
			this.pool.execute(() -> await(allAtOnce));
		}
		allAtOnce.await(10, TimeUnit.SECONDS);
		assertThat(this.pool.getPoolSize()).isEqualTo(8);
	}

	@Test
	void whenAllCoresBlockThenQueuedTasksRunAfterwards() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(100);
		for (int i = 0; i < 8; i++) {
			this.pool.execute(() -> await(release));
		}
		for (int i = 0; i < 100; i++) {
			this.pool.execute(done::countDown);
		}
		assertThat(done.getCount()).isEqualTo(100);
		release.countDown();
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenManyThreadsQueueShortTasksThenNoneIsLost() throws InterruptedException {
		int each = 20_000;
		CountDownLatch done = new CountDownLatch(4 * each);
		Thread[] producers = new Thread[4];
		for (int i = 0; i < producers.length; i++) {
			producers[i] = new Thread(() -> {
				for (int task = 0; task < each; task++) {
					this.pool.execute(done::countDown);
					if (task % 97 == 0) {
						// Lets the cores go to rest every now and then.
						Thread.yield();
					}
				}
			});
			producers[i].start();
		}
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
		for (Thread producer : producers) {
			producer.join();
		}
	}

	@Test
	void whenCoresHaveBeenIdleLongEnoughThenOnlySpareOnesStay() throws Exception {
		replacePool(new CorePool("test", 8, 2, Duration.ofMillis(20), THREADS));
		CyclicBarrier allAtOnce = new CyclicBarrier(9);
		for (int i = 0; i < 8; i++) {
			this.pool.execute(() -> await(allAtOnce));
		}
		allAtOnce.await(10, TimeUnit.SECONDS);
		Await.until("surplus cores end", () -> this.pool.getPoolSize() == 2);
		CountDownLatch done = new CountDownLatch(1);
		this.pool.execute(done::countDown);
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenCoresEndWhileTasksComeThenNoTaskIsLost() throws InterruptedException {
		replacePool(new CorePool("test", 3, 0, Duration.ofNanos(1), THREADS));
		for (int i = 0; i < 20_000; i++) {
			CountDownLatch done = new CountDownLatch(1);
			this.pool.execute(done::countDown);
			assertThat(done.await(10, TimeUnit.SECONDS)).as("task %d", i).isTrue();
		}
	}

	@Test
	void whenTaskFailsThenTheCoreServesOn() throws InterruptedException {
		replacePool(new CorePool("test", 1, 1, LONG, THREADS));
		this.pool.execute(() -> {
			throw new IllegalStateException("expected in the log of this test");
		});
		CountDownLatch done = new CountDownLatch(1);
		this.pool.execute(done::countDown);
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.pool.getPoolSize()).isEqualTo(1);
	}

	@Test
	void whenTaskWasInterruptedThenTheNextOneIsNot() throws InterruptedException {
		replacePool(new CorePool("test", 1, 1, LONG, THREADS));
		this.pool.execute(() -> Thread.currentThread().interrupt());
		AtomicInteger interrupted = new AtomicInteger(-1);
		CountDownLatch done = new CountDownLatch(1);
		this.pool.execute(() -> {
			interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 0);
			done.countDown();
		});
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(interrupted).hasValue(0);
	}

	@Test
	void whenAllCoresAreTakenThenListenerIsToldOnceAsSoonAsOneIsFree() {
		AtomicInteger told = new AtomicInteger();
		this.pool.setCapacityListener(told::incrementAndGet);
		CountDownLatch release = new CountDownLatch(1);
		for (int i = 0; i < 8; i++) {
			assertThat(this.pool.hasCapacity()).isTrue();
			this.pool.execute(() -> await(release));
		}
		assertThat(this.pool.hasCapacity()).isFalse();
		assertThat(told).hasValue(0);
		release.countDown();
		Await.until("all cores rest", () -> this.pool.getActiveCount() == 0);
		assertThat(told).hasValue(1);
		assertThat(this.pool.hasCapacity()).isTrue();
	}

	@Test
	void whenNoThreadCanBeStartedThenTaskIsRejected() {
		replacePool(new CorePool("test", 4, 0, LONG, (name, body) -> {
			throw new OutOfMemoryError("unable to create native thread");
		}));
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.pool.execute(() -> {
		})).withMessage("No core of test could be started");
		assertThat(this.pool.hasCapacity()).isTrue();
	}

	@Test
	void whenPoolIsClosedThenTasksAreRejected() {
		this.pool.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.pool.execute(() -> {
		})).withMessage("The cores of test have been stopped");
	}

	@Test
	void whenPoolIsClosedThenQueuedTasksStillRun() throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1000);
		for (int i = 0; i < 1000; i++) {
			this.pool.execute(done::countDown);
		}
		this.pool.close();
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenPoolFinishesThenTasksThatRunAreNotInterrupted() {
		CountDownLatch begun = new CountDownLatch(1);
		AtomicBoolean finished = new AtomicBoolean();
		this.pool.execute(() -> {
			begun.countDown();
			Await.pause(50_000_000);
			finished.set(true);
		});
		await(begun);
		assertThat(this.pool.finish()).isTrue();
		assertThat(finished).isTrue();
		assertThat(this.pool.getPoolSize()).isZero();
	}

	@Test
	void whenSizeIsZeroThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new CorePool("test", 0, 0, LONG, THREADS))
			.withMessage("threads: 0 (expected: >= 1)");
	}

	private void replacePool(CorePool replacement) {
		this.pool.close();
		this.pool = replacement;
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
