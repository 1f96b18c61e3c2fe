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

package io.uwsgi4j.integration;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;
import org.jspecify.annotations.Nullable;

/**
 * STOMP, frame by frame, on top of the JDK's WebSocket client.
 */
final class StompClient implements AutoCloseable {

	private final Listener listener = new Listener();

	private final WebSocket socket;

	StompClient(FrontEnd frontEnd, String target) {
		this.socket = await(AbstractNginxTests.HTTP.newWebSocketBuilder()
			.subprotocols("v12.stomp")
			.buildAsync(URI.create("ws://127.0.0.1:%d%s".formatted(frontEnd.port(), target)), this.listener));
	}

	String subprotocol() {
		return this.socket.getSubprotocol();
	}

	/**
	 * Sends a frame.
	 * @param command the command
	 * @param body the body
	 * @param headers header lines
	 * @return this
	 */
	StompClient send(String command, String body, String... headers) {
		await(this.socket.sendText(command + "\n" + String.join("\n", headers) + "\n\n" + body + "\0", true));
		return this;
	}

	/**
	 * Sends a heart-beat.
	 */
	void beat() {
		await(this.socket.sendText("\n", true));
	}

	/**
	 * Waits for a frame.
	 * @return the next frame that is no heart-beat, without the octet that ends it
	 */
	String next() {
		try {
			String frame = this.listener.frames.poll(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
			if (frame == null) {
				throw new AssertionError("no frame came");
			}
			return frame;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns how many heart-beats have come.
	 * @return the number so far
	 */
	int heartBeats() {
		return this.listener.heartBeats.get();
	}

	boolean isEnded() {
		return this.listener.end.isDone();
	}

	/**
	 * Closes the connection as the protocol wants it.
	 * @return the code that the server answers with
	 */
	int leave() {
		await(this.socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
		return awaitClose();
	}

	/**
	 * Waits for the server to close the connection.
	 * @return the code
	 */
	int awaitClose() {
		return await(this.listener.end);
	}

	@Override
	public void close() {
		this.socket.abort();
	}

	private static <T> T await(CompletableFuture<T> future) {
		try {
			return future.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError(ex.toString(), ex);
		}
	}

	private static final class Listener implements WebSocket.Listener {

		private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

		private final AtomicInteger heartBeats = new AtomicInteger();

		private final CompletableFuture<Integer> end = new CompletableFuture<>();

		private final StringBuilder text = new StringBuilder();

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				take(this.text.toString());
				this.text.setLength(0);
			}
			webSocket.request(1);
			return null;
		}

		private void take(String message) {
			if (message.equals("\n")) {
				this.heartBeats.incrementAndGet();
			}
			else {
				this.frames.add(message.substring(0, message.indexOf('\0')));
			}
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
			this.end.complete(statusCode);
			return null;
		}

		@Override
		public void onError(WebSocket webSocket, Throwable error) {
			this.end.completeExceptionally(error);
		}

	}

}
