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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The cores of a pool that live at the moment, each with a number of its own.
 * Thread-safe.
 */
final class CoreRoster {

	private static final Logger logger = System.getLogger(CoreRoster.class.getName());

	private final String name;

	private final CoreThreads threads;

	// Slot n holds core n while its thread lives. Written under the lock.
	private final AtomicReferenceArray<@Nullable Core> cores;

	private final AtomicInteger alive = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	// Keeps a shortage of threads from being logged at every task.
	private volatile boolean startFailed;

	CoreRoster(String name, int size, CoreThreads threads) {
		this.name = name;
		this.threads = threads;
		this.cores = new AtomicReferenceArray<>(size);
	}

	int size() {
		return this.cores.length();
	}

	int alive() {
		return this.alive.get();
	}

	/**
	 * Returns a core by its number.
	 * @param id the number
	 * @return the core, or {@code null} if it does not live
	 */
	@Nullable Core get(int id) {
		return this.cores.get(id);
	}

	/**
	 * Starts a core in the first free slot.
	 * @param pool the pool of the core
	 * @param awaited whether the pool holds back wake-ups until the core has looked at
	 * the queue
	 * @return whether there was a slot, and a thread for it
	 */
	boolean start(CorePool pool, boolean awaited) {
		if (this.alive.get() == this.cores.length()) {
			return false;
		}
		this.lock.lock();
		try {
			for (int id = 0; id < this.cores.length(); id++) {
				if (this.cores.get(id) == null) {
					return start(new Core(pool, id, awaited));
				}
			}
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean start(Core core) {
		this.cores.set(core.id(), core);
		this.alive.incrementAndGet();
		try {
			core.start(this.threads, this.name + "-core-" + core.id());
			this.startFailed = false;
			return true;
		}
		catch (OutOfMemoryError ex) {
			remove(core);
			if (!this.startFailed) {
				this.startFailed = true;
				logger.log(Level.WARNING, "{0} goes on with {1} cores because no thread could be started: {2}",
						this.name, this.alive.get(), ex.getMessage());
			}
			return false;
		}
	}

	/**
	 * Removes a core whose thread is about to end.
	 * @param core the core
	 * @param stays asked while no core can start or end; whether the core has to live on
	 * @return whether the core has been removed
	 */
	boolean removeUnless(BooleanSupplier stays, Core core) {
		this.lock.lock();
		try {
			if (stays.getAsBoolean()) {
				return false;
			}
			remove(core);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void remove(Core core) {
		this.cores.set(core.id(), null);
		this.alive.decrementAndGet();
	}

	void forEach(Consumer<Core> action) {
		for (int id = 0; id < this.cores.length(); id++) {
			Core core = this.cores.get(id);
			if (core != null) {
				action.accept(core);
			}
		}
	}

	boolean awaitEnd(Duration limit) {
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
