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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.stats.StatsSamples;
import io.uwsgi4j.stats.StatsWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A client of the stats server gets one whole document or none, whatever it sends, in
 * whatever pieces and whenever it leaves, and nothing is left of it.
 */
public final class StatsConnectionFuzz {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private static final String HEAD = "HTTP/1.0 200 OK\r\nConnection: close\r\nAccess-Control-Allow-Origin: *\r\n"
			+ "Content-Type: application/json\r\n\r\n";

	private static final JsonFactory JSON = new JsonFactory();

	private StatsConnectionFuzz() {
	}

	/**
	 * Talks to the stats server.
	 * @param input what happens, one event after the other: a byte that says what, and
	 * for a read the number of bytes and the bytes
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		new Dialogue(input, true).run();
		new Dialogue(input, false).run();
	}

	private static void check(boolean condition, String promise) {
		if (!condition) {
			throw new AssertionError(promise);
		}
	}

	/**
	 * One client, on a server that has room for no other.
	 */
	private static final class Dialogue {

		private final byte[] script;

		private final boolean http;

		private final List<ByteBuf> received = new ArrayList<>();

		private final EmbeddedChannel listener = new EmbeddedChannel();

		private final ConnectionGate gate = new ConnectionGate(PeerPolicy.allowing(PeerPolicy.LOOPBACK));

		private final Client socket = new Client();

		private int position;

		private boolean heard;

		private boolean gone;

		Dialogue(byte[] script, boolean http) {
			this.script = script;
			this.http = http;
		}

		void run() {
			this.listener.pipeline().addLast(this.gate);
			for (int i = 1; i < ConnectionGate.MAX_CONNECTIONS; i++) {
				this.gate.opened();
			}
			this.gate.sending(ConnectionGate.MAX_UNSENT_BYTES - 1);
			check(this.listener.config().isAutoRead(), "There is room for one more");
			StatsServerSettings settings = new StatsServerSettings(new StatsWriter(false, false), this.http, TIMEOUT,
					PeerPolicy.allowing(PeerPolicy.LOOPBACK));
			StatsAnswer answer = new StatsAnswer(settings, () -> StatsSamples.busy("REQUEST_URI=/"));
			EmbeddedChannel client = new EmbeddedChannel();
			client.config().setAutoRead(false);
			client.freezeTime();
			client.pipeline().addLast(this.socket, new StatsConnection(this.gate, settings, answer));
			// The channel is active already when a handler is added to it here
			client.pipeline().fireChannelActive();
			while (this.position < this.script.length && client.isOpen()) {
				event(client, this.script[this.position++]);
			}
			client.advanceTimeBy(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			client.runPendingTasks();
			check(!client.isOpen(), "Nobody stays for ever");
			checkAnswer();
			check(this.socket.reads == (this.http ? 1 : 0), "It is read once, and only if somebody is to speak first");
			check(this.received.stream().allMatch((bytes) -> bytes.refCnt() == 0), "What has been read is released");
			check(this.listener.config().isAutoRead(), "There is room for one more again");
			client.finishAndReleaseAll();
			this.listener.finishAndReleaseAll();
		}

		private void event(EmbeddedChannel client, byte kind) {
			switch (kind & 7) {
				case 0 -> client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
				case 1, 5 -> client.advanceTimeBy(Byte.toUnsignedInt(kind) * 40L, TimeUnit.MILLISECONDS);
				case 2 -> client.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
				case 4, 6 -> this.socket.take();
				default -> read(client);
			}
			this.gone |= (kind & 7) < 3;
			client.runScheduledPendingTasks();
			client.runPendingTasks();
		}

		private void read(EmbeddedChannel client) {
			int wanted = (this.position < this.script.length) ? Byte.toUnsignedInt(this.script[this.position++]) : 0;
			int count = Math.min(wanted, this.script.length - this.position);
			ByteBuf bytes = Unpooled.buffer().writeBytes(this.script, this.position, count);
			this.position += count;
			this.received.add(bytes);
			this.heard |= !this.gone;
			client.writeInbound(bytes);
		}

		private void checkAnswer() {
			check(this.socket.answers.size() <= 1, "There is one answer at most");
			if (this.socket.answers.isEmpty()) {
				check(this.http && !this.heard, "Who has asked gets an answer");
				return;
			}
			check(this.socket.pending == null, "An answer that nobody takes is released");
			String text = this.socket.answers.get(0);
			check(text.startsWith(HEAD) == this.http, "There is a head if there is HTTP");
			checkDocument(this.http ? text.substring(HEAD.length()) : text);
		}

		private static void checkDocument(String document) {
			try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), document)) {
				check(parser.nextToken().isStructStart(), "The document is an object");
				parser.skipChildren();
				check(parser.nextToken() == null, "Nothing follows the document");
			}
		}

	}

	/**
	 * What the connection does to its socket, whose buffer is full until the client takes
	 * what is in it.
	 */
	private static final class Client extends ChannelOutboundHandlerAdapter {

		private final List<String> answers = new ArrayList<>();

		private int reads;

		private @Nullable ByteBuf pending;

		private @Nullable ChannelPromise taken;

		@Override
		public void read(ChannelHandlerContext context) {
			this.reads++;
			context.read();
		}

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			this.pending = (ByteBuf) message;
			this.taken = promise;
			this.answers.add(this.pending.toString(StandardCharsets.UTF_8));
		}

		@Override
		public void close(ChannelHandlerContext context, ChannelPromise promise) {
			release();
			context.close(promise);
		}

		void take() {
			ChannelPromise promise = this.taken;
			release();
			if (promise != null) {
				promise.trySuccess();
			}
		}

		private void release() {
			if (this.pending != null) {
				this.pending.release();
			}
			this.pending = null;
			this.taken = null;
		}

	}

}
