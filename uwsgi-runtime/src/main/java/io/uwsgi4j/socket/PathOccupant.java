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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is already at the path of a unix socket. Only a socket that refuses connections
 * was left behind by a dead process and may be replaced; everything else stays.
 */
final class PathOccupant {

	private final UnixAddress address;

	PathOccupant(UnixAddress address) {
		this.address = address;
	}

	/**
	 * Looks at the path, and connects to it if it is a socket.
	 * @return the dead socket at the path, or {@code null} if nothing is there
	 * @throws SocketBindException if there is something that must not be replaced
	 */
	@Nullable FileStatus findDeadSocket() throws SocketBindException {
		FileStatus status = readStatus();
		if (status == null) {
			return null;
		}
		if (!status.isSocket()) {
			throw failure("'" + this.address.path() + "' exists and is " + status.kind() + ", not a socket",
					"Remove it if it is not needed. Only a socket left behind by a dead process is replaced", null);
		}
		return isDead(status) ? status : null;
	}

	/**
	 * Returns whether anything is at the path, without connecting to it.
	 * @return whether the path is taken
	 */
	boolean exists() {
		return Files.exists(this.address.path(), LinkOption.NOFOLLOW_LINKS);
	}

	private @Nullable FileStatus readStatus() throws SocketBindException {
		try {
			return FileStatus.read(this.address.path(), LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (IOException ex) {
			throw failure("'" + this.address.path() + "' cannot be examined: " + ex.getMessage(),
					"Check the permissions of its directory", ex);
		}
	}

	/**
	 * Connects to the socket.
	 * @return whether nobody listens; {@code false} if the file has vanished meanwhile
	 */
	private boolean isDead(FileStatus status) throws SocketBindException {
		LinuxSocket probe = NativeTransport.newUnixSocket(this.address);
		try {
			probe.connect(new DomainSocketAddress(this.address.path().toString()));
			throw servedBy(describePeer(probe), null);
		}
		catch (SocketBindException ex) {
			throw ex;
		}
		catch (IOException ex) {
			return isDead(status, ex);
		}
		finally {
			NativeTransport.close(probe);
		}
	}

	private boolean isDead(FileStatus status, IOException refusal) throws SocketBindException {
		return switch (Errno.of(refusal)) {
			case Errno.ECONNREFUSED -> true;
			case Errno.ENOENT -> false;
			case Errno.EAGAIN -> throw servedBy("its listen queue is full", refusal);
			case Errno.EPROTOTYPE -> throw servedBy("it is not a stream socket", refusal);
			case Errno.EACCES, Errno.EPERM -> throw failure(
					"there is a socket that this process (" + ProcFs.user() + ") must not connect to, so it cannot be"
							+ " told whether it is still served: " + status.access(),
					"Run as the user that owns the socket, or remove it if nobody serves it ('ss -lxp' shows who does)",
					refusal);
			default ->
				throw failure("cannot find out whether the socket there is still served: " + refusal.getMessage(),
						"Remove it if nobody serves it ('ss -lxp' shows who does)", refusal);
		};
	}

	private SocketBindException servedBy(String detail, @Nullable Throwable cause) {
		return failure("it is already served by a running process (" + detail + ")",
				"Stop that process ('ss -lxp' shows it)", cause);
	}

	// for the connecting side these are the credentials of whoever called listen()
	private static String describePeer(LinuxSocket probe) {
		ByteBuffer credentials = ByteBuffer.allocate(3 * Integer.BYTES).order(ByteOrder.nativeOrder());
		try {
			probe.getRawOpt(SocketConstants.SOL_SOCKET, SocketConstants.SO_PEERCRED, credentials);
		}
		catch (IOException | ChannelException ex) {
			return "pid unknown";
		}
		int pid = credentials.getInt(0);
		String self = (pid == ProcessHandle.current().pid()) ? ", which is this process itself" : "";
		return "pid " + pid + self + ", uid " + Integer.toUnsignedString(credentials.getInt(Integer.BYTES));
	}

	private SocketBindException failure(String reason, String action, @Nullable Throwable cause) {
		return new SocketBindException(this.address, "cannot bind " + this.address + ": " + reason,
				action + ", or choose another path in uwsgi.socket.", cause);
	}

}
