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

package io.uwsgi4j.stats.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.uwsgi4j.policy.PeerPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Stands before all connections of a stats server: turns away peers that may not connect,
 * and leaves newcomers in the listen queue while those that are open hold too much. Only
 * used by the thread of the server.
 */
final class ConnectionGate extends ChannelInboundHandlerAdapter {

	static final int MAX_CONNECTIONS = 256;

	static final long MAX_UNSENT_BYTES = 64L * 1024 * 1024;

	private static final Logger logger = System.getLogger(StatsServer.class.getName());

	private final PeerPolicy peers;

	private @Nullable Channel listener;

	private int connections;

	private long unsentBytes;

	private boolean refused;

	private boolean failed;

	ConnectionGate(PeerPolicy peers) {
		this.peers = peers;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.listener = context.channel();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Channel connection = (Channel) message;
		if (connection.remoteAddress() instanceof InetSocketAddress peer && !this.peers.allows(peer.getAddress())) {
			refuse(connection, peer);
			return;
		}
		context.fireChannelRead(connection);
	}

	@Override
	public void channelUnregistered(ChannelHandlerContext context) {
		this.listener = null;
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		Level level = this.failed ? Level.DEBUG : Level.WARNING;
		this.failed = true;
		logger.log(level, () -> "The stats server cannot accept a connection: " + cause);
		// What waits would be tried again at once, and in vain
		context.channel().config().setAutoRead(false);
		context.executor().schedule(this::adjust, 1, TimeUnit.SECONDS);
	}

	void opened() {
		this.connections++;
		adjust();
	}

	void sending(long bytes) {
		this.unsentBytes += bytes;
		adjust();
	}

	void closed(long bytes) {
		this.connections--;
		this.unsentBytes -= bytes;
		adjust();
	}

	// Takes effect before the next connection is accepted, as this is the thread that
	// does
	private void adjust() {
		if (this.listener != null) {
			this.listener.config()
				.setAutoRead(this.connections < MAX_CONNECTIONS && this.unsentBytes < MAX_UNSENT_BYTES);
		}
	}

	private void refuse(Channel connection, InetSocketAddress peer) {
		Level level = this.refused ? Level.DEBUG : Level.WARNING;
		this.refused = true;
		logger.log(level,
				() -> "stats client %s refused: the address is not in %s, as set by uwsgi.allow-from; more are not logged"
					.formatted(peer.getAddress().getHostAddress(), this.peers));
		connection.unsafe().closeForcibly();
	}

}
