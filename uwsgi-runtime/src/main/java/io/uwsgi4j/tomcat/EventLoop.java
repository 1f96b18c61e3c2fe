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

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that waits for events on behalf of all cores: new connections, slow
 * packets, asynchronous requests, timeouts. Nothing in it may block. Started and stopped
 * by the endpoint.
 */
final class EventLoop {

	private static final Log log = LogFactory.getLog(EventLoop.class);

	private static final int SCRATCH_SIZE = 16 * 1024;

	private final MultiThreadIoEventLoopGroup group;

	private final IoEventLoop loop;

	// Only used by the thread of the loop.
	private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_SIZE);

	EventLoop(String name, int priority) {
		this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true, priority),
				EpollIoHandler.newFactory());
		this.loop = this.group.next();
	}

	void execute(Runnable task) {
		this.loop.execute(task);
	}

	Future<?> schedule(Runnable task, long delay, TimeUnit unit) {
		return this.loop.schedule(task, delay, unit);
	}

	void scheduleRepeatedly(Runnable task, long delayMillis) {
		this.loop.scheduleWithFixedDelay(() -> runGuarded(task), delayMillis, delayMillis, TimeUnit.MILLISECONDS);
	}

	<T extends @Nullable Object> Promise<T> newPromise() {
		return this.loop.newPromise();
	}

	boolean isCurrent() {
		return this.loop.inEventLoop();
	}

	/**
	 * Registers a handle, without asking for events yet.
	 * @param handle the handle
	 * @return its registration
	 */
	IoRegistration register(EpollIoHandle handle) {
		if (!isCurrent()) {
			throw new IllegalStateException("Only the event loop itself registers handles");
		}
		return this.loop.register(new GuardedHandle(handle)).getNow();
	}

	/**
	 * Returns an empty buffer for bytes that are looked at before anything else happens
	 * in the loop.
	 * @return the direct buffer of the loop
	 */
	ByteBuffer scratch() {
		return this.scratch.clear();
	}

	/**
	 * Runs what is queued and ends the thread. Handles that are still registered are
	 * closed.
	 */
	void stop() {
		this.group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
	}

	// Whatever happens to one connection, even if the heap is full: without the loop
	// there would be no server. Netty ends it after an error in a handle, and repeats no
	// task that has failed once.
	private static void runGuarded(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			report(ex);
		}
	}

	private static void report(Throwable failure) {
		try {
			log.error("The event loop could not do something, and goes on", failure);
		}
		catch (OutOfMemoryError ex) {
			// There is not even room to say so.
		}
	}

	/**
	 * Keeps errors from the loop.
	 */
	private record GuardedHandle(EpollIoHandle handle) implements EpollIoHandle {

		@Override
		public FileDescriptor fd() {
			return this.handle.fd();
		}

		@Override
		public void handle(IoRegistration source, IoEvent event) {
			try {
				this.handle.handle(source, event);
			}
			catch (Throwable ex) {
				report(ex);
			}
		}

		@Override
		public void close() {
			try {
				this.handle.close();
			}
			catch (Exception ex) {
				log.debug("A handle could not be closed", ex);
			}
		}

	}

}
