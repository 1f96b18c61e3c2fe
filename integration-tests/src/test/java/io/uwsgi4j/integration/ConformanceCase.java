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

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.uwsgi4j.test.Packets;

/**
 * What a client sends in one go to an endpoint that echoes, and what has to come back
 * until the connection ends.
 *
 * @param name what it is about
 * @param sent the bytes that follow the handshake
 * @param expected the descriptions of all messages and control frames
 */
record ConformanceCase(String name, byte[] sent, List<String> expected) {

	private static final int NORMAL = 1000;

	private static final int PROTOCOL_ERROR = 1002;

	private static final int INVALID_CONTENT = 1007;

	static ConformanceCase of(String name, byte[] sent, Frame... expected) {
		return new ConformanceCase(name, sent, Arrays.stream(expected).map(Frame::toString).toList());
	}

	/**
	 * The frames are in order, so that the client has to end the connection itself.
	 * @param name what it is about
	 * @param sent what is sent before the close
	 * @return a case that lacks the answers
	 */
	static Lawful lawful(String name, Frame... sent) {
		return (answers) -> of(name, Packets.concat(WebSocketClient.bytes(sent), Frame.close(NORMAL).toBytes()),
				Stream.concat(Arrays.stream(answers), Stream.of(Frame.close(NORMAL))).toArray(Frame[]::new));
	}

	/**
	 * The message comes back as it was sent.
	 * @param name what it is about
	 * @param message the message
	 * @return the case
	 */
	static ConformanceCase echoed(String name, Frame message) {
		return lawful(name, message).answeredBy(message);
	}

	/**
	 * The protocol is violated, which ends the connection.
	 * @param name what it is about
	 * @param sent the frames
	 * @return the case
	 */
	static ConformanceCase refused(String name, Frame... sent) {
		return refused(name, WebSocketClient.bytes(sent));
	}

	static ConformanceCase refused(String name, byte[] sent) {
		return of(name, sent, Frame.close(PROTOCOL_ERROR));
	}

	/**
	 * The protocol is violated after frames that are in order.
	 * @param name what it is about
	 * @param sent the frames
	 * @return a case that lacks the answers
	 */
	static Lawful refusedLater(String name, Frame... sent) {
		return (answers) -> of(name, WebSocketClient.bytes(sent),
				Stream.concat(Arrays.stream(answers), Stream.of(Frame.close(PROTOCOL_ERROR))).toArray(Frame[]::new));
	}

	/**
	 * The text is no UTF-8, which ends the connection.
	 * @param name what it is about
	 * @param sent the frames
	 * @return the case
	 */
	static ConformanceCase invalidText(String name, Frame... sent) {
		return of(name, WebSocketClient.bytes(sent), Frame.close(INVALID_CONTENT));
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * A case that lacks the answers to the frames that are in order.
	 */
	interface Lawful {

		ConformanceCase answeredBy(Frame... answers);

	}

}
