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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Makes a listening socket appear at its path without replacing what somebody else has
 * put there in the meantime.
 * <p>
 * A {@code rename} would replace whatever is there, such as the socket of a second
 * process that starts at the same time. A hard link does not: of several processes
 * exactly one succeeds, and the others find the path served. A dead socket is removed
 * under a {@linkplain StartLock lock} and after another look at it. Two windows of
 * microseconds remain: a program that does not know the lock may replace the dead socket
 * between that look and the removal, and where hard links are not permitted, a file may
 * be created between the look at an empty path and the rename.
 */
final class SocketPublisher {

	private static final int ATTEMPTS = 10;

	private final UnixAddress address;

	private final PathOccupant occupant;

	SocketPublisher(UnixAddress address, PathOccupant occupant) {
		this.address = address;
		this.occupant = occupant;
	}

	/**
	 * Publishes a socket.
	 * @param temporary the name that the socket has now; it may stay behind as a second
	 * name
	 * @throws IOException if the path is taken or cannot be changed
	 */
	void publish(Path temporary) throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			if (this.occupant.findDeadSocket() != null) {
				removeDeadSocket();
			}
			if (tryPublish(temporary)) {
				return;
			}
		}
		throw new IOException("another process keeps creating and removing files there");
	}

	private void removeDeadSocket() throws IOException {
		StartLock lock = StartLock.acquire(this.address);
		try {
			// whoever held the lock before may have put a live one there
			FileStatus dead = this.occupant.findDeadSocket();
			if (dead != null) {
				remove(dead);
			}
		}
		finally {
			lock.close();
		}
	}

	/**
	 * Removes the file at the path if it is still the expected one.
	 * @param dead the dead socket that was found there
	 * @throws IOException if the file cannot be removed
	 */
	void remove(FileStatus dead) throws IOException {
		Path path = this.address.path();
		try {
			if (dead.isSameFileAs(FileStatus.read(path, LinkOption.NOFOLLOW_LINKS))) {
				Files.delete(path);
			}
		}
		catch (NoSuchFileException ex) {
			// that is what was wanted
		}
		catch (FileSystemException ex) {
			throw new SocketBindException(this.address,
					"cannot bind " + this.address + ": a dead process left a socket there that this process ("
							+ ProcFs.user() + ") cannot remove: " + dead.access(),
					"Remove it, run as the user that owns it, or choose another path in uwsgi.socket.", ex);
		}
	}

	private boolean tryPublish(Path temporary) throws IOException {
		try {
			Files.createLink(this.address.path(), temporary);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
		catch (FileSystemException ex) {
			// no hard links here, or not to a file that was just given away
			return tryRename(temporary);
		}
	}

	private boolean tryRename(Path temporary) throws IOException {
		if (this.occupant.exists()) {
			return false;
		}
		Files.move(temporary, this.address.path(), StandardCopyOption.ATOMIC_MOVE);
		return true;
	}

}
