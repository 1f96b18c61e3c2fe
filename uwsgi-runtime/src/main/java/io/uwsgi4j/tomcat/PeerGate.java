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
import java.net.InetSocketAddress;

import io.netty.channel.ChannelException;
import io.uwsgi4j.policy.CredentialPolicy;
import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.policy.RejectionLog;
import io.uwsgi4j.socket.PeerUser;
import org.jspecify.annotations.Nullable;

/**
 * Turns peers away that may not connect, before a byte of theirs is read.
 *
 * @param policy who may connect over TCP
 * @param users who may connect to a unix socket
 * @param rejections where those who may not are counted
 */
record PeerGate(PeerPolicy policy, CredentialPolicy users, RejectionLog rejections) {

	/**
	 * Creates a gate for loopback peers.
	 * @param rejections where all others are counted
	 * @return the gate
	 */
	static PeerGate loopback(RejectionLog rejections) {
		return new PeerGate(PeerPolicy.allowing(PeerPolicy.LOOPBACK), CredentialPolicy.OPEN, rejections);
	}

	/**
	 * Looks who has connected.
	 * @param fd the descriptor
	 * @param peer the address, or {@code null} on a unix socket
	 * @return whether the peer may connect
	 */
	boolean admits(int fd, @Nullable InetSocketAddress peer) {
		if (peer == null) {
			return this.users.isOpen() || admitsUser(fd);
		}
		if (this.policy.allows(peer.getAddress())) {
			return true;
		}
		refuse(Reason.PEER_NOT_ALLOWED, "the address is not in " + this.policy, peer.getAddress().getHostAddress());
		return false;
	}

	private boolean admitsUser(int fd) {
		try {
			PeerUser user = PeerUser.of(fd);
			if (this.users.allows(user.uid(), user.gid())) {
				return true;
			}
			refuse(Reason.USER_NOT_ALLOWED,
					"the user is not in %s, nor the group in %s".formatted(this.users.uids(), this.users.gids()),
					"uid %d, gid %d".formatted(user.uid(), user.gid()));
		}
		catch (IOException | ChannelException ex) {
			refuse(Reason.USER_NOT_ALLOWED, "the kernel does not tell who it is: " + ex.getMessage(), "unix:");
		}
		return false;
	}

	private void refuse(Reason reason, String detail, String peer) {
		this.rejections.report(new Rejection(reason, detail), peer);
	}

}
