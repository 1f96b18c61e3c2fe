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

package io.uwsgi4j.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import io.uwsgi4j.socket.ListenerSocket;
import io.uwsgi4j.worker.Intake;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where one core waits: for a connection or a wake-up while it rests, and for its own
 * connection while it serves. The kernel wakes the core itself, no other thread is
 * involved.
 */
final class CoreIntake implements Intake {

	private static final Log log = LogFactory.getLog(CoreIntake.class);

	private static final ThreadLocal<@Nullable CoreIntake> CURRENT = new ThreadLocal<>();

	// However busy one socket is, the others have their turn.
	private static final int CONNECTIONS_PER_TURN = 8;

	private final AcceptingCores source;

	private final FileDescriptor wakeUp;

	// The listening sockets, while the core is one of those that accept, and the wake-up.
	private final EpollSet rest;

	// The connection that is being served, while the core waits for it, and the wake-up.
	private @Nullable EpollSet connection;

	// Held for every use of the listening sockets, so that nobody uses one that was
	// closed; guards what follows.
	private final ReentrantLock lock = new ReentrantLock();

	private List<ListenerSocket> listeners = List.of();

	// Which of them has its turn, and since how many connections. To ask another one each
	// time would cost a system call for nothing, most of the time.

	private int turn;

	private int taken;

	private final byte[] address = new byte[AcceptingCores.ADDRESS_SIZE];

	// Guards the wake-up against use after close, and nothing else is locked under it.
	private final ReentrantLock wakeUpLock = new ReentrantLock();

	private boolean closed;

	CoreIntake(AcceptingCores source) {
		this.source = source;
		this.wakeUp = Native.newEventFd();
		try {
			this.rest = open(this.wakeUp);
		}
		catch (RuntimeException ex) {
			// Descriptors are short, and this is tried again and again.
			close(this.wakeUp);
			throw ex;
		}
		CURRENT.set(this);
	}

	/**
	 * Returns the intake of the core that calls.
	 * @return the intake, or {@code null} if the calling thread is not a core or has no
	 * intake
	 */
	static @Nullable CoreIntake current() {
		return CURRENT.get();
	}

	@Override
	public void join() {
		this.lock.lock();
		try {
			this.listeners = this.source.listeners();
			this.turn = 0;
			for (ListenerSocket listener : this.listeners) {
				this.rest.add(listener.socket(), EpollSet.IN | EpollSet.EXCLUSIVE);
			}
		}
		catch (IOException ex) {
			leave();
			throw new UncheckedIOException(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@inheritDoc} Also called by the thread that stops the connector, before it closes
	 * the listening sockets.
	 */
	@Override
	public void leave() {
		this.lock.lock();
		try {
			for (ListenerSocket listener : this.listeners) {
				remove(this.rest, listener.socket());
			}
			this.listeners = List.of();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable Runnable take() {
		this.lock.lock();
		try {
			if (++this.taken == CONNECTIONS_PER_TURN) {
				nextTurn();
			}
			for (int i = 0; i < this.listeners.size(); i++) {
				Runnable task = this.source.accept(this.listeners.get(this.turn), this.address);
				if (task != null) {
					return task;
				}
				nextTurn();
			}
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void nextTurn() {
		this.taken = 0;
		this.turn = (this.turn + 1 < this.listeners.size()) ? this.turn + 1 : 0;
	}

	@Override
	public boolean await(long nanos) {
		try {
			int count = this.rest.await(millis(nanos));
			return takeWakeUp(this.rest, count) < count;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits for a connection. Called by the core that serves it.
	 * @param timeoutMillis how long to wait at most
	 * @param abandoned whether there is nothing left to wait for; asked after a wake-up
	 * @return whether there is an event
	 */
	boolean awaitConnection(long timeoutMillis, BooleanSupplier abandoned) throws IOException {
		EpollSet set = this.connection;
		if (set == null) {
			return false;
		}
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
		long left = timeoutMillis;
		while (left >= 0 && !abandoned.getAsBoolean()) {
			int count = set.await((int) Math.min(left, Integer.MAX_VALUE));
			if (takeWakeUp(set, count) < count) {
				return true;
			}
			left = (count > 0) ? TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) : -1;
		}
		return false;
	}

	/**
	 * Returns whether the core can wait for a connection. Called by the core.
	 * @return {@code false} if descriptors are short
	 */
	boolean canWatch() {
		try {
			if (this.connection == null) {
				this.connection = open(this.wakeUp);
			}
			return true;
		}
		catch (RuntimeException ex) {
			log.debug("A core cannot wait by itself", ex);
			return false;
		}
	}

	/**
	 * Adds the connection that the core is about to wait for. Called by the core, which
	 * {@linkplain #canWatch() can} do so.
	 * @param descriptor the connection
	 * @param events what to wait for
	 */
	void watch(FileDescriptor descriptor, int events) throws IOException {
		EpollSet set = this.connection;
		if (set == null) {
			throw new IllegalStateException("There is nothing to wait with");
		}
		set.add(descriptor, events);
	}

	/**
	 * Removes a connection. Called by the core that has added it.
	 * @param descriptor the connection
	 */
	void unwatch(FileDescriptor descriptor) {
		if (this.connection != null) {
			remove(this.connection, descriptor);
		}
	}

	@Override
	public void wakeUp() {
		this.wakeUpLock.lock();
		try {
			if (!this.closed) {
				Native.eventFdWrite(this.wakeUp.intValue(), 1);
			}
		}
		finally {
			this.wakeUpLock.unlock();
		}
	}

	@Override
	public void close() {
		CURRENT.remove();
		leave();
		this.rest.close();
		if (this.connection != null) {
			this.connection.close();
		}
		this.wakeUpLock.lock();
		try {
			this.closed = true;
			close(this.wakeUp);
		}
		finally {
			this.wakeUpLock.unlock();
		}
		this.source.closed(this);
	}

	private static void close(FileDescriptor descriptor) {
		try {
			descriptor.close();
		}
		catch (IOException ex) {
			log.debug("A descriptor could not be closed", ex);
		}
	}

	// Returns how many events were wake-ups.
	private int takeWakeUp(EpollSet set, int count) {
		for (int i = 0; i < count; i++) {
			if (set.descriptor(i) == this.wakeUp.intValue()) {
				Native.eventFdRead(this.wakeUp.intValue());
				return 1;
			}
		}
		return 0;
	}

	private static EpollSet open(FileDescriptor wakeUp) {
		EpollSet set = new EpollSet();
		try {
			set.add(wakeUp, EpollSet.IN);
			return set;
		}
		catch (IOException ex) {
			set.close();
			throw new UncheckedIOException(ex);
		}
	}

	private static void remove(EpollSet set, FileDescriptor descriptor) {
		try {
			set.remove(descriptor);
		}
		catch (IOException ex) {
			log.debug("A descriptor could not be removed from an epoll set", ex);
		}
	}

	private static int millis(long nanos) {
		return (int) Math.min(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, Integer.MAX_VALUE);
	}

}
