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

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The file descriptor of one connection and everything that may be done with it. All
 * system calls on the descriptor happen under one lock and not after {@link #close()}, so
 * that a thread that comes late can never reach another connection that was given the
 * same number. The connection joins the event loop only when somebody has to wait for it.
 */
final class UwsgiChannel implements EpollIoHandle {

	/**
	 * Interest in bytes to read, or in the end of the stream.
	 */
	static final int READ = 1;

	/**
	 * Interest in room for bytes to write.
	 */
	static final int WRITE = 1 << 1;

	// Each registration is good for one event: a hang-up is reported whether asked for or
	// not, and would otherwise be reported over and over.
	private static final int EPOLLONESHOT = 1 << 30;

	// Not among Netty's constants.
	private static final int EPOLLHUP = 1 << 4;

	private static final EpollIoOps[] OPS = ops();

	private final LinuxSocket socket;

	private final EventLoop loop;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition ready = this.lock.newCondition();

	// All below are guarded by the lock.

	private Listener listener = Listener.NONE;

	private @Nullable IoRegistration registration;

	private boolean registering;

	// Events somebody waits for.
	private int wanted;

	// Those of them that a thread blocks for.
	private int blocked;

	private boolean closed;

	UwsgiChannel(LinuxSocket socket, EventLoop loop) {
		this.socket = socket;
		this.loop = loop;
	}

	void setListener(Listener listener) {
		this.lock.lock();
		try {
			this.listener = listener;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Reads what is there.
	 * @param direct where to put it, from position to limit; the position moves on
	 * @return the number of bytes, 0 if there is nothing yet
	 * @throws EOFException at the end of the stream
	 */
	int receive(ByteBuffer direct) throws IOException {
		int count;
		this.lock.lock();
		try {
			requireOpen();
			count = this.socket.recv(direct, direct.position(), direct.limit());
		}
		finally {
			this.lock.unlock();
		}
		if (count < 0) {
			throw new EOFException();
		}
		direct.position(direct.position() + count);
		return count;
	}

	/**
	 * Writes what there is room for.
	 * @param direct what to write, from position to limit; the position moves on
	 * @return the number of bytes, 0 if there is no room
	 */
	int send(ByteBuffer direct) throws IOException {
		this.lock.lock();
		try {
			requireOpen();
			int count = this.socket.send(direct, direct.position(), direct.limit());
			direct.position(direct.position() + count);
			return count;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells the peer that nothing more will be sent.
	 */
	void shutdownOutput() throws IOException {
		this.lock.lock();
		try {
			requireOpen();
			this.socket.shutdown(false, true);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Asks for one call of the listener.
	 * @param interest {@link #READ} or {@link #WRITE}
	 */
	void request(int interest) {
		this.lock.lock();
		try {
			if (!this.closed) {
				want(interest);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes back a request that has not been answered.
	 * @param interest {@link #READ} or {@link #WRITE}
	 * @return whether there was one
	 */
	boolean withdraw(int interest) {
		this.lock.lock();
		try {
			boolean pending = (this.wanted & ~this.blocked & interest) != 0;
			if (pending) {
				this.wanted &= ~interest;
			}
			return pending;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Blocks the calling thread. An interrupt does not end the wait, as nowhere in
	 * Tomcat; closing the channel does.
	 * @param interest {@link #READ} or {@link #WRITE}
	 * @param timeoutMillis how long to wait at most
	 * @return whether the channel became ready in time
	 * @throws ClosedChannelException if the channel is closed or was closed meanwhile
	 */
	boolean await(int interest, long timeoutMillis) throws ClosedChannelException {
		this.lock.lock();
		try {
			requireOpen();
			this.blocked |= interest;
			want(interest);
			awaitFired(interest, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
			requireOpen();
			return (this.blocked & interest) == 0;
		}
		finally {
			if ((this.blocked & interest) != 0) {
				this.blocked &= ~interest;
				this.wanted &= ~interest;
			}
			this.lock.unlock();
		}
	}

	boolean isOpen() {
		this.lock.lock();
		try {
			return !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public FileDescriptor fd() {
		return this.socket;
	}

	@Override
	public void handle(IoRegistration source, IoEvent event) {
		int fired;
		Listener target;
		this.lock.lock();
		try {
			int events = readiness(((EpollIoEvent) event).ops()) & this.wanted;
			this.wanted &= ~events;
			if ((events & this.blocked) != 0) {
				this.ready.signalAll();
			}
			fired = events & ~this.blocked;
			this.blocked &= ~events;
			if (this.wanted != 0 && !this.closed) {
				arm();
			}
			target = this.listener;
		}
		finally {
			this.lock.unlock();
		}
		if ((fired & READ) != 0) {
			target.readable();
		}
		if ((fired & WRITE) != 0) {
			target.writable();
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.ready.signalAll();
			if (this.registration != null) {
				// Before the close: afterwards the number may belong to another
				// connection.
				this.registration.cancel();
			}
			this.socket.close();
		}
		catch (IOException ex) {
			// Nothing that anybody could do about: the descriptor is gone all the same.
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		return "fd " + this.socket.intValue();
	}

	private void awaitFired(int interest, long deadline) {
		boolean interrupted = false;
		long left = deadline - System.nanoTime();
		while ((this.blocked & interest) != 0 && !this.closed && left > 0) {
			try {
				left = this.ready.awaitNanos(left);
			}
			catch (InterruptedException ex) {
				interrupted = true;
				left = deadline - System.nanoTime();
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void want(int interest) {
		this.wanted |= interest;
		arm();
	}

	private void arm() {
		if (this.registration != null) {
			this.registration.submit(OPS[this.wanted]);
		}
		else if (!this.registering) {
			this.registering = true;
			// Registering takes effect later if done from here, when the descriptor may
			// have been closed and its number given away.
			this.loop.execute(this::register);
		}
	}

	private void register() {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.registration = this.loop.register(this);
				arm();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void requireOpen() throws ClosedChannelException {
		if (this.closed) {
			throw new ClosedChannelException();
		}
	}

	private static int readiness(EpollIoOps ops) {
		int broken = (ops.contains(EpollIoOps.EPOLLERR) || (ops.value() & EPOLLHUP) != 0) ? READ | WRITE : 0;
		int read = ops.contains(EpollIoOps.EPOLLIN) ? READ : 0;
		int write = ops.contains(EpollIoOps.EPOLLOUT) ? WRITE : 0;
		return broken | read | write;
	}

	private static EpollIoOps[] ops() {
		EpollIoOps[] ops = new EpollIoOps[4];
		int in = EpollIoOps.EPOLLIN.value();
		int out = EpollIoOps.EPOLLOUT.value();
		ops[0] = EpollIoOps.valueOf(EPOLLONESHOT);
		ops[READ] = EpollIoOps.valueOf(EPOLLONESHOT | in);
		ops[WRITE] = EpollIoOps.valueOf(EPOLLONESHOT | out);
		ops[READ | WRITE] = EpollIoOps.valueOf(EPOLLONESHOT | in | out);
		return ops;
	}

	/**
	 * Told in the event loop about events that were asked for.
	 */
	interface Listener {

		/**
		 * A listener that cares for nothing.
		 */
		Listener NONE = new Listener() {

			@Override
			public void readable() {
			}

			@Override
			public void writable() {
			}

		};

		/**
		 * There are bytes to read, or the stream has ended.
		 */
		void readable();

		/**
		 * There is room for bytes to write.
		 */
		void writable();

	}

}
