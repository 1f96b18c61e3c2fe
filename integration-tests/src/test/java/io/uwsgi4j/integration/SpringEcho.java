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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import jakarta.websocket.Session;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/**
 * Echo by means of Spring.
 */
final class SpringEcho extends AbstractWebSocketHandler implements SubProtocolCapable {

	static final String PATH = "/ws/spring";

	@Override
	public List<String> getSubProtocols() {
		return List.of("echo.v1", "echo.v2");
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		peer(session)
			.prepare(Objects.requireNonNull(((NativeWebSocketSession) session).getNativeSession(Session.class)));
		peer(session).opened(new SpringRemote(session));
	}

	@Override
	protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
		session.sendMessage(message);
	}

	@Override
	protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) throws IOException {
		session.sendMessage(message);
	}

	@Override
	protected void handlePongMessage(WebSocketSession session, PongMessage message) {
		peer(session).saw("pong " + StandardCharsets.UTF_8.decode(message.getPayload()));
	}

	@Override
	public void handleTransportError(WebSocketSession session, Throwable error) {
		peer(session).saw("error " + error.getClass().getSimpleName());
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		peer(session).closed(status.getCode());
	}

	private static EchoPeer peer(WebSocketSession session) {
		return EchoPeer.of(Objects.requireNonNull(session.getUri()).getQuery());
	}

	private record SpringRemote(WebSocketSession session) implements EchoPeer.Remote {

		@Override
		public void ping(ByteBuffer payload) throws IOException {
			this.session.sendMessage(new PingMessage(payload));
		}

		@Override
		public void close(int code, String reason) throws IOException {
			this.session.close(new CloseStatus(code, reason));
		}

	}

}
