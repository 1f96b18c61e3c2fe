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
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.uwsgi4j.benchmarks.micro.AbstractBenchmark;
import org.apache.tomcat.util.threads.TaskQueue;
import org.apache.tomcat.util.threads.TaskThreadFactory;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * From one thread to another and back: a producer hands over tasks that do nothing, and
 * sleeps until the last one is done.
 */
@State(Scope.Benchmark)
public class CorePoolBenchmark extends AbstractBenchmark {

	static final int BURST = 32;

	private static final int SIZE = 200;

	private static final int MIN_SPARE = 10;

	private static final Duration IDLE = Duration.ofMinutes(1);

	/**
	 * Who takes the tasks.
	 */
	@Param
	private Pool pool = Pool.CORE_POOL;

	private Executor executor = Runnable::run;

	private Runnable stop = () -> {
	};

	/**
	 * Starts the pool.
	 */
	@Setup
	public void start() {
		if (this.pool == Pool.CORE_POOL) {
			startCorePool();
		}
		else {
			startThreadPool();
		}
	}

	private void startCorePool() {
		CorePool cores = new CorePool("bench", SIZE, MIN_SPARE, IDLE, CoreThreads.platform(Thread.NORM_PRIORITY));
		this.executor = cores;
		this.stop = cores::close;
	}

	// As Tomcat's endpoints do.
	private void startThreadPool() {
		TaskQueue queue = new TaskQueue();
		ThreadPoolExecutor threads = new ThreadPoolExecutor(MIN_SPARE, SIZE, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				queue, new TaskThreadFactory("bench-exec-", true, Thread.NORM_PRIORITY));
		queue.setParent(threads);
		this.executor = threads;
		this.stop = threads::shutdownNow;
	}

	/**
	 * Stops the pool.
	 */
	@TearDown
	public void stop() {
		this.stop.run();
	}

	/**
	 * Hands over one task at a time.
	 */
	@Benchmark
	@Threads(1)
	public int oneProducer(Producer producer) {
		return producer.handOver(this.executor, 1);
	}

	/**
	 * Hands over one task at a time, while another producer does the same.
	 */
	@Benchmark
	@Threads(2)
	public int twoProducers(Producer producer) {
		return producer.handOver(this.executor, 1);
	}

	/**
	 * Hands over tasks one after the other, and waits for all of them.
	 */
	@Benchmark
	@Threads(1)
	@OperationsPerInvocation(BURST)
	public int oneProducerInBursts(Producer producer) {
		return producer.handOver(this.executor, BURST);
	}

	/**
	 * Hands over tasks one after the other and waits for all of them, while another
	 * producer does the same.
	 */
	@Benchmark
	@Threads(2)
	@OperationsPerInvocation(BURST)
	public int twoProducersInBursts(Producer producer) {
		return producer.handOver(this.executor, BURST);
	}

	void start(Pool pool) {
		this.pool = pool;
		start();
	}

	/**
	 * Who takes the tasks.
	 */
	public enum Pool {

		/** The connector's cores. */
		CORE_POOL,

		/** What Tomcat's own connectors use. */
		TOMCAT

	}

	/**
	 * A thread that hands over tasks.
	 */
	@State(Scope.Thread)
	public static class Producer {

		private final AtomicInteger pending = new AtomicInteger();

		private final Runnable task = this::finishOne;

		private volatile Thread waiting = Thread.currentThread();

		private volatile Thread last = Thread.currentThread();

		int handOver(Executor executor, int tasks) {
			this.waiting = Thread.currentThread();
			this.pending.set(tasks);
			for (int i = 0; i < tasks; i++) {
				executor.execute(this.task);
			}
			while (this.pending.get() > 0) {
				LockSupport.park(this);
			}
			return tasks - this.pending.get();
		}

		private void finishOne() {
			if (this.pending.decrementAndGet() == 0) {
				this.last = Thread.currentThread();
				LockSupport.unpark(this.waiting);
			}
		}

		// The thread that ran the last task.
		Thread last() {
			return this.last;
		}

	}

}
