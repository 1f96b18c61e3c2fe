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

package io.uwsgi4j.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;

/**
 * Keeps two processes from removing a dead socket at the same path at the same time: the
 * second would remove the live one that the first has put there. The lock is an abstract
 * socket, which leaves no file behind and is gone with its process. It does not reach
 * beyond the network namespace, and as any local process could hold it for ever, it is
 * waited for a moment only.
 */
final class StartLock {

	private static final Logger logger = System.getLogger(StartLock.class.getName());

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final LinuxSocket socket;

	private StartLock(LinuxSocket socket) {
		this.socket = socket;
	}

	/**
	 * Waits until no other process removes a socket at that path.
	 * @param address the path
	 * @return the lock, to be closed
	 * @throws IOException if no socket can be created or the directory has vanished
	 */
	static StartLock acquire(UnixAddress address) throws IOException {
		DomainSocketAddress name = name(address);
		StartLock lock = new StartLock(NativeTransport.newUnixSocket(address));
		long start = System.nanoTime();
		while (!lock.tryAcquire(name)) {
			if (System.nanoTime() - start > PATIENCE_NANOS) {
				logger.log(Level.WARNING,
						"Another process seems to be starting at {0} and does not get on; going on without it",
						address);
				break;
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		return lock;
	}

	// the directory may be known by several paths
	private static DomainSocketAddress name(UnixAddress address) throws IOException {
		Path directory = Objects.requireNonNull(address.path().getParent(), "the path has a file name");
		FileStatus status = FileStatus.read(directory);
		return new DomainSocketAddress(
				"\0uwsgi4j-start-" + Long.toHexString(status.device()) + "-" + Long.toHexString(status.inode()) + "-"
						+ Integer.toHexString(String.valueOf(address.path().getFileName()).hashCode()));
	}

	private boolean tryAcquire(DomainSocketAddress name) {
		try {
			this.socket.bind(name);
			return true;
		}
		catch (IOException ex) {
			// nothing to wait for where abstract sockets are not permitted at all
			return Errno.of(ex) != Errno.EADDRINUSE;
		}
	}

	/**
	 * Releases the lock.
	 */
	void close() {
		NativeTransport.close(this.socket);
	}

}
