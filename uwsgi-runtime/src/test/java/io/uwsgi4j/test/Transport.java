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

package io.uwsgi4j.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import io.uwsgi4j.tomcat.UwsgiProtocol;

/**
 * The kinds of listening socket that every promise has to hold on.
 */
public enum Transport {

	/** A socket file. */
	UNIX {
		@Override
		ListeningSocket open(Path directory) {
			String path = directory.resolve("unix-%d.sock".formatted(COUNTER.incrementAndGet())).toString();
			return new ListeningSocket(path, path, null);
		}
	},

	/** A name in Linux's abstract namespace. */
	ABSTRACT {
		@Override
		ListeningSocket open(Path directory) {
			String name = "@uwsgi4j-%d-%d".formatted(ProcessHandle.current().pid(), COUNTER.incrementAndGet());
			return new ListeningSocket(name, name, null);
		}
	},

	/** TCP on the IPv4 loopback address. */
	TCP {
		@Override
		ListeningSocket open(Path directory) {
			return new ListeningSocket("127.0.0.1:0", null, null);
		}
	},

	/**
	 * A socket file that somebody else has bound and that arrives as an open descriptor.
	 */
	INHERITED_FD {
		@Override
		ListeningSocket open(Path directory) throws IOException {
			String path = directory.resolve("inherited-%d.sock".formatted(COUNTER.incrementAndGet())).toString();
			LinuxSocket socket = LinuxSocket.newSocketDomain();
			socket.bind(new DomainSocketAddress(path));
			socket.listen(1024);
			return new ListeningSocket("fd://" + socket.intValue(), path, new OwnedSocket(socket));
		}
	},

	/** A socket file, and a thread that hands each connection over to a core. */
	UNIX_HANDED_OVER {
		@Override
		ListeningSocket open(Path directory) throws IOException {
			return UNIX.open(directory);
		}

		@Override
		void customize(UwsgiProtocol protocol) {
			protocol.setHandOver(true);
		}
	};

	private static final AtomicInteger COUNTER = new AtomicInteger();

	/**
	 * Prepares a socket of this kind.
	 * @param directory where files belong
	 * @return what to tell the server and the client
	 * @throws IOException if a socket cannot be had
	 */
	abstract ListeningSocket open(Path directory) throws IOException;

	/**
	 * Changes what else belongs to this kind.
	 * @param protocol where the settings are
	 */
	void customize(UwsgiProtocol protocol) {
		// connections reach the cores as they do by default
	}

	/**
	 * Returns whether the server makes a socket file.
	 * @return whether it binds a path
	 */
	public boolean isBoundToPath() {
		return this == UNIX || this == UNIX_HANDED_OVER;
	}

	/**
	 * Returns whether this transport lives in the unix domain.
	 * @return {@code false} for TCP only
	 */
	public boolean isUnix() {
		return this != TCP;
	}

}
