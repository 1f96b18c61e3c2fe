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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.util.concurrent.Future;
import io.uwsgi4j.socket.ListenerSocket;
import io.uwsgi4j.worker.AcceptingSet;
import io.uwsgi4j.worker.Intake;
import io.uwsgi4j.worker.ListenQueue;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets the cores accept their connections themselves: the kernel wakes the core that will
 * serve. The event loop only keeps the watch of the accepting set.
 */
final class AcceptingCores implements ConnectionSource, ListenQueue {

	private static final Log log = LogFactory.getLog(AcceptingCores.class);

	/**
	 * Room for the address of a peer as accept(2) gives it.
	 */
	static final int ADDRESS_SIZE = 128;

	private final UwsgiEndpoint endpoint;

	private final EventLoop loop;

	private final AcceptFailures failures = new AcceptFailures();

	private final Set<CoreIntake> intakes = ConcurrentHashMap.newKeySet();

	// Set while accepting has stopped because max-connections was reached.
	private final AtomicBoolean connectionsExhausted = new AtomicBoolean();

	// Set while accepting has stopped because the system refused.
	private final AtomicBoolean backingOff = new AtomicBoolean();

	private final ReentrantLock lock = new ReentrantLock();

	// Guarded by the lock.
	private boolean paused = true;

	// Whether connections may be taken right now; changed under the lock.
	private volatile boolean accepting;

	private volatile List<ListenerSocket> listeners = List.of();

	// Holds the listening sockets for the watch, as long as they are open; guarded by the
	// lock.
	private @Nullable EpollSet queues;

	private volatile @Nullable AcceptingSet cores;

	// Only used in the event loop.
	private @Nullable Future<?> nextTick;

	AcceptingCores(UwsgiEndpoint endpoint, EventLoop loop) {
		this.endpoint = endpoint;
		this.loop = loop;
	}

	void setCores(AcceptingSet cores) {
		this.cores = cores;
	}

	@Override
	public void start(List<ListenerSocket> sockets) {
		this.lock.lock();
		try {
			EpollSet set = new EpollSet();
			this.queues = set;
			for (ListenerSocket socket : sockets) {
				set.add(socket.socket(), EpollSet.IN);
			}
			this.listeners = List.copyOf(sockets);
			this.paused = false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.lock.unlock();
		}
		update();
	}

	@Override
	public void pause() {
		setPaused(true);
	}

	@Override
	public void resume() {
		setPaused(false);
	}

	private void setPaused(boolean paused) {
		this.lock.lock();
		try {
			this.paused = paused;
		}
		finally {
			this.lock.unlock();
		}
		update();
	}

	// Opens or closes the set, whichever is right by now.
	private void update() {
		AcceptingSet set = this.cores;
		this.lock.lock();
		try {
			boolean wanted = !this.paused && !this.backingOff.get() && !this.connectionsExhausted.get();
			if (set == null || wanted == this.accepting) {
				return;
			}
			this.accepting = wanted;
			if (wanted) {
				set.open();
			}
			else {
				set.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void drainAndStop() {
		List<ListenerSocket> sockets = this.listeners;
		stop();
		for (ListenerSocket socket : sockets) {
			// An inherited socket lives on, and whoever reads it next finds the rest.
			if (!socket.isInherited()) {
				socket.retire();
				acceptAll(socket);
			}
		}
	}

	private void acceptAll(ListenerSocket socket) {
		// New connections may keep coming over TCP: only those that are waiting by now
		// are owed, of which the kernel allows one more than it was told.
		int waiting = this.endpoint.getAcceptCount() + 1;
		byte[] address = new byte[ADDRESS_SIZE];
		try {
			for (int i = 0; i < waiting; i++) {
				int fd = acceptDescriptor(socket, address);
				if (fd < 0) {
					return;
				}
				this.endpoint.openConnections().opened();
				ConnectionTask task = admit(socket, fd, address);
				if (task != null) {
					this.endpoint.execute(task);
				}
			}
		}
		catch (IOException ex) {
			this.failures.failed(ex);
		}
	}

	@Override
	public void stop() {
		setPaused(true);
		this.listeners = List.of();
		// Cores that are still busy would hold on to sockets that are about to be closed.
		this.intakes.forEach(CoreIntake::leave);
		this.lock.lock();
		try {
			if (this.queues != null) {
				this.queues.close();
				this.queues = null;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void connectionClosed() {
		if (this.connectionsExhausted.get() && this.connectionsExhausted.compareAndSet(true, false)) {
			update();
		}
	}

	@Override
	public Intake openIntake() {
		CoreIntake intake = new CoreIntake(this);
		this.intakes.add(intake);
		return intake;
	}

	List<ListenerSocket> listeners() {
		return this.listeners;
	}

	void closed(CoreIntake intake) {
		this.intakes.remove(intake);
	}

	/**
	 * Accepts a connection. Called by a core.
	 * @param listener a socket that stays open meanwhile
	 * @param address room for the address of the peer
	 * @return what serves the connection, or {@code null} if there is none to be had
	 */
	@Nullable Runnable accept(ListenerSocket listener, byte[] address) {
		Runnable task = null;
		boolean more = true;
		while (task == null && more && this.accepting) {
			if (!this.endpoint.openConnections().reserve()) {
				exhausted();
				return null;
			}
			int fd = tryAccept(listener, address);
			more = fd >= 0;
			if (more) {
				task = admit(listener, fd, address);
			}
			else {
				this.endpoint.openConnections().closed();
				connectionClosed();
			}
		}
		return task;
	}

	private int tryAccept(ListenerSocket listener, byte[] address) {
		try {
			return acceptDescriptor(listener, address);
		}
		catch (IOException ex) {
			backOff(ex);
			return -1;
		}
	}

	private @Nullable ConnectionTask admit(ListenerSocket listener, int fd, byte[] address) {
		return this.endpoint.admit(fd, listener.isUnix() ? null : address);
	}

	private void exhausted() {
		this.connectionsExhausted.set(true);
		update();
		// The last connection may have been closed before it could see the flag.
		if (this.endpoint.openConnections().hasRoom()) {
			connectionClosed();
		}
	}

	private int acceptDescriptor(ListenerSocket listener, byte[] address) throws IOException {
		while (true) {
			try {
				int fd = listener.socket().accept(address);
				if (fd >= 0) {
					this.failures.succeeded();
				}
				return fd;
			}
			catch (IOException ex) {
				if (!AcceptFailures.isHarmless(ex)) {
					throw ex;
				}
			}
		}
	}

	private void backOff(IOException ex) {
		this.failures.failed(ex);
		if (this.backingOff.compareAndSet(false, true)) {
			update();
			this.loop.schedule(() -> {
				this.backingOff.set(false);
				update();
			}, AcceptFailures.BACK_OFF_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public boolean isAnyoneWaiting() {
		this.lock.lock();
		try {
			return this.queues != null && this.queues.await(0) > 0;
		}
		catch (IOException ex) {
			log.debug("The listen queues cannot be looked at", ex);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void watch() {
		try {
			this.loop.execute(this::tick);
		}
		catch (RejectedExecutionException ex) {
			log.debug("The event loop has stopped", ex);
		}
	}

	private void tick() {
		AcceptingSet set = this.cores;
		if (this.nextTick != null) {
			this.nextTick.cancel(false);
			this.nextTick = null;
		}
		long nanos = (set != null) ? set.tick(System.nanoTime()) : 0;
		if (nanos > 0) {
			this.nextTick = this.loop.schedule(this::tick, nanos, TimeUnit.NANOSECONDS);
		}
	}

}
