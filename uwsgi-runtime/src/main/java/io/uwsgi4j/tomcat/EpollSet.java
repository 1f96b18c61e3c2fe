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
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An epoll set that a thread of its own waits for. Netty offers all of it but the wait,
 * which is private to its event loop; where it cannot be reached, there are no such sets
 * and {@link #isAvailable()} says so.
 * <p>
 * Descriptors may be added and removed by any thread; {@link #await(int)} and what
 * follows it belong to one.
 */
final class EpollSet implements AutoCloseable {

	/**
	 * Interest in bytes to read, or connections to accept.
	 */
	static final int IN = Native.EPOLLIN;

	/**
	 * Interest in room for bytes to write.
	 */
	static final int OUT = Native.EPOLLOUT;

	/**
	 * Of all sets whose threads wait for the same descriptor, only one is woken.
	 */
	static final int EXCLUSIVE = 1 << 28;

	private static final Log log = LogFactory.getLog(EpollSet.class);

	private static final @Nullable MethodHandle EPOLL_WAIT = findWait();

	private static final int MAX_EVENTS = 16;

	private static final int EVENT_SIZE = Epoll.isAvailable() ? Native.sizeofEpollEvent() : 0;

	private static final int DATA_OFFSET = Epoll.isAvailable() ? Native.offsetofEpollData() : 0;

	private final FileDescriptor epoll = Native.newEpollCreate();

	// Freed by the garbage collector, like all buffers that live as long as a thread.
	private final ByteBuffer events = ByteBuffer.allocateDirect(MAX_EVENTS * EVENT_SIZE).order(ByteOrder.nativeOrder());

	private final long address = Buffer.memoryAddress(this.events);

	/**
	 * Returns whether there can be such sets.
	 * @return whether the wait of Netty can be called
	 */
	static boolean isAvailable() {
		return EPOLL_WAIT != null;
	}

	/**
	 * Adds a descriptor.
	 * @param descriptor what to wait for
	 * @param events {@link #IN}, {@link #OUT}, {@link #EXCLUSIVE} or several of them
	 * @throws IOException if the system refuses
	 */
	void add(FileDescriptor descriptor, int events) throws IOException {
		Native.epollCtlAdd(this.epoll.intValue(), descriptor.intValue(), events);
	}

	/**
	 * Removes a descriptor that has been added and not been closed since.
	 * @param descriptor the descriptor
	 * @throws IOException if the system refuses
	 */
	void remove(FileDescriptor descriptor) throws IOException {
		Native.epollCtlDel(this.epoll.intValue(), descriptor.intValue());
	}

	/**
	 * Waits.
	 * @param timeoutMillis how long to wait at most, 0 to look only
	 * @return the number of descriptors with events, 0 if time was up
	 * @throws IOException if the system refuses
	 */
	int await(int timeoutMillis) throws IOException {
		int count = epollWait(this.epoll.intValue(), this.address, MAX_EVENTS, timeoutMillis);
		if (count < 0) {
			throw Errors.newIOException("epoll_wait", count);
		}
		return count;
	}

	/**
	 * Returns a descriptor that had an event when the last wait ended.
	 * @param index the index of the event, less than the number that was returned
	 * @return the number of the descriptor
	 */
	int descriptor(int index) {
		return this.events.getInt(index * EVENT_SIZE + DATA_OFFSET);
	}

	@Override
	public void close() {
		try {
			this.epoll.close();
		}
		catch (IOException ex) {
			log.debug("An epoll set could not be closed", ex);
		}
	}

	private static int epollWait(int epoll, long events, int maxEvents, int timeoutMillis) {
		MethodHandle wait = EPOLL_WAIT;
		if (wait == null) {
			throw new IllegalStateException("Netty's epoll_wait cannot be called");
		}
		try {
			return (int) wait.invokeExact(epoll, events, maxEvents, timeoutMillis);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable MethodHandle findWait() {
		if (!Epoll.isAvailable()) {
			return null;
		}
		try {
			return MethodHandles.privateLookupIn(Native.class, MethodHandles.lookup())
				.findStatic(Native.class, "epollWait",
						MethodType.methodType(int.class, int.class, long.class, int.class, int.class));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			log.info("Connections are accepted by one thread and handed over to the cores, because Netty's epoll_wait"
					+ " cannot be called directly: " + ex.getMessage());
			return null;
		}
	}

}
