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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * TCP and unix paths through the JDK, so that the client shares no native code with the
 * server.
 */
final class ChannelWire implements Wire {

	// The JDK copies heap buffers into direct ones as large, and keeps these per thread.
	private static final int CHUNK = 64 * 1024;

	private final SocketChannel channel;

	private ChannelWire(SocketChannel channel) {
		this.channel = channel;
	}

	static Wire connect(SocketAddress address, InetSocketAddress source) throws IOException {
		boolean unix = address instanceof UnixDomainSocketAddress;
		SocketChannel channel = (unix) ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
		try {
			if (source != null) {
				channel.bind(source);
			}
			if (!unix) {
				channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			}
			channel.connect(address);
			channel.configureBlocking(false);
			return new ChannelWire(channel);
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		return this.channel.read(target);
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		ByteBuffer chunk = source.slice(source.position(), Math.min(CHUNK, source.remaining()));
		int count = this.channel.write(chunk);
		source.position(source.position() + count);
		return count;
	}

	@Override
	public void shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
	}

	@Override
	public void resetOnClose() throws IOException {
		if (this.channel.getRemoteAddress() instanceof InetSocketAddress) {
			this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
