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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the cores of a worker are doing and have done: numbers and the text of the running
 * request, at fixed places of one piece of memory. Cores write it as they go, with stores
 * that cost next to nothing; anybody reads it at any time without stopping a core. The
 * memory may be mapped from a file and read by another process. <pre>
 *   0              256                    256 + 4096
 *   +--------------+----------------------+----------------------+ ...
 *   | worker       | core 0               | core 1               |
 *   +--------------+----------------------+----------------------+ ...
 *   one core: counters, one long each, to offset 128; then text
 * </pre> Counters are those of uWSGI: a request counts when it has ended, for the core
 * that started it.
 * <p>
 * Thread-safe. A request may be ended by another thread than the one that began it, so
 * counters are added to atomically; nobody else writes to their cache lines, most of the
 * time.
 */
public final class Scoreboard {

	/**
	 * The most bytes of text that a core can show.
	 */
	public static final int TEXT_CAPACITY = 3968;

	// Of the worker. The first tells readers whether they understand the rest.

	private static final int LAYOUT = 0;

	private static final int CORES = 8;

	private static final int AVERAGE_MICROS = 128;

	private static final int HARAKIRI = 136;

	private static final int WORKER_SIZE = 256;

	// Of a core, relative to its place.

	private static final int RUNNING = 0;

	private static final int START_MICROS = 8;

	private static final int REQUESTS = 16;

	private static final int UNHANDLED = 24;

	private static final int EXCEPTIONS = 32;

	private static final int READ_ERRORS = 40;

	private static final int WRITE_ERRORS = 48;

	private static final int SENT_BYTES = 56;

	private static final int RUNNING_MICROS = 64;

	// Odd while the text is being written.
	private static final int TEXT_VERSION = 112;

	private static final int TEXT_LENGTH = 120;

	private static final int TEXT = 128;

	private static final int CORE_SIZE = TEXT + TEXT_CAPACITY;

	private static final int MAX_CORES = (Integer.MAX_VALUE - WORKER_SIZE) / CORE_SIZE;

	// "uwsgi", and the version of the layout.
	private static final long LAYOUT_VERSION = 0x75777367_69000001L;

	// Keeps the counters of a core in cache lines of their own.
	private static final int ALIGNMENT = 128;

	private static final int READ_ATTEMPTS = 8;

	private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private final ByteBuffer memory;

	private final int cores;

	private Scoreboard(ByteBuffer memory, int cores) {
		this.memory = memory;
		this.cores = cores;
	}

	/**
	 * Creates an empty scoreboard in memory of this process.
	 * @param cores number of cores, at least 1
	 * @return a new scoreboard
	 */
	public static Scoreboard allocate(int cores) {
		return create(ByteBuffer.allocateDirect(size(cores) + ALIGNMENT).alignedSlice(ALIGNMENT), cores);
	}

	/**
	 * Creates an empty scoreboard in memory that others may see.
	 * @param memory direct or mapped memory, all zero, aligned to at least 8 bytes
	 * @param cores number of cores, at least 1
	 * @return a new scoreboard
	 * @throws IllegalArgumentException if the memory is too small
	 */
	public static Scoreboard create(ByteBuffer memory, int cores) {
		requireSize(memory, cores);
		LONGS.setOpaque(memory, CORES, (long) cores);
		LONGS.setRelease(memory, LAYOUT, LAYOUT_VERSION);
		return new Scoreboard(memory, cores);
	}

	/**
	 * Returns a view of a scoreboard that somebody has created.
	 * @param memory direct or mapped memory that starts with the scoreboard, aligned to
	 * at least 8 bytes
	 * @return the scoreboard
	 * @throws IllegalArgumentException if there is none in it, or one of another version
	 */
	public static Scoreboard in(ByteBuffer memory) {
		if (memory.capacity() < WORKER_SIZE || (long) LONGS.getAcquire(memory, LAYOUT) != LAYOUT_VERSION) {
			throw new IllegalArgumentException("There is no scoreboard of this version in the memory");
		}
		long cores = (long) LONGS.getOpaque(memory, CORES);
		requireSize(memory, cores);
		return new Scoreboard(memory, (int) cores);
	}

	private static void requireSize(ByteBuffer memory, long cores) {
		if (cores < 1 || cores > MAX_CORES || size((int) cores) > memory.capacity()) {
			throw new IllegalArgumentException(
					"There is no room for %d cores in %d bytes".formatted(cores, memory.capacity()));
		}
	}

	/**
	 * Returns the size of a scoreboard.
	 * @param cores number of cores
	 * @return the size in bytes
	 */
	public static int size(int cores) {
		return Math.addExact(WORKER_SIZE, Math.multiplyExact(cores, CORE_SIZE));
	}

	/**
	 * Returns a scoreboard with other places for cores, and everything that has been
	 * counted so far. Not to be called while a request is running.
	 * @param cores number of cores, at least 1
	 * @return this scoreboard if it has as many, otherwise a new one
	 */
	public Scoreboard resize(int cores) {
		if (cores == this.cores) {
			return this;
		}
		Scoreboard resized = allocate(cores);
		LONGS.setOpaque(resized.memory, AVERAGE_MICROS, averageMicros());
		LONGS.setOpaque(resized.memory, HARAKIRI, givenUp());
		for (int core = 0; core < this.cores; core++) {
			// What cores have done that are no more is not forgotten.
			int target = Math.min(core, cores - 1);
			for (int counter = REQUESTS; counter <= RUNNING_MICROS; counter += Long.BYTES) {
				resized.add(target, counter, get(core, counter));
			}
		}
		return resized;
	}

	/**
	 * Returns the number of cores.
	 * @return how many places there are
	 */
	public int cores() {
		return this.cores;
	}

	/**
	 * Notes that a request begins.
	 * @param core the core that starts it
	 * @param startMicros when it was received, in microseconds since 1970
	 * @param text array that contains what is to be shown of it
	 * @param length how many bytes, from the first one; what exceeds the capacity is left
	 * out
	 */
	public void begin(int core, long startMicros, byte[] text, int length) {
		writeText(core, text, Math.min(length, TEXT_CAPACITY));
		LONGS.setOpaque(this.memory, place(core) + START_MICROS, startMicros);
		add(core, RUNNING, 1);
	}

	/**
	 * Takes back a {@link #begin}: the request goes on to wait and will begin anew.
	 * @param core the core that started it
	 */
	public void withdraw(int core) {
		add(core, RUNNING, -1);
	}

	/**
	 * Notes that a request has ended.
	 * @param request the request
	 */
	public void end(ServedRequest request) {
		int core = request.core();
		long micros = request.durationNanos() / 1000;
		add(core, RUNNING_MICROS, micros);
		add(core, SENT_BYTES, request.headSize() + request.bodySize());
		countIf(request.hasException(), core, EXCEPTIONS);
		countIf(request.hasReadError(), core, READ_ERRORS);
		countIf(request.hasWriteError(), core, WRITE_ERRORS);
		countIf(!request.isHandled(), core, UNHANDLED);
		// Like uWSGI's: two that end at the same moment may overlook each other.
		LONGS.setOpaque(this.memory, AVERAGE_MICROS, (averageMicros() + micros) / 2);
		// Last, so that all that has been counted of a request is seen with it.
		add(core, REQUESTS, 1);
		add(core, RUNNING, -1);
	}

	/**
	 * Notes that a request has been given up: it counts as nothing else.
	 * @param core the core that started it
	 */
	public void giveUp(int core) {
		withdraw(core);
		LONGS.getAndAddRelease(this.memory, HARAKIRI, 1L);
	}

	/**
	 * Returns how many requests have been given up.
	 * @return the number of requests
	 */
	public long givenUp() {
		return (long) LONGS.getAcquire(this.memory, HARAKIRI);
	}

	/**
	 * Returns the mean time of a request, of which the last one makes half.
	 * @return the time in microseconds
	 */
	public long averageMicros() {
		return (long) LONGS.getOpaque(this.memory, AVERAGE_MICROS);
	}

	/**
	 * Reads the numbers of a core.
	 * @param core the core
	 * @return its counters
	 */
	public CoreCounters counters(int core) {
		// The order of writing, reversed.
		long requests = get(core, REQUESTS);
		return new CoreCounters(requests, get(core, RUNNING), get(core, START_MICROS), get(core, UNHANDLED),
				get(core, EXCEPTIONS), get(core, READ_ERRORS), get(core, WRITE_ERRORS), get(core, SENT_BYTES),
				get(core, RUNNING_MICROS));
	}

	/**
	 * Reads the text of the request that a core has started last.
	 * @param core the core
	 * @return the text, empty if it changes too fast to be read
	 */
	public byte[] text(int core) {
		int place = place(core);
		for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
			long version = (long) LONGS.getAcquire(this.memory, place + TEXT_VERSION);
			long length = (long) LONGS.getOpaque(this.memory, place + TEXT_LENGTH);
			byte[] text = new byte[(int) Math.max(0, Math.min(length, TEXT_CAPACITY))];
			this.memory.get(place + TEXT, text);
			VarHandle.acquireFence();
			if ((version & 1) == 0 && (long) LONGS.getOpaque(this.memory, place + TEXT_VERSION) == version) {
				return text;
			}
			Thread.onSpinWait();
		}
		return new byte[0];
	}

	private void writeText(int core, byte[] text, int length) {
		int place = place(core);
		long version = (long) LONGS.getOpaque(this.memory, place + TEXT_VERSION);
		// Threads that are not cores share a place, and only one of them writes at a
		// time.
		if ((version & 1) != 0 || !LONGS.compareAndSet(this.memory, place + TEXT_VERSION, version, version + 1)) {
			return;
		}
		VarHandle.storeStoreFence();
		LONGS.setOpaque(this.memory, place + TEXT_LENGTH, (long) length);
		this.memory.put(place + TEXT, text, 0, length);
		LONGS.setRelease(this.memory, place + TEXT_VERSION, version + 2);
	}

	private void countIf(boolean condition, int core, int counter) {
		if (condition) {
			add(core, counter, 1);
		}
	}

	private void add(int core, int counter, long value) {
		LONGS.getAndAddRelease(this.memory, place(core) + counter, value);
	}

	private long get(int core, int counter) {
		return (long) LONGS.getAcquire(this.memory, place(core) + counter);
	}

	private static int place(int core) {
		return WORKER_SIZE + core * CORE_SIZE;
	}

}
