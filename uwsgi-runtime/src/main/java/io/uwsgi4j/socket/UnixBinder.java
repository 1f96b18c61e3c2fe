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
import java.nio.file.LinkOption;
import java.nio.file.Path;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Binds a unix socket at a path. The socket is bound under a temporary name in the same
 * directory, gets mode and owner, starts to listen, and only then appears at its path:
 * nobody ever sees it with other permissions or refusing connections.
 */
final class UnixBinder {

	private static final Logger logger = System.getLogger(UnixBinder.class.getName());

	private final UnixAddress address;

	private final ListenOptions options;

	private final TemporaryNames names;

	private final PathOccupant occupant;

	UnixBinder(UnixAddress address, ListenOptions options) {
		this.address = address;
		this.options = options;
		this.names = new TemporaryNames(address);
		this.occupant = new PathOccupant(address);
	}

	ListenerSocket bind() throws SocketBindException {
		checkPath();
		Backlog.check(this.address, this.options.backlog());
		String ownerText = this.options.owner();
		FileOwner owner = (ownerText != null) ? FileOwner.parse(this.address, ownerText) : null;
		new ParentDirectory(this.address).check();
		this.occupant.findDeadSocket();
		LinuxSocket socket = NativeTransport.newUnixSocket(this.address);
		boolean listening = false;
		try {
			FileStatus file = bind(socket, owner);
			listening = true;
			return new ListenerSocket(socket, this.address, null, describe(),
					this.options.vacuum() ? new SocketFile(this.address.path(), file) : null, this.options.backlog());
		}
		finally {
			if (!listening) {
				NativeTransport.close(socket);
			}
		}
	}

	private void checkPath() throws SocketBindException {
		int length = PathEncoding.byteLength(this.address.path());
		if (length > SocketConstants.MAX_PATH_BYTES) {
			throw new SocketBindException(
					this.address, "cannot bind " + this.address + ": the path has " + length
							+ " bytes, a unix socket can have " + SocketConstants.MAX_PATH_BYTES,
					"Choose a shorter path in uwsgi.socket.", null);
		}
		if (!PathEncoding.isUnambiguous(this.address.path())) {
			throw new SocketBindException(this.address,
					"cannot bind " + this.address + ": this JVM encodes file names as " + PathEncoding.name()
							+ ", in which the path is not the same as in UTF-8",
					"Start the JVM with a UTF-8 locale (LC_ALL=C.UTF-8), or choose an ASCII path in uwsgi.socket.",
					null);
		}
	}

	private FileStatus bind(LinuxSocket socket, @Nullable FileOwner owner) throws SocketBindException {
		try {
			Path temporary = this.names.next();
			socket.bind(new DomainSocketAddress(temporary.toString()));
			try {
				return listen(socket, temporary, owner);
			}
			finally {
				deleteTemporary(temporary);
			}
		}
		catch (SocketBindException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new SocketBindException(this.address, "cannot bind " + this.address + ": " + Errno.reason(ex),
					"Check that the file system of the path supports sockets and is writable, or choose another path"
							+ " in uwsgi.socket.",
					ex);
		}
	}

	private FileStatus listen(LinuxSocket socket, Path temporary, @Nullable FileOwner owner) throws IOException {
		setMode(temporary);
		if (owner != null) {
			owner.apply(temporary);
		}
		FileStatus file = FileStatus.read(temporary, LinkOption.NOFOLLOW_LINKS);
		socket.listen(this.options.backlog());
		new SocketPublisher(this.address, this.occupant).publish(temporary);
		return file;
	}

	private void setMode(Path file) throws SocketBindException {
		try {
			Files.setAttribute(file, "unix:mode", this.options.mode());
		}
		catch (IOException ex) {
			throw new SocketBindException(this.address,
					"cannot bind " + this.address + ": uwsgi.chmod-socket " + FileStatus.octal(this.options.mode())
							+ " cannot be applied: " + Errno.reason(ex),
					"Choose a path on a file system with permissions in uwsgi.socket.", ex);
		}
	}

	private static void deleteTemporary(Path temporary) {
		try {
			Files.deleteIfExists(temporary);
		}
		catch (IOException ex) {
			logger.log(Level.WARNING, "temporary socket file " + temporary + " could not be removed", ex);
		}
	}

	private String describe() {
		return "UNIX address " + this.address.path() + " (mode " + FileStatus.octal(this.options.mode()) + ")";
	}

}
