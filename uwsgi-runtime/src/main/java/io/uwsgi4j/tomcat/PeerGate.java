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
import io.netty.channel.unix.NativeInetAddress;
import io.uwsgi4j.policy.CredentialPolicy;
import io.uwsgi4j.policy.PeerLimits;
import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.policy.RejectionLog;
import io.uwsgi4j.socket.PeerUser;
import org.jspecify.annotations.Nullable;

/**
 * Turns peers away that may not connect, or have too many connections, before a byte of
 * theirs is read.
 *
 * @param policy who may connect over TCP
 * @param users who may connect to a unix socket
 * @param ledger what those who may have open
 * @param rejections where those who may not are counted
 */
record PeerGate(PeerPolicy policy, CredentialPolicy users, PeerLoad.Ledger ledger, RejectionLog rejections) {

	/**
	 * Creates a gate for loopback peers.
	 * @param rejections where all others are counted
	 * @return the gate
	 */
	static PeerGate loopback(RejectionLog rejections) {
		return new PeerGate(PeerPolicy.allowing(PeerPolicy.LOOPBACK), CredentialPolicy.OPEN,
				new PeerLoad.Ledger(PeerLimits.NONE), rejections);
	}

	/**
	 * Looks who has connected, and counts the connection if somebody counts.
	 * @param fd the descriptor
	 * @param address address of the peer as accept(2) gave it, or {@code null} on a unix
	 * socket
	 * @return the peer, or {@code null} if it may not connect
	 */
	@Nullable Peer admit(int fd, byte @Nullable [] address) {
		if (address != null) {
			return admitAddress(NativeInetAddress.address(address, 1, address[0]));
		}
		boolean anybody = this.users.isOpen() && this.ledger.limits().isNone();
		return anybody ? Peer.UNCOUNTED : admitUser(fd);
	}

	private @Nullable Peer admitAddress(InetSocketAddress address) {
		if (!this.policy.allows(address.getAddress())) {
			refuse(Reason.PEER_NOT_ALLOWED, "the address is not in " + this.policy,
					address.getAddress().getHostAddress());
			return null;
		}
		if (this.ledger.limits().isNone()) {
			return new Peer(address, null, null);
		}
		return count(address.getAddress().getHostAddress(), address);
	}

	private @Nullable Peer admitUser(int fd) {
		try {
			PeerUser user = PeerUser.of(fd);
			if (this.users.allows(user.uid(), user.gid())) {
				return this.ledger.limits().isNone() ? Peer.UNCOUNTED : count("uid " + user.uid(), null);
			}
			refuse(Reason.USER_NOT_ALLOWED,
					"the user is not in %s, nor the group in %s".formatted(this.users.uids(), this.users.gids()),
					"uid %d, gid %d".formatted(user.uid(), user.gid()));
		}
		catch (IOException | ChannelException ex) {
			refuse(Reason.USER_NOT_ALLOWED, "the kernel does not tell who it is: " + ex.getMessage(), "unix:");
		}
		return null;
	}

	private @Nullable Peer count(String name, @Nullable InetSocketAddress address) {
		Peer peer = this.ledger.connected(name, address);
		if (peer.refusal() != null && peer.isFlooding()) {
			peer.disconnected();
			refuse(Reason.CONNECTION_FLOOD, peer.refusal().detail(), name);
			return null;
		}
		return peer;
	}

	private void refuse(Reason reason, String detail, String peer) {
		this.rejections.report(new Rejection(reason, detail), peer);
	}

}
