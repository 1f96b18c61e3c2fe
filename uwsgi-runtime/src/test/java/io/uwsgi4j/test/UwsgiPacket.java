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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One request under construction, filled with the variables of nginx's stock
 * {@code uwsgi_params} in nginx's order. Every part of it can be replaced by something
 * illegal. Names and values are strings of octets: a char is a byte.
 */
public final class UwsgiPacket {

	private final List<Map.Entry<String, String>> vars = new ArrayList<>();

	private int modifier1;

	private int modifier2;

	private int datasize = -1;

	private byte[] body = new byte[0];

	private UwsgiPacket() {
	}

	/**
	 * Starts a packet without any variable.
	 * @return the packet
	 */
	public static UwsgiPacket empty() {
		return new UwsgiPacket();
	}

	/**
	 * Starts a GET request.
	 * @param target the raw request target
	 * @return the packet
	 */
	public static UwsgiPacket get(String target) {
		return request("GET", target);
	}

	/**
	 * Starts a POST request with a body and a truthful length.
	 * @param target the raw request target
	 * @param body the body
	 * @return the packet
	 */
	public static UwsgiPacket post(String target, byte[] body) {
		return request("POST", target).set("CONTENT_TYPE", "application/octet-stream")
			.set("CONTENT_LENGTH", String.valueOf(body.length))
			.body(body);
	}

	/**
	 * Starts a POST request that announces a body but does not contain it.
	 * @param target the raw request target
	 * @param length the announced length
	 * @return the packet
	 */
	public static UwsgiPacket announce(String target, long length) {
		return request("POST", target).set("CONTENT_TYPE", "application/octet-stream")
			.set("CONTENT_LENGTH", String.valueOf(length));
	}

	/**
	 * Starts a request as nginx sends it.
	 * @param method the method
	 * @param target the raw request target in origin form
	 * @return the packet
	 */
	public static UwsgiPacket request(String method, String target) {
		int question = target.indexOf('?');
		String path = (question < 0) ? target : target.substring(0, question);
		String query = (question < 0) ? "" : target.substring(question + 1);
		return new UwsgiPacket().var("QUERY_STRING", query)
			.var("REQUEST_METHOD", method)
			.var("CONTENT_TYPE", "")
			.var("CONTENT_LENGTH", "")
			.var("REQUEST_URI", target)
			.var("PATH_INFO", DocumentUri.of(path))
			.var("DOCUMENT_ROOT", "/usr/share/nginx/html")
			.var("SERVER_PROTOCOL", "HTTP/1.1")
			.var("REQUEST_SCHEME", "http")
			.var("REMOTE_ADDR", "192.0.2.7")
			.var("REMOTE_PORT", "40404")
			.var("SERVER_PORT", "8080")
			.var("SERVER_NAME", "app.example")
			.header("Host", "app.example:8080")
			.header("User-Agent", "uwsgi4j-test")
			.header("Accept", "*/*");
	}

	/**
	 * Appends a variable, whether or not the name is already there.
	 * @param name the name
	 * @param value the value
	 * @return this packet
	 */
	public UwsgiPacket var(String name, String value) {
		this.vars.add(Map.entry(name, value));
		return this;
	}

	/**
	 * Replaces a variable in place, or appends it.
	 * @param name the name
	 * @param value the value
	 * @return this packet
	 */
	public UwsgiPacket set(String name, String value) {
		for (int i = 0; i < this.vars.size(); i++) {
			if (this.vars.get(i).getKey().equals(name)) {
				this.vars.set(i, Map.entry(name, value));
				return this;
			}
		}
		return var(name, value);
	}

	/**
	 * Removes variables.
	 * @param names the names
	 * @return this packet
	 */
	public UwsgiPacket without(String... names) {
		List<String> unwanted = List.of(names);
		this.vars.removeIf((var) -> unwanted.contains(var.getKey()));
		return this;
	}

	/**
	 * Appends a client header the way nginx names it.
	 * @param name the header name
	 * @param value the value
	 * @return this packet
	 */
	public UwsgiPacket header(String name, String value) {
		return var("HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), value);
	}

	/**
	 * Turns the request into one with a chunked body as uWSGI's http router forwards it:
	 * no length, the chunk framing untouched.
	 * @param framed the body with its framing
	 * @return this packet
	 */
	public UwsgiPacket chunked(byte[] framed) {
		return set("REQUEST_METHOD", "POST").without("CONTENT_LENGTH")
			.header("Transfer-Encoding", "chunked")
			.body(framed);
	}

	/**
	 * Sets the bytes sent after the block; announces nothing.
	 * @param bytes the body
	 * @return this packet
	 */
	public UwsgiPacket body(byte[] bytes) {
		this.body = bytes;
		return this;
	}

	/**
	 * Sets the first modifier.
	 * @param modifier the value
	 * @return this packet
	 */
	public UwsgiPacket modifier1(int modifier) {
		this.modifier1 = modifier;
		return this;
	}

	/**
	 * Sets the second modifier.
	 * @param modifier the value
	 * @return this packet
	 */
	public UwsgiPacket modifier2(int modifier) {
		this.modifier2 = modifier;
		return this;
	}

	/**
	 * Announces a size of the block that need not be true.
	 * @param size the announced size
	 * @return this packet
	 */
	public UwsgiPacket datasize(int size) {
		this.datasize = size;
		return this;
	}

	/**
	 * Appends a header that makes the block exactly as long as wanted.
	 * @param length the wanted length of the block
	 * @return this packet
	 */
	public UwsgiPacket padTo(int length) {
		String name = "HTTP_X_PADDING";
		int missing = length - block().length - 4 - name.length();
		if (missing < 0) {
			throw new IllegalArgumentException("block: %d bytes too long".formatted(-missing));
		}
		return var(name, "p".repeat(missing));
	}

	/**
	 * Returns the number of variables.
	 * @return the number
	 */
	public int size() {
		return this.vars.size();
	}

	/**
	 * Returns the var block.
	 * @return the block
	 */
	public byte[] block() {
		return Packets.encode(this.vars.stream().map((var) -> Packets.var(var.getKey(), var.getValue())).toList());
	}

	/**
	 * Returns header and var block.
	 * @return everything but the body
	 */
	public byte[] head() {
		byte[] block = block();
		int size = (this.datasize < 0) ? block.length : this.datasize;
		return Packets.concat(Packets.header(this.modifier1, size, this.modifier2), block);
	}

	/**
	 * Returns the whole packet.
	 * @return header, block and body
	 */
	public byte[] toBytes() {
		return Packets.concat(head(), this.body);
	}

	@Override
	public String toString() {
		return "%d/%d %s +%d".formatted(this.modifier1, this.modifier2, this.vars, this.body.length);
	}

}
