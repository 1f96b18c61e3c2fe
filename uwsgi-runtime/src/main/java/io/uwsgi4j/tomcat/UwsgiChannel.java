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
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The file descriptor of one connection and everything that may be done with it. All
 * system calls on the descriptor happen under one lock and not after {@link #close()}, so
 * that a thread that comes late can never reach another connection that was given the
 * same number. The connection joins the event loop only when somebody has to wait for it.
 */
final class UwsgiChannel implements EpollIoHandle {

	/** Interest in bytes to read, or in the end of the stream. */
	static final int READ = ReadinessEvents.READ;

	/** Interest in room for bytes to write. */
	static final int WRITE = ReadinessEvents.WRITE;

	private final FileDescriptor socket;

	private final DescriptorIo io;

	private final EventLoop loop;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition ready = this.lock.newCondition();

	// All below are guarded by the lock.

	private ChannelListener listener = ChannelListener.NONE;

	private @Nullable IoRegistration registration;

	private boolean registering;

	private final PendingEvents pending = new PendingEvents();

	// The core that waits for the connection by itself.
	private @Nullable CoreIntake waiting;

	private boolean closed;

	UwsgiChannel(FileDescriptor socket, EventLoop loop) {
		this.socket = socket;
		this.io = new DescriptorIo(socket);
		this.loop = loop;
	}

	void setListener(ChannelListener listener) {
		this.lock.lock();
		try {
			this.listener = listener;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Reads what is there, as {@link DescriptorIo#read} does. */
	int receive(ByteBuffer direct) throws IOException {
		this.lock.lock();
		try {
			requireOpen();
			return this.io.read(direct);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Writes what there is room for, as {@link DescriptorIo#write} does. */
	int send(ByteBuffer direct) throws IOException {
		this.lock.lock();
		try {
			requireOpen();
			return this.io.write(direct);
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
			this.io.shutdownOutput();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ends the connection under other threads. Not a byte is sent after this.
	 * @param answer what to send if nothing has been sent so far
	 * @return whether it has been sent
	 */
	boolean end(ByteBuffer answer) {
		this.lock.lock();
		try {
			boolean answered = !this.closed && this.io.answerUnlessBegun(answer);
			close();
			return answered;
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
				this.pending.request(interest);
				arm();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Asks for one call of the listener before a deadline, after which the request can be
	 * {@linkplain #withdrawOverdue(long) withdrawn}.
	 * @param interest {@link #READ} or {@link #WRITE}
	 * @param deadlineNanos the deadline by {@link System#nanoTime()}
	 */
	void request(int interest, long deadlineNanos) {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.pending.request(interest, deadlineNanos);
				arm();
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
			return this.pending.withdraw(interest);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes back the requests that have not been answered before their deadlines.
	 * @param nowNanos the current time by {@link System#nanoTime()}
	 * @return whether there was one
	 */
	boolean withdrawOverdue(long nowNanos) {
		this.lock.lock();
		try {
			return this.pending.withdrawOverdue(nowNanos);
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
	boolean await(int interest, long timeoutMillis) throws IOException {
		CoreIntake core = CoreIntake.current();
		if (core != null && core.canWatch()) {
			return awaitOnCore(core, interest, timeoutMillis);
		}
		return awaitInLoop(interest, timeoutMillis);
	}

	private boolean awaitOnCore(CoreIntake core, int interest, long timeoutMillis) throws IOException {
		this.lock.lock();
		try {
			requireOpen();
			core.watch(this.socket, ReadinessEvents.events(interest));
			this.waiting = core;
		}
		finally {
			this.lock.unlock();
		}
		try {
			return core.awaitConnection(timeoutMillis, () -> !isOpen());
		}
		finally {
			stopWaiting();
		}
	}

	private void stopWaiting() throws ClosedChannelException {
		this.lock.lock();
		try {
			requireOpen();
			if (this.waiting != null) {
				this.waiting.unwatch(this.socket);
				this.waiting = null;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean awaitInLoop(int interest, long timeoutMillis) throws ClosedChannelException {
		this.lock.lock();
		try {
			requireOpen();
			this.pending.block(interest);
			arm();
			awaitFired(interest, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
			requireOpen();
			return !this.pending.isBlocked(interest);
		}
		finally {
			this.pending.unblock(interest);
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
		ChannelListener target;
		this.lock.lock();
		try {
			int events = ReadinessEvents.readiness(((EpollIoEvent) event).ops());
			if (this.pending.isBlocked(events)) {
				this.ready.signalAll();
			}
			fired = this.pending.fire(events);
			if (this.pending.wanted() != 0 && !this.closed) {
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
			if (this.waiting != null) {
				this.waiting.unwatch(this.socket);
				this.waiting.wakeUp();
				this.waiting = null;
			}
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
		while (this.pending.isBlocked(interest) && !this.closed && left > 0) {
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

	private void arm() {
		if (this.registration != null) {
			this.registration.submit(ReadinessEvents.oneShot(this.pending.wanted()));
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

}
