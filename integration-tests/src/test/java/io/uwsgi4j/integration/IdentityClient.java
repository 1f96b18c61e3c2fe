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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;

/**
 * Asks an {@link IdentityServlet} who it takes client and server for.
 */
final class IdentityClient {

	/** An address that none of the servers has. */
	static final String ADDRESS = "127.0.0.3";

	private static final int TIMEOUT = 20_000;

	private final SSLContext tls;

	/**
	 * Creates a client.
	 * @param tls the client's end of TLS, or {@code null} for plain HTTP
	 */
	IdentityClient(SSLContext tls) {
		this.tls = tls;
	}

	/**
	 * Asks.
	 * @param port the port of the web server
	 * @param headers all headers but {@code Connection}
	 * @return what the application has told, by name, and the port of the client as
	 * {@code clientPort}
	 */
	Map<String, String> ask(int port, String... headers) {
		return askAt("/who?are=you", port, headers);
	}

	Map<String, String> askAt(String target, int port, String... headers) {
		List<String> lines = new ArrayList<>(List.of("GET %s HTTP/1.1".formatted(target), "Connection: close"));
		lines.addAll(List.of(headers));
		try (Socket socket = connect(port)) {
			socket.getOutputStream()
				.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Map<String, String> told = parse(answer);
			told.put("clientPort", String.valueOf(socket.getLocalPort()));
			return told;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Socket connect(int port) throws IOException {
		Socket socket = new Socket();
		socket.bind(new InetSocketAddress(ADDRESS, 0));
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT);
		socket.setSoTimeout(TIMEOUT);
		return (this.tls != null) ? this.tls.getSocketFactory().createSocket(socket, "app.example", port, true)
				: socket;
	}

	/**
	 * Takes an answer apart.
	 * @param answer head and body
	 * @return what was told
	 */
	static Map<String, String> parse(String answer) {
		if (!answer.startsWith("HTTP/1.1 200")) {
			throw new AssertionError(answer);
		}
		Map<String, String> told = new LinkedHashMap<>();
		answer.lines().filter((line) -> line.contains("=")).forEach((line) -> {
			int equals = line.indexOf('=');
			told.put(line.substring(0, equals), line.substring(equals + 1));
		});
		return told;
	}

}
