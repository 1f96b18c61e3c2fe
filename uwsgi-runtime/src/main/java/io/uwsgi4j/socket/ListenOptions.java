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

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How a socket listens. Options that the kind of address does not have are ignored: mode,
 * owner and vacuum are for unix paths, the last four for TCP, and an inherited socket is
 * taken as it is.
 *
 * @param backlog the number of connections that may wait to be accepted, at least 1
 * @param mode the permission bits of the socket file, such as {@code 0660}
 * @param owner the owner of the socket file as {@code user}, {@code user:group} or
 * {@code :group}, each a name or a number, or {@code null} to leave it to the process
 * @param vacuum whether to unlink the socket file on close
 * @param reusePort whether other processes may listen on the same address as well
 * @param tcpNoDelay whether accepted connections send without waiting for
 * acknowledgements (Nagle's algorithm off)
 * @param keepAlive whether the kernel probes idle accepted connections
 * @param deferAcceptSeconds the time in seconds that a connection without data is kept
 * from being accepted, 0 for off
 */
public record ListenOptions(int backlog, int mode, @Nullable String owner, boolean vacuum, boolean reusePort,
		boolean tcpNoDelay, boolean keepAlive, int deferAcceptSeconds) {

	private static final int MAX_MODE = 07777;

	private static final Pattern OCTAL_MODE = Pattern.compile("[0-7]{3,4}");

	private static final ListenOptions DEFAULTS = new ListenOptions(1024, 0660, null, true, false, false, false, 0);

	/**
	 * Creates options; the owner is not looked up before the socket is bound.
	 * @param backlog the number of connections that may wait, at least 1
	 * @param mode the permission bits of the socket file, 0 to 7777 (octal)
	 * @param owner the owner of the socket file, or {@code null}
	 * @param vacuum whether to unlink the socket file on close
	 * @param reusePort whether SO_REUSEPORT is set
	 * @param tcpNoDelay whether TCP_NODELAY is set
	 * @param keepAlive whether SO_KEEPALIVE is set
	 * @param deferAcceptSeconds the time for TCP_DEFER_ACCEPT in seconds, 0 for off
	 * @throws IllegalArgumentException if a number is out of range
	 */
	public ListenOptions {
		if (backlog < 1) {
			throw new IllegalArgumentException("'backlog' must be at least 1: " + backlog);
		}
		if (mode < 0 || mode > MAX_MODE) {
			throw new IllegalArgumentException("'mode' must be between 0 and 7777 (octal): " + mode);
		}
		if (deferAcceptSeconds < 0) {
			throw new IllegalArgumentException("'deferAcceptSeconds' must not be negative: " + deferAcceptSeconds);
		}
	}

	/**
	 * Returns the default options: a backlog of 1024, mode 660, vacuum on, no change of
	 * owner and everything else off.
	 * @return the default options
	 */
	public static ListenOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Parses the permission bits of a socket file.
	 * @param octal three or four octal digits, such as {@code 660} or {@code 0660}
	 * @return the permission bits
	 * @throws IllegalArgumentException if the text is anything else
	 */
	public static int parseMode(String octal) {
		if (!OCTAL_MODE.matcher(octal).matches()) {
			throw new IllegalArgumentException(
					"invalid mode '" + octal + "' (expected: three or four octal digits, such as 660)");
		}
		return Integer.parseInt(octal, 8);
	}

	/**
	 * Returns these options with another backlog.
	 * @param newBacklog the number of connections that may wait to be accepted, at least
	 * 1
	 * @return the changed options
	 */
	public ListenOptions withBacklog(int newBacklog) {
		return new ListenOptions(newBacklog, this.mode, this.owner, this.vacuum, this.reusePort, this.tcpNoDelay,
				this.keepAlive, this.deferAcceptSeconds);
	}

	/**
	 * Returns these options with another mode.
	 * @param newMode the permission bits of the socket file
	 * @return the changed options
	 */
	public ListenOptions withMode(int newMode) {
		return new ListenOptions(this.backlog, newMode, this.owner, this.vacuum, this.reusePort, this.tcpNoDelay,
				this.keepAlive, this.deferAcceptSeconds);
	}

	/**
	 * Returns these options with another owner.
	 * @param newOwner the owner as {@code user}, {@code user:group} or {@code :group}, or
	 * {@code null} to leave it to the process
	 * @return the changed options
	 */
	public ListenOptions withOwner(@Nullable String newOwner) {
		return new ListenOptions(this.backlog, this.mode, newOwner, this.vacuum, this.reusePort, this.tcpNoDelay,
				this.keepAlive, this.deferAcceptSeconds);
	}

	/**
	 * Returns these options with vacuum on or off.
	 * @param newVacuum whether to unlink the socket file on close
	 * @return the changed options
	 */
	public ListenOptions withVacuum(boolean newVacuum) {
		return new ListenOptions(this.backlog, this.mode, this.owner, newVacuum, this.reusePort, this.tcpNoDelay,
				this.keepAlive, this.deferAcceptSeconds);
	}

	/**
	 * Returns these options with SO_REUSEPORT on or off.
	 * @param newReusePort whether other processes may listen on the same address
	 * @return the changed options
	 */
	public ListenOptions withReusePort(boolean newReusePort) {
		return new ListenOptions(this.backlog, this.mode, this.owner, this.vacuum, newReusePort, this.tcpNoDelay,
				this.keepAlive, this.deferAcceptSeconds);
	}

	/**
	 * Returns these options with TCP_NODELAY on or off.
	 * @param newTcpNoDelay whether accepted connections send without delay
	 * @return the changed options
	 */
	public ListenOptions withTcpNoDelay(boolean newTcpNoDelay) {
		return new ListenOptions(this.backlog, this.mode, this.owner, this.vacuum, this.reusePort, newTcpNoDelay,
				this.keepAlive, this.deferAcceptSeconds);
	}

	/**
	 * Returns these options with SO_KEEPALIVE on or off.
	 * @param newKeepAlive whether the kernel probes idle accepted connections
	 * @return the changed options
	 */
	public ListenOptions withKeepAlive(boolean newKeepAlive) {
		return new ListenOptions(this.backlog, this.mode, this.owner, this.vacuum, this.reusePort, this.tcpNoDelay,
				newKeepAlive, this.deferAcceptSeconds);
	}

	/**
	 * Returns these options with another TCP_DEFER_ACCEPT time.
	 * @param newDeferAcceptSeconds the time in seconds, 0 for off
	 * @return the changed options
	 */
	public ListenOptions withDeferAcceptSeconds(int newDeferAcceptSeconds) {
		return new ListenOptions(this.backlog, this.mode, this.owner, this.vacuum, this.reusePort, this.tcpNoDelay,
				this.keepAlive, newDeferAcceptSeconds);
	}

}
