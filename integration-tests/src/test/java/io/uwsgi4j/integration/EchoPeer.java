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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.uwsgi4j.test.Await;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * The application's end of one WebSocket connection: what it has seen, and how a test
 * makes it act. The client chooses the name and puts it into the query.
 */
final class EchoPeer {

	private static final int LONGEST_MESSAGE = 1024 * 1024 + 1024;

	private static final long CLOSE_TIMEOUT_MILLIS = 10_000;

	private static final Map<String, EchoPeer> PEERS = new ConcurrentHashMap<>();

	private final String query;

	private final Queue<String> events = new ConcurrentLinkedQueue<>();

	private volatile @Nullable Remote remote;

	private EchoPeer(String query) {
		this.query = query;
	}

	/**
	 * Lets a session take its time to send a close: 50 ms, the default of Tomcat for all
	 * codes but 1000, are too few on a busy machine. If the client has a name, also lets
	 * it take long messages; without one it need not be alone.
	 * @param session the session
	 */
	void prepare(Session session) {
		session.getUserProperties()
			.put("org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT", CLOSE_TIMEOUT_MILLIS);
		if (!this.query.isEmpty()) {
			session.setMaxTextMessageBufferSize(LONGEST_MESSAGE);
			session.setMaxBinaryMessageBufferSize(LONGEST_MESSAGE);
		}
	}

	/**
	 * Makes up a connection that is yet to be opened.
	 * @return the end of a connection
	 */
	static EchoPeer create() {
		return of("peer=" + UUID.randomUUID());
	}

	/**
	 * Returns the end of a connection.
	 * @param query the query of the handshake
	 * @return the same object as for the test
	 */
	static EchoPeer of(@Nullable String query) {
		return (query != null) ? PEERS.computeIfAbsent(query, EchoPeer::new) : new EchoPeer("");
	}

	/**
	 * Adds the query to a path.
	 * @param path the path of an endpoint
	 * @return the target for the client
	 */
	String target(String path) {
		return path + "?" + this.query;
	}

	void opened(Remote openRemote) {
		this.remote = openRemote;
	}

	void closed(int code) {
		// The session has large buffers.
		this.remote = null;
		saw("closed " + code);
	}

	void saw(String event) {
		this.events.add(event);
	}

	void awaitEvent(String event) {
		Await.until(() -> "'%s' among %s".formatted(event, this.events), Await.LIMIT,
				() -> this.events.contains(event));
	}

	List<String> events() {
		return List.copyOf(this.events);
	}

	void ping(String text) {
		act((end) -> end.ping(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
	}

	void close(int code, String reason) {
		act((end) -> end.close(code, reason));
	}

	private void act(Action action) {
		Await.until("connection opened", () -> this.remote != null);
		try {
			action.on(this.remote);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The end of a connection in the terms of one of the two APIs.
	 */
	interface Remote {

		void ping(ByteBuffer payload) throws IOException;

		void close(int code, String reason) throws IOException;

	}

	/**
	 * Something that is done to a connection.
	 */
	private interface Action {

		void on(Remote remote) throws IOException;

	}

}
