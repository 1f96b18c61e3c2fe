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

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.uwsgi4j.test.Packets;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebSocket connection whose client sends what it likes.
 */
final class WebSocketClient implements AutoCloseable {

	/** A key, and below what RFC 6455 says that the answer to it is. */
	static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

	static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

	private static final int TIMEOUT_MILLIS = 20_000;

	private final Socket socket;

	private final DataInputStream in;

	private final String head;

	/**
	 * Opens a connection.
	 * @param frontEnd the web server
	 * @param target the raw path and query
	 * @param headers further header lines of the handshake
	 */
	WebSocketClient(FrontEnd frontEnd, String target, String... headers) {
		this(frontEnd, target, new byte[0], headers);
	}

	/**
	 * Opens a connection, and does not wait for the answer before the first bytes are
	 * sent.
	 * @param frontEnd the web server
	 * @param target the raw path and query
	 * @param early what follows the handshake in the same write
	 * @param headers further header lines of the handshake
	 */
	WebSocketClient(FrontEnd frontEnd, String target, byte[] early, String... headers) {
		try {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), frontEnd.port());
			this.socket.setSoTimeout(TIMEOUT_MILLIS);
			this.socket.setTcpNoDelay(true);
			this.in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream(), 256));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		send(Packets.concat(Packets.octets(handshake(target, headers)), early));
		this.head = readHead();
		assertThat(this.head).startsWith("HTTP/1.1 101 ").contains("\r\nSec-WebSocket-Accept: " + ACCEPT + "\r\n");
	}

	private static String handshake(String target, String... headers) {
		List<String> lines = new ArrayList<>(List.of("GET " + target + " HTTP/1.1", "Host: app.example",
				"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + KEY));
		lines.addAll(Arrays.asList(headers));
		return String.join("\r\n", lines) + "\r\n\r\n";
	}

	/**
	 * Returns a header of the answer to the handshake.
	 * @param name its name
	 * @return its value
	 */
	Optional<String> header(String name) {
		return this.head.lines()
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).trim())
			.findFirst();
	}

	WebSocketClient send(Frame... frames) {
		return send(bytes(frames));
	}

	WebSocketClient send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends each octet by itself.
	 * @param bytes the octets
	 * @return this
	 */
	WebSocketClient sendOctetwise(byte[] bytes) {
		for (byte octet : bytes) {
			send(new byte[] { octet });
		}
		return this;
	}

	/**
	 * Reads a message or a control frame.
	 * @return a frame with the whole message, whatever its fragments were, or
	 * {@code null} at the end of the connection
	 */
	@Nullable Frame read() {
		Frame frame = readFrame();
		return (frame == null || frame.fin()) ? frame : join(frame);
	}

	/**
	 * Reads the one frame that is expected.
	 * @param frame the frame
	 * @return this
	 */
	WebSocketClient expect(Frame frame) {
		assertThat(read()).asString().isEqualTo(frame.toString());
		return this;
	}

	/**
	 * Reads up to the end of the connection.
	 * @return all messages and control frames
	 */
	List<Frame> readToEnd() {
		List<Frame> frames = new ArrayList<>();
		for (Frame frame = read(); frame != null; frame = read()) {
			frames.add(frame);
		}
		return frames;
	}

	/**
	 * Closes the connection as the protocol wants it.
	 */
	void leave() {
		send(Frame.close(1000));
		assertThat(readToEnd()).last().asString().isEqualTo("close 1000");
		close();
	}

	/**
	 * Goes away without a word: the connection is reset.
	 */
	void vanish() {
		try {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Puts frames together.
	 * @param frames the frames
	 * @return their bytes, one frame after the other
	 */
	static byte[] bytes(Frame... frames) {
		return Packets.concat(Arrays.stream(frames).map(Frame::toBytes).toArray(byte[][]::new));
	}

	private Frame join(Frame first) {
		ByteArrayOutputStream payload = new ByteArrayOutputStream();
		Frame frame = first;
		payload.writeBytes(frame.payload());
		while (!frame.fin()) {
			frame = Objects.requireNonNull(readFrame(), "the rest of a message");
			assertThat(frame.isContinuation()).as("%s continues a message", frame).isTrue();
			payload.writeBytes(frame.payload());
		}
		return new Frame(true, first.reserved(), first.opcode(), payload.toByteArray());
	}

	private @Nullable Frame readFrame() {
		try {
			int first = this.in.read();
			return (first < 0) ? null : readFrame(first);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Frame readFrame(int first) throws IOException {
		int second = this.in.readUnsignedByte();
		assertThat(second & 0x80).as("mask bit of a server").isZero();
		long length = second & 0x7f;
		if (length == 126) {
			length = this.in.readUnsignedShort();
		}
		else if (length == 127) {
			length = this.in.readLong();
		}
		byte[] payload = new byte[Math.toIntExact(length)];
		this.in.readFully(payload);
		return new Frame((first & 0x80) != 0, first >> 4 & 7, first & 0xf, payload);
	}

	private String readHead() {
		StringBuilder text = new StringBuilder();
		try {
			while (text.indexOf("\r\n\r\n") < 0) {
				int octet = this.in.read();
				if (octet < 0) {
					throw new AssertionError("'%s' ended too early".formatted(text));
				}
				text.append((char) octet);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("after '%s'".formatted(text), ex);
		}
		return text.toString();
	}

}
