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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.uwsgi4j.test.Packets;

/**
 * Bytes that are sent to our connector and to uWSGI, and what they say if they are read
 * strictly.
 */
final class SentPacket {

	private final String name;

	private final byte[] bytes;

	private final boolean held;

	private final List<Map.Entry<String, String>> variables = new ArrayList<>();

	private final boolean malformed;

	private SentPacket(String name, byte[] bytes, boolean held) {
		this.name = name;
		this.bytes = bytes;
		this.held = held;
		this.malformed = !isIncomplete() && !readVariables();
	}

	/**
	 * Creates a packet after which the client ends its side of the connection.
	 * @param name what it is called
	 * @param bytes the bytes
	 * @return the packet
	 */
	static SentPacket ended(String name, byte[] bytes) {
		return new SentPacket(name, bytes, false);
	}

	/**
	 * Creates a packet after which the client waits.
	 * @return the packet
	 */
	SentPacket held() {
		return new SentPacket(this.name + " (held)", this.bytes, true);
	}

	byte[] bytes() {
		return this.bytes;
	}

	boolean isHeld() {
		return this.held;
	}

	/**
	 * Returns whether less has been sent than the header announces.
	 * @return whether the rest of the header or of the variables is missing
	 */
	boolean isIncomplete() {
		return this.bytes.length < Packets.HEADER_LENGTH + size();
	}

	/**
	 * Returns whether the variables cannot be told apart.
	 * @return whether a length is wrong or a name is missing
	 */
	boolean isMalformed() {
		return this.malformed;
	}

	int size() {
		return (this.bytes.length < Packets.HEADER_LENGTH) ? 0 : octet(1) + 256 * octet(2);
	}

	/**
	 * Returns what kind of packet it is.
	 * @return the first modifier, -1 if there is no byte at all
	 */
	int modifier() {
		return (this.bytes.length > 0) ? octet(0) : -1;
	}

	int count() {
		return this.variables.size();
	}

	Stream<String> names() {
		return this.variables.stream().map(Map.Entry::getKey);
	}

	/**
	 * Returns the values of a variable.
	 * @param variable its name
	 * @return the values in the order of the packet
	 */
	List<String> values(String variable) {
		return this.variables.stream()
			.filter((entry) -> entry.getKey().equals(variable))
			.map(Map.Entry::getValue)
			.toList();
	}

	/**
	 * Returns the value that counts.
	 * @param variable the name of a variable
	 * @return its last value, empty if there is none
	 */
	String value(String variable) {
		List<String> values = values(variable);
		return values.isEmpty() ? "" : values.get(values.size() - 1);
	}

	/**
	 * Returns all variables.
	 * @return names and values
	 */
	List<Map.Entry<String, String>> variables() {
		return List.copyOf(this.variables);
	}

	/**
	 * Returns what follows the variables.
	 * @return the body and whatever is behind it
	 */
	byte[] rest() {
		return isIncomplete() ? new byte[0]
				: Arrays.copyOfRange(this.bytes, Packets.HEADER_LENGTH + size(), this.bytes.length);
	}

	@Override
	public String toString() {
		return this.name;
	}

	private boolean readVariables() {
		int position = Packets.HEADER_LENGTH;
		int end = position + size();
		while (position < end) {
			Optional<String> key = read(position, end);
			if (key.isEmpty() || key.get().isEmpty()) {
				return false;
			}
			position += 2 + key.get().length();
			Optional<String> value = read(position, end);
			if (value.isEmpty()) {
				return false;
			}
			position += 2 + value.get().length();
			this.variables.add(Map.entry(key.get(), value.get()));
		}
		return true;
	}

	private Optional<String> read(int position, int end) {
		if (position + 2 > end) {
			return Optional.empty();
		}
		int length = octet(position) + 256 * octet(position + 1);
		return (position + 2 + length > end) ? Optional.empty()
				: Optional.of(new String(this.bytes, position + 2, length, StandardCharsets.ISO_8859_1));
	}

	private int octet(int index) {
		return Byte.toUnsignedInt(this.bytes[index]);
	}

}
