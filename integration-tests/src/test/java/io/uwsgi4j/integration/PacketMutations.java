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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.uwsgi4j.test.Packets;

/**
 * Changes packets in a few ways, the same each time: as a broken network, a broken proxy
 * and somebody who means it would.
 */
final class PacketMutations {

	private static final List<String> NAMES = List.of("CONTENT_LENGTH", "CONTENT_TYPE", "REQUEST_METHOD", "REQUEST_URI",
			"PATH_INFO", "SCRIPT_NAME", "QUERY_STRING", "SERVER_PROTOCOL", "SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR",
			"REMOTE_USER", "HTTPS", "REQUEST_SCHEME", "HTTP_HOST", "HTTP_TRANSFER_ENCODING", "HTTP_X_FORWARDED_PROTO",
			"HTTP_UPGRADE", "HTTP_CONNECTION", "HTTP_COOKIE", "HTTP_", "http_x");

	private static final List<String> VALUES = List.of("", "0", "1", "5", "-1", "00", "4294967297", "GET", "POST", "*",
			"/", "/a/../b", "/..", "/a%2Fb", "/a;b=c/d", "/caf\u00c3\u00a9", "/a b", "//a", "/a?b=c", "?b",
			"http://a/b", "https", "on", "chunked", "gzip, chunked", "a:81", "[::1]", "a b", "a_b", "a\r\nX: 1",
			"\u0000", "\u00ff", "HTTP/1.0", "HTTP/2.0", "unix:", "::1", "upgrade");

	private final Random random;

	private final List<SentPacket> originals;

	private PacketMutations(List<SentPacket> originals, long seed) {
		this.originals = originals;
		this.random = new Random(seed);
	}

	/**
	 * Changes packets.
	 * @param originals the packets, whose variables are well-formed
	 * @param count how many changed ones there are to be
	 * @param seed what decides about the changes
	 * @return the changed packets
	 */
	static List<SentPacket> of(List<SentPacket> originals, int count, long seed) {
		PacketMutations mutations = new PacketMutations(originals, seed);
		return IntStream.range(0, count)
			.mapToObj(mutations::next)
			.filter((packet) -> !PacketRules.isDeadly(packet))
			.toList();
	}

	private SentPacket next(int number) {
		SentPacket original = pick(this.originals);
		Kind kind = pick(List.of(Kind.values()));
		byte[] changed = change(kind, original);
		return SentPacket.ended("mutation %d: %s in %s".formatted(number, kind, original), changed);
	}

	private byte[] change(Kind kind, SentPacket original) {
		if (kind == Kind.CUT) {
			return Arrays.copyOf(original.bytes(), this.random.nextInt(original.bytes().length));
		}
		return (kind.ordinal() > Kind.CUT.ordinal()) ? changeVariables(kind, original) : changeOctet(kind, original);
	}

	private byte[] changeOctet(Kind kind, SentPacket original) {
		byte[] bytes = original.bytes().clone();
		int index = switch (kind) {
			case MODIFIER -> 0;
			case SIZE -> 1;
			case LENGTH -> lengthOf(original.variables(), this.random.nextInt(original.count()));
			default -> this.random.nextInt(bytes.length);
		};
		int octet = switch (kind) {
			case BIT -> bytes[index] ^ 1 << this.random.nextInt(8);
			case SIZE, LENGTH -> bytes[index] + this.random.nextInt(9) - 4;
			default -> this.random.nextInt(256);
		};
		bytes[index] = (byte) octet;
		return bytes;
	}

	private byte[] changeVariables(Kind kind, SentPacket original) {
		List<Map.Entry<String, String>> variables = new ArrayList<>(original.variables());
		int index = this.random.nextInt(variables.size());
		Map.Entry<String, String> variable = variables.get(index);
		switch (kind) {
			case REPEATED -> variables.add(variable);
			case REMOVED -> variables.remove(index);
			case EMPTIED -> variables.set(index, Map.entry(variable.getKey(), ""));
			case SWAPPED -> Collections.swap(variables, index, this.random.nextInt(variables.size()));
			case VALUE -> variables.set(index, Map.entry(variable.getKey(), pick(VALUES)));
			case NAME -> variables.set(index, Map.entry(pick(NAMES), variable.getValue()));
			default -> variables.add(index, Map.entry(pick(NAMES), pick(VALUES)));
		}
		return encode(original, variables);
	}

	// Of a name or of a value.
	private int lengthOf(List<Map.Entry<String, String>> variables, int index) {
		int position = Packets.HEADER_LENGTH;
		for (Map.Entry<String, String> before : variables.subList(0, index)) {
			position += 4 + before.getKey().length() + before.getValue().length();
		}
		return (this.random.nextBoolean()) ? position : position + 2 + variables.get(index).getKey().length();
	}

	private static byte[] encode(SentPacket original, List<Map.Entry<String, String>> variables) {
		byte[] block = Packets
			.encode(variables.stream().map((entry) -> Packets.var(entry.getKey(), entry.getValue())).toList());
		return Packets.concat(Packets.packet(original.modifier(), 0, block), original.rest());
	}

	private <T> T pick(List<T> all) {
		return all.get(this.random.nextInt(all.size()));
	}

	/**
	 * What is changed: bytes, whatever they mean, or variables.
	 */
	private enum Kind {

		BIT, OCTET, SIZE, LENGTH, MODIFIER, CUT, REPEATED, REMOVED, EMPTIED, SWAPPED, VALUE, NAME, ADDED

	}

}
