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
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection to a browser over the protocol of its developer tools.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final StringBuilder received = new StringBuilder();

	private final AtomicInteger lastId = new AtomicInteger();

	private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();

	private final List<JsonNode> events = new CopyOnWriteArrayList<>();

	private final WebSocket socket;

	/**
	 * Connects.
	 * @param address what the browser has printed
	 */
	DevTools(URI address) {
		this.socket = await(HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, this));
	}

	/**
	 * Sends a command and waits for its result.
	 * @param session the tab, or {@code null} for the browser
	 * @param method domain and name of the command
	 * @param parameters its parameters
	 * @return the result
	 */
	JsonNode send(@Nullable String session, String method, Map<String, ?> parameters) {
		int id = this.lastId.incrementAndGet();
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.pending.put(id, answer);
		Map<String, Object> command = new HashMap<>(Map.of("id", id, "method", method, "params", parameters));
		if (session != null) {
			command.put("sessionId", session);
		}
		synchronized (this) {
			await(this.socket.sendText(MAPPER.writeValueAsString(command), true));
		}
		JsonNode message = await(answer);
		if (message.has("error")) {
			throw new AssertionError("%s %s: %s".formatted(method, parameters, message.get("error")));
		}
		return message.get("result");
	}

	/**
	 * Returns what has happened in a tab.
	 * @param session the tab
	 * @param method domain and name of the event
	 * @return the parameters of each
	 */
	List<JsonNode> events(String session, String method) {
		return this.events.stream()
			.filter((event) -> session.equals(event.path("sessionId").asString("")))
			.filter((event) -> method.equals(event.path("method").asString("")))
			.map((event) -> event.get("params"))
			.toList();
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.received.append(data);
		if (last) {
			JsonNode message = MAPPER.readTree(this.received.toString());
			this.received.setLength(0);
			if (message.has("id")) {
				CompletableFuture<JsonNode> answer = this.pending.remove(message.get("id").asInt());
				if (answer != null) {
					answer.complete(message);
				}
			}
			else {
				this.events.add(message);
			}
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public void close() {
		this.socket.abort();
	}

	private static <T> T await(CompletableFuture<T> future) {
		try {
			return future.orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			throw new AssertionError("the browser does not answer", ex.getCause());
		}
	}

}
