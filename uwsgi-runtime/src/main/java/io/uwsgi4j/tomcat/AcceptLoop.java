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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Promise;
import io.uwsgi4j.socket.ListenerSocket;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections in the event loop and hands each over to a core. Only as many are
 * accepted as cores can take: what is beyond that waits in the listen queue of the
 * kernel, where other workers find it and the operator sees it.
 */
final class AcceptLoop implements ConnectionSource {

	private static final Log log = LogFactory.getLog(AcceptLoop.class);

	private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(10);

	// Other events get their turn after so many connections.
	private static final int ACCEPTS_PER_EVENT = 64;

	private static final EpollIoOps LISTEN = EpollIoOps.EPOLLIN;

	// A registration without any event would be removed; one that reports nothing stays.
	private static final EpollIoOps REST = EpollIoOps.valueOf(1 << 30);

	private final EventLoop loop;

	private final UwsgiEndpoint endpoint;

	private final BooleanSupplier coresAvailable;

	// Set while accepting has stopped because max-connections was reached.
	private final AtomicBoolean connectionsExhausted = new AtomicBoolean();

	private final AcceptFailures failures = new AcceptFailures();

	// All below are only used in the event loop.

	private final List<Listener> listeners = new ArrayList<>();

	private final byte[] address = new byte[AcceptingCores.ADDRESS_SIZE];

	private boolean paused;

	private boolean draining;

	private boolean backingOff;

	AcceptLoop(EventLoop loop, UwsgiEndpoint endpoint, BooleanSupplier coresAvailable) {
		this.loop = loop;
		this.endpoint = endpoint;
		this.coresAvailable = coresAvailable;
	}

	@Override
	public void start(List<ListenerSocket> sockets) {
		runInLoop(() -> {
			for (ListenerSocket socket : sockets) {
				this.listeners.add(new Listener(socket));
			}
			this.listeners.forEach(Listener::open);
		});
	}

	@Override
	public void pause() {
		runInLoop(() -> {
			this.paused = true;
			this.listeners.forEach(Listener::rest);
		});
	}

	@Override
	public void resume() {
		runInLoop(() -> {
			this.paused = false;
			listen();
		});
	}

	@Override
	public void drainAndStop() {
		runInLoop(() -> {
			this.draining = true;
			for (Listener listener : this.listeners) {
				// An inherited socket lives on, and whoever reads it next finds the rest.
				if (!listener.socket.isInherited()) {
					listener.socket.retire();
					listener.acceptAll();
				}
			}
			release();
		});
	}

	@Override
	public void stop() {
		runInLoop(this::release);
	}

	/**
	 * Told by any thread that a core has become free after all were taken.
	 */
	void coreFreed() {
		listenSoon();
	}

	@Override
	public void connectionClosed() {
		if (this.connectionsExhausted.get() && this.connectionsExhausted.compareAndSet(true, false)) {
			listenSoon();
		}
	}

	private void listenSoon() {
		try {
			this.loop.execute(this::listen);
		}
		catch (RejectedExecutionException ex) {
			// A request has ended after the endpoint: there is nothing left to accept.
			log.debug("The event loop has stopped", ex);
		}
	}

	private void release() {
		this.listeners.forEach(Listener::cancel);
		this.listeners.clear();
	}

	private void listen() {
		if (!this.paused && !this.backingOff) {
			this.listeners.forEach(Listener::listen);
		}
	}

	private boolean mayAccept() {
		if (this.draining) {
			return true;
		}
		return !this.paused && !this.backingOff && this.coresAvailable.getAsBoolean() && connectionAllowed();
	}

	private boolean connectionAllowed() {
		if (this.endpoint.openConnections().hasRoom()) {
			return true;
		}
		this.connectionsExhausted.set(true);
		// The last connection may have been closed before it could see the flag.
		return this.endpoint.openConnections().hasRoom() && this.connectionsExhausted.compareAndSet(true, false);
	}

	private void acceptFailed(IOException ex) {
		this.failures.failed(ex);
		this.backingOff = true;
		this.listeners.forEach(Listener::rest);
		this.loop.schedule(() -> {
			this.backingOff = false;
			listen();
		}, AcceptFailures.BACK_OFF_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void runInLoop(Runnable task) {
		if (this.loop.isCurrent()) {
			task.run();
			return;
		}
		Promise<@Nullable Void> done = this.loop.newPromise();
		this.loop.execute(() -> {
			try {
				task.run();
				done.setSuccess(null);
			}
			catch (RuntimeException | Error ex) {
				done.setFailure(ex);
			}
		});
		if (!done.awaitUninterruptibly(STOP_MILLIS)) {
			throw new IllegalStateException("The event loop did not answer within " + STOP_MILLIS + " ms");
		}
		if (!done.isSuccess()) {
			throw new IllegalStateException("The event loop failed", done.cause());
		}
	}

	/**
	 * One listening socket.
	 */
	private final class Listener implements EpollIoHandle {

		private final ListenerSocket socket;

		private @Nullable IoRegistration registration;

		private boolean listening;

		Listener(ListenerSocket socket) {
			this.socket = socket;
		}

		void open() {
			this.registration = AcceptLoop.this.loop.register(this);
			listen();
		}

		void listen() {
			if (!this.listening) {
				submit(LISTEN);
				this.listening = true;
			}
		}

		void rest() {
			if (this.listening) {
				this.listening = false;
				submit(REST);
			}
		}

		void cancel() {
			this.listening = false;
			if (this.registration != null) {
				this.registration.cancel();
			}
		}

		@Override
		public void handle(IoRegistration source, IoEvent event) {
			if (!this.listening) {
				return;
			}
			for (int i = 0; i < ACCEPTS_PER_EVENT; i++) {
				if (!mayAccept()) {
					rest();
					return;
				}
				if (!accept()) {
					return;
				}
			}
		}

		void acceptAll() {
			// New connections may keep coming over TCP: only those that are waiting by
			// now are owed, of which the kernel allows one more than it was told.
			int waiting = AcceptLoop.this.endpoint.getAcceptCount() + 1;
			for (int i = 0; i < waiting; i++) {
				if (!accept()) {
					return;
				}
			}
		}

		private boolean accept() {
			try {
				LinuxSocket listener = this.socket.socket();
				int fd = listener.accept(AcceptLoop.this.address);
				if (fd < 0) {
					return false;
				}
				AcceptLoop.this.failures.succeeded();
				AcceptLoop.this.endpoint.openConnections().opened();
				ConnectionTask task = AcceptLoop.this.endpoint.admit(fd,
						this.socket.isUnix() ? null : AcceptLoop.this.address);
				if (task != null) {
					AcceptLoop.this.endpoint.execute(task);
				}
				return true;
			}
			catch (IOException ex) {
				if (AcceptFailures.isHarmless(ex)) {
					return true;
				}
				acceptFailed(ex);
				return false;
			}
		}

		private void submit(EpollIoOps ops) {
			if (this.registration != null) {
				this.registration.submit(ops);
			}
		}

		@Override
		public FileDescriptor fd() {
			return this.socket.socket();
		}

		@Override
		public void close() {
			// The endpoint closes what it has opened.
		}

	}

}
