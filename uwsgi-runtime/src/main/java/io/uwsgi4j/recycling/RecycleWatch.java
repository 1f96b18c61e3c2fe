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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.uwsgi4j.worker.MemoryProbe;
import io.uwsgi4j.worker.RequestListener;
import io.uwsgi4j.worker.ServedRequest;
import io.uwsgi4j.worker.Watch;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Watches a worker, and has it replaced when it reaches one of its limits: looks once a
 * second, and at once when the last request has ended that it may serve. Thread-safe.
 */
public final class RecycleWatch implements RequestListener {

	private static final Log log = LogFactory.getLog(RecycleWatch.class);

	private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

	// Mapped by a JVM in the course of time without anybody's fault: threads, malloc
	// arenas, code.
	private static final long HEADROOM = 256L * 1024 * 1024;

	private static final long MEGABYTE = 1024 * 1024;

	private final Consumer<RecycleCause> recycler;

	private final Lot lot = Lot.draw(RandomGenerator.getDefault());

	private final LimitCheck check = new LimitCheck(this.lot, new ProcessVitals());

	private final AtomicLong requests = new AtomicLong();

	private volatile RecyclingLimits limits = RecyclingLimits.NONE;

	// The number of requests at which to look at once.
	private volatile long lastRequest;

	// When the worker began to serve, once it has.
	private volatile long startedNanos;

	// Changed under the lock, read without it by the threads of requests.
	private volatile @Nullable Watch watch;

	private boolean started;

	/**
	 * Creates a watch without limits that has not begun.
	 * @param recycler replaces the worker; called once for each look that finds a limit
	 * reached, by a thread of the watch; must return soon
	 */
	public RecycleWatch(Consumer<RecycleCause> recycler) {
		this.recycler = recycler;
	}

	/**
	 * Begins to watch. The age of the worker counts from the first time.
	 */
	public synchronized void start() {
		if (this.watch != null) {
			return;
		}
		if (!this.started) {
			this.started = true;
			this.startedNanos = System.nanoTime();
		}
		warn(this.limits);
		Watch watch = new Watch("uwsgi-recycle-watch", this::lookSafely);
		this.watch = watch;
		watch.start();
	}

	/**
	 * Ends to watch.
	 */
	public synchronized void stop() {
		Watch watch = this.watch;
		if (watch != null) {
			watch.stop();
			this.watch = null;
		}
	}

	/**
	 * Returns whether the worker is watched.
	 * @return whether it is
	 */
	public boolean isRunning() {
		return this.watch != null;
	}

	/**
	 * Returns the limits in effect.
	 * @return the limits
	 */
	public RecyclingLimits getLimits() {
		return this.limits;
	}

	/**
	 * Changes the limits, for the next look.
	 * @param limits the limits
	 */
	public synchronized void setLimits(RecyclingLimits limits) {
		this.limits = limits;
		this.lastRequest = this.lot.maxRequests(limits);
		Watch watch = this.watch;
		if (watch != null) {
			warn(limits);
			watch.wake();
		}
	}

	@Override
	public void requestEnded(ServedRequest request) {
		long ended = this.requests.incrementAndGet();
		if (ended == this.lastRequest) {
			Watch watch = this.watch;
			if (watch != null) {
				watch.wake();
			}
		}
	}

	private long lookSafely() {
		try {
			RecycleCause cause = this.check.check(this.limits);
			if (cause != null) {
				this.recycler.accept(cause);
			}
		}
		catch (Throwable ex) {
			ExceptionUtils.handleThrowable(ex);
			log.error("The limits of the worker could not be checked", ex);
		}
		return PERIOD_NANOS;
	}

	private static void warn(RecyclingLimits limits) {
		long addressSpace = MemoryProbe.take().addressSpace();
		warn(RecycleReason.RELOAD_ON_AS, limits.reloadOnAs(), addressSpace);
		warn(RecycleReason.EVIL_RELOAD_ON_AS, limits.evilReloadOnAs(), addressSpace);
	}

	private static void warn(RecycleReason reason, long limit, long addressSpace) {
		if (limit != 0 && limit < addressSpace + HEADROOM) {
			log.warn(
					("uwsgi.%s is %d MB, but the address space is %d MB already, and should have 256 MB to grow: most of"
							+ " it is reserved by the JVM and never used. The worker will be replaced over and over again. Set"
							+ " uwsgi.%s to at least %d MB, or better limit what is really used, with uwsgi.reload-on-rss")
						.formatted(reason, limit / MEGABYTE, addressSpace / MEGABYTE, reason,
								(addressSpace + HEADROOM + MEGABYTE - 1) / MEGABYTE));
		}
	}

	/**
	 * This process.
	 */
	private final class ProcessVitals implements Vitals {

		@Override
		public long requests() {
			return RecycleWatch.this.requests.get();
		}

		@Override
		public Duration age() {
			return Duration.ofNanos(System.nanoTime() - RecycleWatch.this.startedNanos);
		}

		@Override
		public MemoryProbe memory() {
			return MemoryProbe.take();
		}

		@Override
		public void collectGarbage() {
			System.gc();
		}

	}

}
