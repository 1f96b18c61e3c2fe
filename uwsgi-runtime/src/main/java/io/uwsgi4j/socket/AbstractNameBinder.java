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
import java.nio.charset.StandardCharsets;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Binds a unix socket in the abstract namespace.
 */
final class AbstractNameBinder {

	private final AbstractAddress address;

	private final ListenOptions options;

	AbstractNameBinder(AbstractAddress address, ListenOptions options) {
		this.address = address;
		this.options = options;
	}

	ListenerSocket bind() throws SocketBindException {
		int length = this.address.name().getBytes(StandardCharsets.UTF_8).length;
		if (length > SocketConstants.MAX_ABSTRACT_NAME_BYTES) {
			throw failure("the name has " + length + " bytes, an abstract socket can have "
					+ SocketConstants.MAX_ABSTRACT_NAME_BYTES, "Choose a shorter name in uwsgi.socket.", null);
		}
		Backlog.check(this.address, this.options.backlog());
		LinuxSocket socket = NativeTransport.newUnixSocket(this.address);
		try {
			// a leading NUL makes the name abstract, and exactly its bytes are the name
			socket.bind(new DomainSocketAddress("\0" + this.address.name()));
			socket.listen(this.options.backlog());
			return new ListenerSocket(socket, this.address, null, "UNIX address @" + this.address.name(), null,
					this.options.backlog());
		}
		catch (IOException | ChannelException ex) {
			NativeTransport.close(socket);
			throw translate(ex);
		}
	}

	private SocketBindException translate(Exception ex) {
		if (Errno.of(ex) == Errno.EADDRINUSE) {
			return failure("the abstract name is already taken by a running process",
					"Stop that process ('ss -lxp' shows it), or choose another name in uwsgi.socket.", ex);
		}
		return failure(ex.getMessage(), "Choose another address in uwsgi.socket.", ex);
	}

	private SocketBindException failure(@Nullable String reason, String action, @Nullable Throwable cause) {
		return new SocketBindException(this.address, "cannot bind " + this.address + ": " + reason, action, cause);
	}

}
