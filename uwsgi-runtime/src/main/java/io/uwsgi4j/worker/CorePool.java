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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.tomcat.util.threads.ResizableExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The cores of a worker. A task goes to the idle core with the lowest number, whose
 * thread and caches are hot, and at most one core is on its way up at a time: a core that
 * has woken wakes the next one if more is queued. So a few cores serve a stream of short
 * tasks, while tasks that block bring up one core after the other until all of them work.
 * Cores start on demand and end again when they have been idle for a while.
 * <p>
 * Thread-safe. The owner calls {@link #close()} when no more tasks will come.
 */
public final class CorePool implements ResizableExecutor, AutoCloseable {

	private static final Logger logger = System.getLogger(CorePool.class.getName());

	private final String name;

	private final int minSpare;

	private final CoreThreads threads;

	private final long idleNanos;

	private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

	// Slot n holds core n while its thread lives. Written under the lock.
	private final AtomicReferenceArray<@Nullable Core> cores;

	private final IdleCores idle;

	private final ReentrantLock lock = new ReentrantLock();

	// Tasks that are queued or running. Raised before a task can be seen, lowered after
	// it.
	private final AtomicInteger load = new AtomicInteger();

	private final AtomicInteger alive = new AtomicInteger();

	// Whether a core has been woken or started that has not looked at the queue yet.
	private final AtomicBoolean waking = new AtomicBoolean();

	// Set by whoever was told that all cores are taken; cleared by the core that answers.
	private final AtomicBoolean capacityWanted = new AtomicBoolean();

	private volatile Runnable capacityListener = () -> {
	};

	private volatile boolean closed;

	// Keeps a shortage of threads from being logged at every task.
	private volatile boolean startFailed;

	/**
	 * Creates a pool and starts its spare cores.
	 * @param name prefix of the names of the threads
	 * @param size number of cores, at least 1 (uWSGI: {@code threads})
	 * @param minSpare number of cores that stay when there is nothing to do, 0 to size
	 * @param idle how long a core beyond the spare ones waits for a task before it ends
	 * @param threads starts the threads of the cores
	 */
	public CorePool(String name, int size, int minSpare, Duration idle, CoreThreads threads) {
		if (size < 1) {
			throw new IllegalArgumentException("threads: %d (expected: >= 1)".formatted(size));
		}
		this.name = name;
		this.minSpare = Math.max(0, Math.min(minSpare, size));
		this.idleNanos = idle.toNanos();
		this.threads = threads;
		this.cores = new AtomicReferenceArray<>(size);
		this.idle = new IdleCores(size);
		for (int i = 0; i < this.minSpare; i++) {
			startCore(false);
		}
	}

	/**
	 * Queues a task and sees to it that a core takes it.
	 * @param task the task; what it throws is logged and ends neither core nor pool
	 * @throws RejectedExecutionException if the pool is closed, or no core lives and none
	 * can be started
	 */
	@Override
	public void execute(Runnable task) {
		if (this.closed) {
			throw new RejectedExecutionException("The cores of %s have been stopped".formatted(this.name));
		}
		this.load.incrementAndGet();
		this.queue.add(task);
		wakeIfNeeded();
		if (this.alive.get() == 0) {
			rejectUnlessStarted(task);
		}
	}

	// The last core may have ended just now, and may be about to start its successor.
	private void rejectUnlessStarted(Runnable task) {
		if (!startCore(false) && this.alive.get() == 0 && this.queue.remove(task)) {
			this.load.decrementAndGet();
			throw new RejectedExecutionException("No core of %s could be started".formatted(this.name));
		}
	}

	/**
	 * Returns whether another task would find a core that is neither busy nor promised to
	 * a queued task. If not, the capacity listener is called once as soon as that
	 * changes.
	 * @return whether there is room for another task
	 */
	public boolean hasCapacity() {
		if (this.load.get() < this.cores.length()) {
			return true;
		}
		this.capacityWanted.set(true);
		// A core may have become free before it could see the wish.
		return this.load.get() < this.cores.length() && this.capacityWanted.compareAndSet(true, false);
	}

	/**
	 * Sets who is told that a core has become free after {@link #hasCapacity()} said no.
	 * @param listener called by the thread of that core; must be quick and must not throw
	 */
	public void setCapacityListener(Runnable listener) {
		this.capacityListener = listener;
	}

	@Override
	public int getPoolSize() {
		return this.alive.get();
	}

	@Override
	public int getMaxThreads() {
		return this.cores.length();
	}

	@Override
	public int getActiveCount() {
		return this.alive.get() - this.idle.count();
	}

	@Override
	public boolean resizePool(int corePoolSize, int maximumPoolSize) {
		return false;
	}

	@Override
	public boolean resizeQueue(int capacity) {
		return false;
	}

	/**
	 * Stops the pool: takes no more tasks, lets the cores finish what is queued, and
	 * interrupts those that still run after a grace period.
	 */
	@Override
	public void close() {
		this.closed = true;
		wakeAll();
		if (!awaitEnd(Duration.ofSeconds(5))) {
			interruptAll();
			if (!awaitEnd(Duration.ofSeconds(1))) {
				logger.log(Level.WARNING, "{0} cores of {1} are still running after they were interrupted",
						this.alive.get(), this.name);
			}
		}
	}

	private void wakeIfNeeded() {
		while (!this.queue.isEmpty() && this.waking.compareAndSet(false, true)) {
			if (wakeOne()) {
				return;
			}
			this.waking.set(false);
			// All cores are busy, and a busy core looks at the queue before it rests.
			// Only
			// one that came to rest in the meantime may have missed the task.
			if (this.idle.count() == 0) {
				return;
			}
		}
	}

	private boolean wakeOne() {
		int id = this.idle.takeLowest();
		if (id < 0) {
			return startCore(true);
		}
		Core core = this.cores.get(id);
		// A core that was not parked yet goes on by itself, and may have ended by now.
		if (core != null) {
			core.unpark();
		}
		return true;
	}

	private boolean startCore(boolean awaited) {
		if (this.alive.get() == this.cores.length()) {
			return false;
		}
		this.lock.lock();
		try {
			for (int id = 0; id < this.cores.length(); id++) {
				if (this.cores.get(id) == null) {
					return startCore(id, awaited);
				}
			}
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean startCore(int id, boolean awaited) {
		Core core = new Core(this, id, awaited);
		this.cores.set(id, core);
		this.alive.incrementAndGet();
		try {
			core.start(this.threads, this.name + "-core-" + id);
			this.startFailed = false;
			return true;
		}
		catch (OutOfMemoryError ex) {
			this.cores.set(id, null);
			this.alive.decrementAndGet();
			if (!this.startFailed) {
				this.startFailed = true;
				logger.log(Level.WARNING, "{0} goes on with {1} cores because no thread could be started: {2}",
						this.name, this.alive.get(), ex.getMessage());
			}
			return false;
		}
	}

	@Nullable Runnable nextTask() {
		return this.queue.poll();
	}

	boolean hasTasks() {
		return !this.queue.isEmpty();
	}

	void wokenUp() {
		this.waking.set(false);
		wakeIfNeeded();
	}

	void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.log(Level.ERROR, "A task failed on " + Thread.currentThread().getName(), ex);
		}
		finally {
			// An interrupt meant for the task must not reach the next one.
			Thread.interrupted();
			this.load.decrementAndGet();
			if (this.capacityWanted.get() && this.capacityWanted.compareAndSet(true, false)) {
				this.capacityListener.run();
			}
		}
	}

	/**
	 * Ends a core that has taken itself from the idle ones.
	 * @param core the core
	 * @param surplusOnly whether the core stays if it is one of the spare ones
	 * @return whether the core has ended; if not, it looks at the queue again
	 */
	boolean end(Core core, boolean surplusOnly) {
		this.lock.lock();
		try {
			if (!this.queue.isEmpty() || (surplusOnly && !this.closed && this.alive.get() <= this.minSpare)) {
				return false;
			}
			remove(core);
		}
		finally {
			this.lock.unlock();
		}
		// A task that came in between may have found all slots taken.
		wakeIfNeeded();
		return true;
	}

	/**
	 * Replaces a core whose thread died of an error outside any task.
	 * @param core the core
	 */
	void abandoned(Core core) {
		this.lock.lock();
		try {
			this.idle.take(core.id());
			remove(core);
		}
		finally {
			this.lock.unlock();
		}
		wokenUp();
	}

	IdleCores idle() {
		return this.idle;
	}

	boolean isClosed() {
		return this.closed;
	}

	long idleNanos() {
		return this.idleNanos;
	}

	private void remove(Core core) {
		this.cores.set(core.id(), null);
		this.alive.decrementAndGet();
	}

	private void wakeAll() {
		for (int id = 0; id < this.cores.length(); id++) {
			Core core = this.cores.get(id);
			if (core != null) {
				core.unpark();
			}
		}
	}

	private void interruptAll() {
		for (int id = 0; id < this.cores.length(); id++) {
			Core core = this.cores.get(id);
			if (core != null) {
				core.interrupt();
			}
		}
	}

	private boolean awaitEnd(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		try {
			while (this.alive.get() > 0 && System.nanoTime() - deadline < 0) {
				TimeUnit.MILLISECONDS.sleep(1);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.alive.get() == 0;
	}

}
