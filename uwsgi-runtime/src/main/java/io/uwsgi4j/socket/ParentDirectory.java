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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The directory that a unix socket is to be created in.
 */
final class ParentDirectory {

	private static final Logger logger = System.getLogger(ParentDirectory.class.getName());

	private final UnixAddress address;

	private final Path path;

	ParentDirectory(UnixAddress address) {
		this.address = address;
		this.path = Objects.requireNonNull(address.path().getParent(), "an address has a file name and is absolute");
	}

	/**
	 * Makes sure that this process can create files in the directory, and warns if
	 * everybody else can replace them.
	 * @throws SocketBindException if the directory is missing, not a directory, or not
	 * writable
	 */
	void check() throws SocketBindException {
		FileStatus status = readStatus();
		if (!status.isDirectory()) {
			throw failure("'" + this.path + "' is " + status.kind() + ", not a directory",
					"Remove it and create a directory there", null);
		}
		if (!Files.isWritable(this.path) || !Files.isExecutable(this.path)) {
			throw failure(
					"directory '" + this.path + "' is not writable for this process (" + ProcFs.user() + "): "
							+ status.access(),
					"Give the process write and search permission there, or check whether the file system is"
							+ " read-only",
					null);
		}
		if (status.isOpenToOthers()) {
			logger.log(Level.WARNING,
					"Directory ''{0}'' of {1} is writable by every user without sticky bit ({2}): any of them can"
							+ " replace the socket and impersonate the application. Use a directory of your own, such"
							+ " as systemd''s RuntimeDirectory=.",
					this.path, this.address, status.access());
		}
	}

	private FileStatus readStatus() throws SocketBindException {
		try {
			return FileStatus.read(this.path);
		}
		catch (NoSuchFileException ex) {
			throw failure("directory '" + this.path + "' does not exist",
					"Create it before the application starts, for example with RuntimeDirectory= in the systemd unit",
					ex);
		}
		catch (IOException ex) {
			throw failure(
					"directory '" + this.path + "' is not accessible for this process (" + ProcFs.user() + "): "
							+ ex.getMessage(),
					"Check every directory on the way with 'namei -l " + this.path + "'", ex);
		}
	}

	private SocketBindException failure(String reason, String action, @Nullable Throwable cause) {
		return new SocketBindException(this.address, "cannot bind " + this.address + ": " + reason,
				action + ", or choose another path in uwsgi.socket.", cause);
	}

}
