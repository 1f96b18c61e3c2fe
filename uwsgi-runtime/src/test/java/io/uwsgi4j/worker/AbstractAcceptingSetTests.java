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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool with a listen queue. The time that passes between two looks of the watch is made
 * up.
 */
abstract class AbstractAcceptingSetTests {

	static final Duration LONG = Duration.ofMinutes(1);

	static final CoreThreads THREADS = CoreThreads.platform(Thread.NORM_PRIORITY);

	static final int SIZE = 12;

	static final int COMPETING = 3;

	final FakeListenQueue queue = new FakeListenQueue();

	final CountDownLatch release = new CountDownLatch(1);

	final AtomicInteger serving = new AtomicInteger();

	final AtomicInteger served = new AtomicInteger();

	private final Map<Thread, KernelThread> sleeping = new ConcurrentHashMap<>();

	CorePool pool = new CorePool("test", SIZE, 1, LONG, THREADS, this.queue, COMPETING);

	private long now = 1_000_000_000;

	@AfterEach
	void closePool() {
		this.release.countDown();
		this.pool.close();
		assertThat(this.pool.getPoolSize()).isZero();
		assertThat(this.queue.joined()).isZero();
	}

	void open() {
		set().open();
		Await.until("members wait", () -> this.queue.waiting() == COMPETING);
	}

	void awaitAsleep(int count) {
		awaitServing(count);
		Await.until("they sleep",
				() -> this.sleeping.entrySet()
					.stream()
					.filter((core) -> isAsleep(core.getKey(), core.getValue()))
					.count() >= count);
	}

	// On a busy machine a thread may have to wait for a processor before it can sleep.
	private static boolean isAsleep(Thread thread, KernelThread kernelThread) {
		return thread.isAlive() && thread.getState() == Thread.State.TIMED_WAITING && kernelThread.isSleeping();
	}

	void spinUntil(AtomicBoolean done) {
		this.serving.incrementAndGet();
		while (!done.get()) {
			Thread.onSpinWait();
		}
		this.serving.decrementAndGet();
	}

	void growTo(int members) {
		Await.until("all serve", () -> {
			pass(3);
			return this.serving.get() == members;
		});
	}

	void awaitServing(int count) {
		Await.until(() -> this.serving.get() + " serve", Await.LIMIT, () -> this.serving.get() >= count);
	}

	AcceptingSet set() {
		return this.pool.accepting();
	}

	long tick() {
		return set().tick(this.now);
	}

	long pass(long millis) {
		this.now += TimeUnit.MILLISECONDS.toNanos(millis);
		return tick();
	}

	void connect(int count, boolean blocking) {
		List<Runnable> connections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			connections.add(blocking ? this::block : this.served::incrementAndGet);
		}
		connections.forEach(this.queue::connect);
	}

	void block() {
		this.sleeping.put(Thread.currentThread(), KernelThread.current());
		this.serving.incrementAndGet();
		try {
			this.release.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		this.serving.decrementAndGet();
		this.served.incrementAndGet();
	}

	void replacePool(CorePool replacement) {
		this.pool.close();
		this.pool = replacement;
	}

}
