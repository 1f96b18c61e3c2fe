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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A WebSocket frame, lawful or not.
 *
 * @param fin whether it ends a message
 * @param reserved the three reserved bits
 * @param opcode the kind of frame, 0 to 15
 * @param payload the payload, unmasked
 */
record Frame(boolean fin, int reserved, int opcode, byte[] payload) {

	private static final int CONTINUATION = 0;

	private static final int TEXT = 1;

	private static final int BINARY = 2;

	private static final int CLOSE = 8;

	private static final int PING = 9;

	private static final int PONG = 10;

	private static final byte[] MASK = { 0x37, (byte) 0xfa, 0x21, 0x3d };

	// Beyond this a digest tells payloads apart.
	private static final int SHORT = 32;

	static Frame text(String text) {
		return text(text.getBytes(StandardCharsets.UTF_8));
	}

	static Frame text(byte[] payload) {
		return new Frame(true, 0, TEXT, payload);
	}

	static Frame binary(byte[] payload) {
		return new Frame(true, 0, BINARY, payload);
	}

	static Frame continuation(String text) {
		return continuation(text.getBytes(StandardCharsets.UTF_8));
	}

	static Frame continuation(byte[] payload) {
		return new Frame(true, 0, CONTINUATION, payload);
	}

	static Frame ping(String text) {
		return ping(text.getBytes(StandardCharsets.UTF_8));
	}

	static Frame ping(byte[] payload) {
		return new Frame(true, 0, PING, payload);
	}

	static Frame pong(String text) {
		return pong(text.getBytes(StandardCharsets.UTF_8));
	}

	static Frame pong(byte[] payload) {
		return new Frame(true, 0, PONG, payload);
	}

	static Frame close(int code) {
		return close(code, new byte[0]);
	}

	static Frame close(int code, String reason) {
		return close(code, reason.getBytes(StandardCharsets.UTF_8));
	}

	static Frame close(int code, byte[] reason) {
		return close(ByteBuffer.allocate(2 + reason.length).putShort((short) code).put(reason).array());
	}

	static Frame close(byte[] payload) {
		return new Frame(true, 0, CLOSE, payload);
	}

	static Frame of(int opcode, String text) {
		return new Frame(true, 0, opcode, text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns the frame as one that another one continues.
	 * @return a frame without the final bit
	 */
	Frame unfinished() {
		return new Frame(false, this.reserved, this.opcode, this.payload);
	}

	Frame withReserved(int bits) {
		return new Frame(this.fin, bits, this.opcode, this.payload);
	}

	boolean isClose() {
		return this.opcode == CLOSE;
	}

	boolean isContinuation() {
		return this.opcode == CONTINUATION;
	}

	/**
	 * Returns the payload as text.
	 * @return the text, without the code if it is a close
	 */
	String text() {
		int start = (isClose()) ? Math.min(2, this.payload.length) : 0;
		return new String(this.payload, start, this.payload.length - start, StandardCharsets.UTF_8);
	}

	/**
	 * Returns the frame as a client sends it.
	 * @return the masked frame
	 */
	byte[] toBytes() {
		int length = this.payload.length;
		if (length < 126) {
			return toBytes(length);
		}
		byte[] bytes = new byte[(length < 65_536) ? 2 : 8];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) ((long) length >> (8 * (bytes.length - 1 - i)));
		}
		return toBytes((length < 65_536) ? 126 : 127, bytes);
	}

	/**
	 * Returns the frame with a length of one's choice.
	 * @param length the short length, 126 or 127 to announce a long one
	 * @param longLength the bytes of the long length
	 * @return the masked frame
	 */
	byte[] toBytes(int length, byte... longLength) {
		ByteBuffer bytes = head(0x80 | length, longLength.length + MASK.length + this.payload.length);
		bytes.put(longLength).put(MASK);
		for (int i = 0; i < this.payload.length; i++) {
			bytes.put((byte) (this.payload[i] ^ MASK[i % MASK.length]));
		}
		return bytes.array();
	}

	/**
	 * Returns a short frame as a server sends it, and a client must not.
	 * @return the frame without a mask
	 */
	byte[] toUnmaskedBytes() {
		return head(this.payload.length, this.payload.length).put(this.payload).array();
	}

	private ByteBuffer head(int secondOctet, int rest) {
		int first = (this.fin ? 0x80 : 0) | this.reserved << 4 | this.opcode;
		return ByteBuffer.allocate(2 + rest).put((byte) first).put((byte) secondOctet);
	}

	/**
	 * Describes the frame so that two of them can be compared: all of it, but of a close
	 * only the code, as the reason is free.
	 */
	@Override
	public String toString() {
		if (isClose()) {
			return (this.payload.length < 2) ? "close" : "close " + (ByteBuffer.wrap(this.payload).getShort() & 0xffff);
		}
		String content = (this.payload.length <= SHORT) ? HexFormat.of().formatHex(this.payload)
				: Payload.digest(this.payload);
		return "%s%s%s[%d] %s".formatted(kind(), this.fin ? "" : "...",
				(this.reserved != 0) ? " rsv=" + this.reserved : "", this.payload.length, content);
	}

	private String kind() {
		return switch (this.opcode) {
			case CONTINUATION -> "continuation";
			case TEXT -> "text";
			case BINARY -> "binary";
			case PING -> "ping";
			case PONG -> "pong";
			default -> "opcode " + this.opcode;
		};
	}

}
