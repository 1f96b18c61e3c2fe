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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * HTTP in the test's own words, where a client would correct them.
 */
final class RawHttp implements AutoCloseable {

	private final Socket socket;

	RawHttp(FrontEnd frontEnd) {
		this(frontEnd, InetAddress.getLoopbackAddress());
	}

	/**
	 * Connects from a certain address.
	 * @param frontEnd the web server
	 * @param source an address of the loopback interface
	 */
	RawHttp(FrontEnd frontEnd, InetAddress source) {
		try {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), frontEnd.port(), source, 0);
			this.socket.setSoTimeout(20_000);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends a request and reads everything up to the close.
	 * @param frontEnd the web server
	 * @param lines the request line and headers, without those that end the connection
	 * @return the response as text
	 */
	static String exchange(FrontEnd frontEnd, String... lines) {
		try (RawHttp http = new RawHttp(frontEnd)) {
			return http.send(String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").readAll();
		}
	}

	/**
	 * Sends a request with a body on a connection of its own and reads everything up to
	 * the close. For requests whose body may not be wanted: nginx ends such connections,
	 * which a client that keeps them would notice with its next request.
	 * @param frontEnd the web server
	 * @param target the raw path
	 * @param contentType the type of the body
	 * @param body the body
	 * @return the response as text
	 */
	static String post(FrontEnd frontEnd, String target, String contentType, byte[] body) {
		try (RawHttp http = new RawHttp(frontEnd)) {
			return http
				.send("POST %s HTTP/1.1\r\nHost: app.example\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
					.formatted(target, contentType, body.length))
				.send("Connection: close\r\n\r\n")
				.send(body)
				.readAll();
		}
	}

	/**
	 * Sends a request without a body, after which the connection stays open.
	 * @param target the raw path
	 * @return this
	 */
	RawHttp get(String target) {
		return send("GET %s HTTP/1.1\r\nHost: app.example\r\n\r\n".formatted(target));
	}

	/**
	 * Sends text.
	 * @param text the text, as UTF-8
	 * @return this
	 */
	RawHttp send(String text) {
		return send(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends bytes.
	 * @param bytes the bytes
	 * @return this
	 */
	RawHttp send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns what comes back.
	 * @return the bytes that have not been read yet
	 */
	InputStream in() {
		try {
			return this.socket.getInputStream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the address of this end.
	 * @return address and port, separated by a colon
	 */
	String localAddress() {
		return this.socket.getLocalAddress().getHostAddress() + ":" + this.socket.getLocalPort();
	}

	/**
	 * Reads up to the close.
	 * @return everything
	 */
	String readAll() {
		try {
			return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads until some text was there.
	 * @param text the text
	 * @return everything up to and including the text
	 */
	String readUntil(String text) {
		StringBuilder seen = new StringBuilder();
		try {
			InputStream in = this.socket.getInputStream();
			while (seen.indexOf(text) < 0) {
				int octet = in.read();
				if (octet < 0) {
					throw new AssertionError("'%s' ended before '%s'".formatted(seen, text));
				}
				seen.append((char) octet);
			}
			return seen.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("after '%s'".formatted(seen), ex);
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

}
