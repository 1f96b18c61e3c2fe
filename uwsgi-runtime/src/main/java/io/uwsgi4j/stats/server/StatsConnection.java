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

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One client of a stats server: gets its document, at once or after one read, and is
 * closed. It has the timeout to say something, and once more to take the document.
 */
final class StatsConnection extends ChannelInboundHandlerAdapter {

	private final ConnectionGate gate;

	private final StatsServerSettings settings;

	private final StatsAnswer answer;

	private @Nullable Future<?> deadline;

	private boolean answered;

	private long unsentBytes;

	StatsConnection(ConnectionGate gate, StatsServerSettings settings, StatsAnswer answer) {
		this.gate = gate;
		this.settings = settings;
		this.answer = answer;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.gate.opened();
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		startDeadline(context);
		if (this.settings.http()) {
			context.read();
		}
		else {
			send(context);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ReferenceCountUtil.release(message);
		send(context);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof ChannelInputShutdownEvent && !this.answered) {
			context.close();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		stopDeadline();
		this.gate.closed(this.unsentBytes);
	}

	private void send(ChannelHandlerContext context) {
		if (this.answered) {
			return;
		}
		this.answered = true;
		ByteBuf bytes = this.answer.make(context.alloc());
		if (bytes == null) {
			context.close();
			return;
		}
		startDeadline(context);
		this.unsentBytes = bytes.readableBytes();
		this.gate.sending(this.unsentBytes);
		context.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
	}

	private void startDeadline(ChannelHandlerContext context) {
		stopDeadline();
		this.deadline = context.executor()
			.schedule(() -> context.close(), this.settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
	}

	private void stopDeadline() {
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
	}

}
