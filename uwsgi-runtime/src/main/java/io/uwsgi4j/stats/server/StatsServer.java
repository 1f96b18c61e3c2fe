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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.uwsgi4j.socket.ListenOptions;
import io.uwsgi4j.socket.ListenerSocket;
import io.uwsgi4j.socket.SocketBindException;
import io.uwsgi4j.socket.UwsgiAddress;
import io.uwsgi4j.stats.ServerStats;
import org.jspecify.annotations.Nullable;

/**
 * uWSGI's stats server: sends a JSON document to whoever connects, and closes. Owns its
 * socket from {@link #bind} to {@link #close()}, and its one thread from {@link #start}
 * to {@link #stop()}, any number of times in between. Its owner calls one method at a
 * time.
 */
public final class StatsServer implements AutoCloseable {

	// As much of a request as uWSGI reads
	private static final int MAX_REQUEST = 4096;

	private static final Logger logger = System.getLogger(StatsServer.class.getName());

	private final ListenerSocket socket;

	private @Nullable Serving serving;

	private StatsServer(ListenerSocket socket) {
		this.socket = socket;
	}

	/**
	 * Binds an address. Connections wait until the server is started.
	 * @param address where to listen
	 * @param options how to listen
	 * @return the server, to be closed by the caller
	 * @throws SocketBindException if the address cannot be bound
	 */
	public static StatsServer bind(UwsgiAddress address, ListenOptions options) throws SocketBindException {
		// Most clients send nothing, and would not be accepted before they do
		ListenOptions immediate = options.withDeferAcceptSeconds(0);
		try {
			return new StatsServer(ListenerSocket.bind(address, immediate));
		}
		catch (SocketBindException ex) {
			throw ex.forProperty("uwsgi.stats");
		}
	}

	/**
	 * Returns where the server listens, with the real port.
	 * @return the address
	 */
	public UwsgiAddress address() {
		return this.socket.address();
	}

	/**
	 * Starts to answer; does nothing if the server does so already.
	 * @param name the name of the thread
	 * @param settings how to answer
	 * @param statistics takes a snapshot; called by the thread of the server, once for
	 * each answer
	 */
	public void start(String name, StatsServerSettings settings, Supplier<ServerStats> statistics) {
		if (this.serving != null) {
			return;
		}
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true),
				EpollIoHandler.newFactory());
		ChannelGroup connections = new DefaultChannelGroup(group.next());
		ConnectionGate gate = new ConnectionGate(settings.peers());
		StatsAnswer answer = new StatsAnswer(settings, statistics);
		ChannelFuture listener = new ServerBootstrap().group(group)
			.channelFactory(this::newChannel)
			.handler(gate)
			.childOption(ChannelOption.AUTO_READ, false)
			// A client that has said all it wants to say still wants the document
			.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
			.childOption(ChannelOption.RECVBUF_ALLOCATOR,
					new FixedRecvByteBufAllocator(MAX_REQUEST).maxMessagesPerRead(1))
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					connections.add(channel);
					channel.pipeline().addLast(new StatsConnection(gate, settings, answer));
				}

			})
			.register();
		this.serving = new Serving(group, listener.channel(), connections);
		listener.syncUninterruptibly();
		logger.log(Level.INFO,
				() -> "*** Stats server enabled on %s fd: %d ***".formatted(name(), this.socket.socket().intValue()));
	}

	/**
	 * Ends all connections and the thread. The socket stays, so that new connections wait
	 * for the next start.
	 */
	public void stop() {
		if (this.serving != null) {
			this.serving.end();
			this.serving = null;
		}
	}

	@Override
	public void close() {
		this.socket.retire();
		stop();
		this.socket.close();
	}

	private ServerChannel newChannel() {
		int descriptor = this.socket.socket().intValue();
		return this.socket.isUnix() ? new EpollServerDomainSocketChannel(descriptor, true)
				: new EpollServerSocketChannel(descriptor);
	}

	// The name that uWSGI gives to a unix socket
	private String name() {
		return address().toString().replaceFirst("^unix:", "");
	}

	/**
	 * What is there between start and stop.
	 *
	 * @param group the thread
	 * @param listener the listening socket as an object of Netty's
	 * @param connections the open connections
	 */
	private record Serving(EventLoopGroup group, Channel listener, ChannelGroup connections) {

		void end() {
			// A channel that is closed would close the descriptor, which is not its own
			this.listener.deregister().awaitUninterruptibly();
			// An event loop that ends at once may not come to close what is registered
			this.connections.close().awaitUninterruptibly();
			this.group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
		}

	}

}
