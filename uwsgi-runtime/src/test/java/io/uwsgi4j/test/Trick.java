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

package io.uwsgi4j.test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request that tries to be taken for another one, or for two, and what has to become of
 * it: on the wire, and if a client can say it, behind nginx.
 */
public final class Trick {

	private static final String HOST = "app.example";

	private final String name;

	private UwsgiPacket packet;

	private String http;

	private boolean cutOff;

	private Outcome wire;

	private Outcome proxied;

	private Trick(String name) {
		this.name = name;
	}

	/**
	 * Begins with a target, as a client writes it and as nginx passes it on.
	 * @param target the raw target
	 * @return the trick
	 */
	public static Trick target(String target) {
		return method("GET", target).named(target);
	}

	/**
	 * Begins with a method.
	 * @param method the method
	 * @param target the raw target
	 * @return the trick
	 */
	public static Trick method(String method, String target) {
		return new Trick(method + " " + target).with(UwsgiPacket.request(method, target))
			.with(head(method, target, HOST));
	}

	/**
	 * Begins with headers.
	 * @param lines names and values
	 * @return the trick
	 */
	public static Trick headers(String... lines) {
		UwsgiPacket packet = UwsgiPacket.get("/");
		for (String line : lines) {
			int colon = line.indexOf(": ");
			packet.header(line.substring(0, colon), line.substring(colon + 2));
		}
		return new Trick(String.join(" and ", lines)).with(packet).with(head("GET", "/", HOST, lines));
	}

	/**
	 * Begins with a host.
	 * @param host the host
	 * @return the trick
	 */
	public static Trick host(String host) {
		return new Trick("host '%s'".formatted(host)).with(UwsgiPacket.get("/").set("HTTP_HOST", host))
			.with(head("GET", "/", host));
	}

	/**
	 * Begins with a body and what is said about its length.
	 * @param length the length
	 * @param body the body
	 * @return the trick
	 */
	public static Trick length(String length, String body) {
		return new Trick("length '%s' of '%s'".formatted(length, body))
			.with(UwsgiPacket.request("POST", "/").set("CONTENT_LENGTH", length).body(Packets.octets(body)))
			.with(head("POST", "/", HOST, "Content-Length: " + length) + body);
	}

	/**
	 * Begins with a body of unknown length and what is said about its encoding.
	 * @param encoding the encoding
	 * @param framed the body
	 * @return the trick
	 */
	public static Trick encoding(String encoding, String framed) {
		return new Trick("encoding '%s' of '%s'".formatted(encoding, framed))
			.with(UwsgiPacket.request("POST", "/").header("Transfer-Encoding", encoding).body(Packets.octets(framed)))
			.with(head("POST", "/", HOST, "Transfer-Encoding: " + encoding) + framed);
	}

	/**
	 * Begins with a body in chunks.
	 * @param framed the body with its framing
	 * @return the trick
	 */
	public static Trick chunked(String framed) {
		return encoding("chunked", framed).named("chunks '%s'".formatted(framed));
	}

	/**
	 * Begins with a packet that no client makes nginx send.
	 * @param name what it tries
	 * @param packet the packet
	 * @return the trick
	 */
	public static Trick packet(String name, UwsgiPacket packet) {
		return new Trick(name).with(packet);
	}

	/**
	 * Begins with a request of which nginx makes another one than it seems, or none.
	 * @param lines the lines of the request up to the last one of its body
	 * @return the trick
	 */
	public static Trick http(String... lines) {
		return new Trick(String.join("\r\n", lines)).with(String.join("\r\n", lines));
	}

	/**
	 * Says that it is served.
	 * @param lines what the application has to tell of it, or with an exclamation mark in
	 * front, what it must not
	 * @return the trick
	 */
	public Trick isSeen(String... lines) {
		return becomes(Outcome.served(lines));
	}

	/**
	 * Says that it is answered without the application.
	 * @param status the status
	 * @return the trick
	 */
	public Trick isAnswered(int status) {
		return becomes(Outcome.answered(status));
	}

	/**
	 * Says that the application fails to read it.
	 * @param status the status
	 * @return the trick
	 */
	public Trick failsWith(int status) {
		return becomes(Outcome.failed(status));
	}

	/**
	 * Says that its packet is served, and what the application has to tell of it if the
	 * request has come through nginx.
	 * @param lines as in {@link #isSeen}
	 * @return the trick
	 */
	public Trick butProxiedIsSeen(String... lines) {
		this.proxied = Outcome.served(lines);
		return this;
	}

	/**
	 * Says that nginx answers otherwise than the connector would.
	 * @param status the status, 0 for none at all
	 * @return the trick
	 */
	public Trick butProxiedIsAnswered(int status) {
		this.proxied = Outcome.answered(status);
		return this;
	}

	/**
	 * Says that its packet cannot come from nginx.
	 * @return the trick
	 */
	public Trick butIsNotSentByProxies() {
		this.http = null;
		return this;
	}

	/**
	 * Says that nothing follows, not even the rest of the request.
	 * @return the trick
	 */
	public Trick butIsCutOff() {
		this.cutOff = true;
		return this;
	}

	/**
	 * Puts another packet in place of the one that nginx would send.
	 * @param other the packet
	 * @return the trick
	 */
	public Trick with(UwsgiPacket other) {
		this.packet = other;
		return this;
	}

	/**
	 * Returns whether there is a packet.
	 * @return whether it can be tried on the wire
	 */
	public boolean isPacket() {
		return this.packet != null;
	}

	/**
	 * Returns whether there is a request.
	 * @return whether it can be tried behind nginx
	 */
	public boolean isRequest() {
		return this.http != null;
	}

	/**
	 * Returns whether the end of what is sent is to be told.
	 * @return whether nothing follows
	 */
	public boolean isCutOff() {
		return this.cutOff;
	}

	/**
	 * Returns what is sent to the connector, and behind it another request that nobody
	 * has asked for.
	 * @return the bytes
	 */
	public byte[] wireBytes() {
		return this.cutOff ? this.packet.toBytes() : Packets.concat(this.packet.toBytes(), hidden());
	}

	/**
	 * Returns what is sent to nginx, and behind it another request that nobody has asked
	 * for, as the connection was to be closed.
	 * @return the bytes
	 */
	public byte[] requestBytes() {
		return this.cutOff ? Packets.octets(this.http) : Packets.concat(Packets.octets(this.http), hidden());
	}

	/**
	 * Returns what becomes of the packet.
	 * @return the outcome
	 */
	public Outcome wire() {
		return this.wire;
	}

	/**
	 * Returns what becomes of the request.
	 * @return the outcome
	 */
	public Outcome proxied() {
		return (this.proxied != null) ? this.proxied : this.wire;
	}

	@Override
	public String toString() {
		return Telling.escape((this.name.length() > 80) ? this.name.substring(0, 80) + "..." : this.name);
	}

	private static byte[] hidden() {
		return Packets.concat(UwsgiPacket.get(Telling.HIDDEN).toBytes(),
				Packets.octets("\r\n" + head("GET", Telling.HIDDEN, HOST)));
	}

	private static String head(String method, String target, String host, String... lines) {
		return "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n".formatted(method, target, host)
				+ String.join("", Arrays.stream(lines).map((line) -> line + "\r\n").toList()) + "\r\n";
	}

	private Trick with(String request) {
		this.http = request;
		return this;
	}

	private Trick named(String other) {
		Trick trick = new Trick(other);
		trick.packet = this.packet;
		trick.http = this.http;
		return trick;
	}

	private Trick becomes(Outcome outcome) {
		this.wire = outcome;
		return this;
	}

	/**
	 * What becomes of a request.
	 *
	 * @param status the status, 0 if the connection just ends
	 * @param told what the application has to tell of it
	 * @param calls how often the application may be called for it
	 */
	public record Outcome(int status, List<String> told, Set<Integer> calls) {

		static Outcome served(String... lines) {
			return new Outcome(200, List.of(lines), Set.of(1));
		}

		static Outcome answered(int status) {
			return new Outcome(status, List.of(), (status != 0) ? Set.of(0) : Set.of(0, 1));
		}

		static Outcome failed(int status) {
			return new Outcome(status, List.of(), Set.of(1));
		}

		/**
		 * Checks an answer.
		 * @param answer the answer
		 * @param called the requests that have reached the application, the last of them
		 * one that was sent to see whether it still serves
		 */
		public void check(byte[] answer, List<String> called) {
			if (this.status == 0) {
				assertThat(answer).isEmpty();
			}
			else {
				check(Response.parse(answer));
			}
			assertThat(called).endsWith(Telling.NEXT).doesNotContain(Telling.HIDDEN);
			assertThat(this.calls).as("calls for %s", called).contains(called.size() - 1);
		}

		private void check(Response response) {
			assertThat(response.status()).as("%s", response).isEqualTo(this.status);
			assertThat(new String(response.raw(), StandardCharsets.ISO_8859_1)).containsOnlyOnce("HTTP/1.1 ");
			List<String> lines = response.text().lines().toList();
			for (String line : this.told) {
				if (line.startsWith("!")) {
					assertThat(lines).noneMatch((other) -> other.startsWith(line.substring(1)));
				}
				else {
					assertThat(lines).contains(line);
				}
			}
		}

	}

}
