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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends exchanges from an address that no server of the test has, and replaces in the
 * answers what is new each time.
 *
 * @param port the port of the web server
 * @param session the id of a session that exists
 */
record ExchangeClient(int port, String session) {

	/** The address that the client has. */
	static final String ADDRESS = "127.0.0.2";

	private static final int TIMEOUT = 20_000;

	private static final String DATE = "head: Date: {now}";

	private static final String NO_BOUNDARY = "{boundary}";

	private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([-\\w]+)");

	/**
	 * Sends a request and reads everything up to the close.
	 * @param exchange the request
	 * @return the answer in lines
	 */
	List<String> send(Exchange exchange) {
		String head = exchange.head()
			.replace(Exchange.HOST, "app.example:" + this.port)
			.replace(Exchange.SESSION, this.session);
		try (Socket socket = connect()) {
			write(socket, head, exchange.body());
			Answer answer = Answer.parse(readAll(socket.getInputStream()), head.startsWith("HEAD "));
			return comparable(answer, socket.getLocalPort());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(exchange.name(), ex);
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket();
		socket.bind(new InetSocketAddress(ADDRESS, 0));
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), TIMEOUT);
		socket.setSoTimeout(TIMEOUT);
		return socket;
	}

	private static void write(Socket socket, String head, byte[] body) throws IOException {
		byte[] text = (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
		socket.getOutputStream().write(text);
		try {
			socket.getOutputStream().write(body);
		}
		catch (IOException ex) {
			// A server that has no use for the body may end the connection; what it has
			// to say is read next.
		}
	}

	private static byte[] readAll(InputStream in) throws IOException {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		byte[] buffer = new byte[16_384];
		try {
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				received.write(buffer, 0, count);
			}
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// A reset, the other way in which a server ends a connection.
		}
		return received.toByteArray();
	}

	private List<String> comparable(Answer answer, int clientPort) {
		List<String> lines = answer.lines();
		String boundary = lines.stream()
			.map(BOUNDARY::matcher)
			.filter(Matcher::find)
			.map((matcher) -> matcher.group(1))
			.findFirst()
			.orElse(NO_BOUNDARY);
		List<String> comparable = new ArrayList<>();
		lines.forEach((line) -> comparable.add(comparable(line, clientPort).replace(boundary, "{boundary}")));
		if (!boundary.equals(NO_BOUNDARY)) {
			// Boundaries are of different lengths.
			comparable
				.replaceAll((line) -> line.startsWith("head: Content-Length: ") ? "head: Content-Length: {any}" : line);
		}
		// nginx puts its own date in front, and passes one that it was given where it
		// was.
		if (comparable.remove(DATE)) {
			comparable.add(DATE);
		}
		return comparable;
	}

	private String comparable(String line, int clientPort) {
		return withoutDate(line).replaceAll("\\b" + this.port + "\\b", "{port}")
			.replaceAll("\\b" + clientPort + "\\b", "{client port}")
			.replaceAll("\\b[0-9A-F]{32}\\b", Exchange.SESSION)
			.replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"{now}\"")
			.replaceAll("<div id='created'>[^<]*", "<div id='created'>{now}");
	}

	private static String withoutDate(String line) {
		String prefix = "head: Date: ";
		return (line.startsWith(prefix) && isNow(line.substring(prefix.length()))) ? DATE : line;
	}

	private static boolean isNow(String date) {
		try {
			Instant instant = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
			return Duration.between(instant, Instant.now()).abs().compareTo(Duration.ofMinutes(2)) < 0;
		}
		catch (DateTimeParseException ex) {
			return false;
		}
	}

}
