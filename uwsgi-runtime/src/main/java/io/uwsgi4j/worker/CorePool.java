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
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.tomcat.util.threads.ResizableExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The cores of a worker. A task goes to the idle core with the lowest number, whose
 * thread and caches are hot, and at most one core is on its way up at a time: a core that
 * has woken wakes the next one if more is queued. So a few cores serve a stream of short
 * tasks, while tasks that block bring up one core after the other until all of them work.
 * Cores start on demand and end again when they have been idle for a while.
 * <p>
 * With a listen queue, some of the cores also take connections from it, without anybody
 * handing them over: the {@linkplain #accepting() accepting set}.
 * <p>
 * Thread-safe. The owner calls {@link #close()} when no more tasks will come.
 */
public final class CorePool implements ResizableExecutor, AutoCloseable {

	private static final Logger logger = System.getLogger(CorePool.class.getName());

	private static final Duration GRACE = Duration.ofSeconds(5);

	private final String name;

	private final int minSpare;

	private final long idleNanos;

	private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

	private final Capacity capacity;

	private final CoreRoster cores;

	// Cores that wait for a connection or a task.
	private final IdleCores listening;

	// Cores that wait for a task, or for a place in the accepting set.
	private final IdleCores spare;

	private final @Nullable AcceptingSet accepting;

	// Whether a core has been woken or started that has not looked at the queue yet.
	private final AtomicBoolean waking = new AtomicBoolean();

	private final OutlivedThreads outlived;

	private volatile boolean closed;

	/**
	 * Creates a pool whose cores run tasks only, and starts its spare cores.
	 * @param name prefix of the names of the threads
	 * @param size number of cores, at least 1 (uWSGI: {@code threads})
	 * @param minSpare number of cores that stay when there is nothing to do, 0 to size
	 * @param idle how long a core beyond the spare ones waits for a task before it ends
	 * @param threads starts the threads of the cores
	 */
	public CorePool(String name, int size, int minSpare, Duration idle, CoreThreads threads) {
		this(name, size, minSpare, idle, threads, null, 0);
	}

	/**
	 * Creates a pool whose cores also take connections, and starts its spare cores. No
	 * connection is taken before {@link AcceptingSet#open()}.
	 * @param name prefix of the names of the threads
	 * @param size number of cores, at least 1 (uWSGI: {@code threads})
	 * @param minSpare number of cores that stay when there is nothing to do, 0 to size
	 * @param idle how long a core beyond the spare ones waits for a task before it ends
	 * @param threads starts the threads of the cores
	 * @param listenQueue where connections wait, or {@code null} if they come as tasks
	 * @param competing how many cores may compete for connections at a time, not counting
	 * those that are stuck; at least 1
	 */
	public CorePool(String name, int size, int minSpare, Duration idle, CoreThreads threads,
			@Nullable ListenQueue listenQueue, int competing) {
		if (size < 1) {
			throw new IllegalArgumentException("threads: %d (expected: >= 1)".formatted(size));
		}
		this.name = name;
		this.minSpare = Math.max(0, Math.min(minSpare, size));
		this.idleNanos = idle.toNanos();
		this.cores = new CoreRoster(name, size, threads);
		this.outlived = new OutlivedThreads(size);
		this.capacity = new Capacity(size);
		this.listening = new IdleCores(size);
		this.spare = new IdleCores(size);
		this.accepting = (listenQueue != null)
				? new AcceptingSet(this, listenQueue, Math.max(1, Math.min(competing, size))) : null;
		for (int i = 0; i < this.minSpare; i++) {
			this.cores.start(this, false);
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
		this.capacity.take();
		this.queue.add(task);
		wakeIfNeeded();
		if (this.cores.alive() == 0) {
			rejectUnlessStarted(task);
		}
	}

	// The last core may have ended just now, and may be about to start its successor.
	private void rejectUnlessStarted(Runnable task) {
		if (!this.cores.start(this, false) && this.cores.alive() == 0 && this.queue.remove(task)) {
			this.capacity.giveBack();
			throw new RejectedExecutionException("No core of %s could be started".formatted(this.name));
		}
	}

	/**
	 * Returns whether another task would find a core that is neither busy nor promised to
	 * a queued task. If not, the capacity listener is called once as soon as that
	 * changes. Of use only if all connections come as tasks.
	 * @return whether there is room for another task
	 */
	public boolean hasCapacity() {
		return this.capacity.isLeft();
	}

	/**
	 * Sets who is told that a core has become free after {@link #hasCapacity()} said no.
	 * @param listener called by the thread of that core; must be quick and must not throw
	 */
	public void setCapacityListener(Runnable listener) {
		this.capacity.setListener(listener);
	}

	/**
	 * Returns the cores that take connections.
	 * @return the accepting set
	 * @throws IllegalStateException if the pool was created without a listen queue
	 */
	public AcceptingSet accepting() {
		if (this.accepting == null) {
			throw new IllegalStateException("The cores of %s take no connections".formatted(this.name));
		}
		return this.accepting;
	}

	/**
	 * Returns the core whose thread calls.
	 * @return the core, or {@code null} if another thread calls
	 */
	public static @Nullable CoreHandle currentCore() {
		return Core.current();
	}

	@Override
	public int getPoolSize() {
		return this.cores.alive();
	}

	@Override
	public int getMaxThreads() {
		return this.cores.size();
	}

	@Override
	public int getActiveCount() {
		return Math.max(0, this.cores.alive() - this.listening.count() - this.spare.count());
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
	 * Takes no more tasks, and lets the cores finish what is queued and what they are at,
	 * for a grace period. To be followed by {@link #close()}.
	 * @return whether all cores have ended
	 */
	public boolean finish() {
		this.closed = true;
		this.cores.forEach(Core::wakeUp);
		return this.cores.awaitEnd(GRACE);
	}

	/**
	 * Stops the pool: {@linkplain #finish() finishes}, unless that has been tried before,
	 * and interrupts the cores that still run.
	 */
	@Override
	public void close() {
		boolean ended = this.closed ? this.cores.alive() == 0 : finish();
		if (!ended) {
			this.cores.forEach(Core::interrupt);
			if (!this.cores.awaitEnd(Duration.ofSeconds(1))) {
				logger.log(Level.WARNING, "{0} cores of {1} are still running after they were interrupted",
						this.cores.alive(), this.name);
			}
		}
	}

	private void wakeIfNeeded() {
		while (!this.queue.isEmpty() && this.waking.compareAndSet(false, true)) {
			if (wake(this.listening) || wake(this.spare) || this.cores.start(this, true)) {
				return;
			}
			this.waking.set(false);
			// A busy core looks at the queue before it rests. Only one that came to rest
			// in the meantime may have missed the task.
			if (this.listening.isEmpty() && this.spare.isEmpty()) {
				return;
			}
		}
	}

	private boolean wake(IdleCores idle) {
		int id = idle.takeLowest();
		if (id < 0) {
			return false;
		}
		Core core = this.cores.get(id);
		// A core that did not wait yet goes on by itself, and may have ended by now.
		if (core != null) {
			core.wakeUp();
		}
		return true;
	}

	/**
	 * Brings up a core that is not in the accepting set.
	 * @return whether there was one
	 */
	boolean callIn() {
		return !this.closed && (wake(this.spare) || this.cores.start(this, false));
	}

	void wakeOneListening() {
		wake(this.listening);
	}

	void wakeListening() {
		this.cores.forEach((core) -> {
			if (this.listening.contains(core.id())) {
				core.wakeUp();
			}
		});
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
		}
	}

	void taskDone() {
		this.capacity.giveBack();
	}

	/**
	 * Ends a core that has taken itself from the idle ones.
	 * @param core the core
	 * @param surplusOnly whether the core stays if it is one of the spare ones
	 * @return whether the core has ended; if not, it looks at the queue again
	 */
	boolean end(Core core, boolean surplusOnly) {
		boolean ended = this.cores.removeUnless(
				() -> !this.queue.isEmpty() || (surplusOnly && !this.closed && this.cores.alive() <= this.minSpare),
				core);
		if (ended) {
			// A task that came in between may have found all slots taken.
			wakeIfNeeded();
		}
		return ended;
	}

	/**
	 * Replaces a core whose thread died of an error outside any task, or has been given
	 * up.
	 * @param core the core
	 * @param member whether the core was in the accepting set
	 */
	void abandoned(Core core, boolean member) {
		this.listening.take(core.id());
		this.spare.take(core.id());
		this.cores.removeUnless(() -> false, core);
		wokenUp();
		if (member) {
			accepting().lost();
		}
	}

	boolean replace(Core core, long turn) {
		if (!this.outlived.add(core, turn)) {
			return false;
		}
		core.stopListening();
		if (core.isQueuedTask()) {
			taskDone();
		}
		abandoned(core, core.isMember());
		return true;
	}

	void outlivedEnded() {
		this.outlived.ended();
	}

	IdleCores idle(boolean member) {
		return member ? this.listening : this.spare;
	}

	boolean noneListening() {
		return this.listening.isEmpty();
	}

	int countListening() {
		return this.listening.count();
	}

	boolean hasVacancy() {
		return this.accepting != null && this.accepting.hasVacancy();
	}

	/**
	 * Returns what may be known of a core.
	 * @param id the number of the core
	 * @return its seat, or {@code null} if there is no such core at the moment
	 */
	@Nullable Seat seat(int id) {
		Core core = this.cores.get(id);
		return (core != null) ? core.seat() : null;
	}

	boolean isClosed() {
		return this.closed;
	}

	long idleNanos() {
		return this.idleNanos;
	}

}
