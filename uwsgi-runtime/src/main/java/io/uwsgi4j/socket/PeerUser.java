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

import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;

/**
 * Who is at the other end of a unix socket, as the kernel knows it since they called
 * {@code connect} (SO_PEERCRED).
 *
 * @param uid number of the effective user
 * @param gid number of the effective group
 */
public record PeerUser(int uid, int gid) {

	/**
	 * Asks the kernel.
	 * @param fd descriptor of a connection on a unix socket, which stays open
	 * @return the peer
	 * @throws IOException if the kernel does not tell
	 */
	public static PeerUser of(int fd) throws IOException {
		// Never registered with a loop nor closed: the descriptor belongs to the caller
		PeerCredentials credentials = new EpollDomainSocketChannel(fd).peerCredentials();
		return new PeerUser(credentials.uid(), credentials.gids()[0]);
	}

}
