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

import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/**
 * Echo by means of Jakarta WebSocket. Public, because Tomcat creates an instance for each
 * connection.
 */
@ServerEndpoint(value = JakartaEcho.PATH, subprotocols = { "echo.v1", "echo.v2" })
public final class JakartaEcho {

	static final String PATH = "/ws/jakarta";

	private EchoPeer peer = EchoPeer.of(null);

	/**
	 * Prepares the session.
	 * @param session the session
	 */
	@OnOpen
	public void open(Session session) {
		this.peer = EchoPeer.of(session.getQueryString());
		this.peer.prepare(session);
		this.peer.opened(new JakartaRemote(session));
	}

	/**
	 * Answers a text.
	 * @param message the message
	 * @return the same
	 */
	@OnMessage
	public String text(String message) {
		return message;
	}

	/**
	 * Answers bytes.
	 * @param message the message
	 * @return the same
	 */
	@OnMessage
	public ByteBuffer binary(ByteBuffer message) {
		return message;
	}

	/**
	 * Keeps a pong.
	 * @param message the message
	 */
	@OnMessage
	public void pong(PongMessage message) {
		this.peer.saw("pong " + StandardCharsets.UTF_8.decode(message.getApplicationData()));
	}

	/**
	 * Keeps the end.
	 * @param reason why the session ends
	 */
	@OnClose
	public void close(CloseReason reason) {
		this.peer.closed(reason.getCloseCode().getCode());
	}

	/**
	 * Keeps an error; without this method Tomcat would log it.
	 * @param error the error
	 */
	@OnError
	public void error(Throwable error) {
		this.peer.saw("error " + error.getClass().getSimpleName());
	}

	private record JakartaRemote(Session session) implements EchoPeer.Remote {

		@Override
		public void ping(ByteBuffer payload) throws IOException {
			this.session.getBasicRemote().sendPing(payload);
		}

		@Override
		public void close(int code, String reason) throws IOException {
			this.session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
		}

	}

}
