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

package io.uwsgi4j.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.uwsgi4j.protocol.PacketException.Fault;
import org.jspecify.annotations.Nullable;

/**
 * The decoder finds in a packet what a much simpler one finds, however the bytes arrive,
 * whatever it has decoded before, and also if another decoder has begun.
 */
public final class PacketDecoderFuzz {

	private static final PacketLimits NARROW = new PacketLimits(1024, 8);

	private PacketDecoderFuzz() {
	}

	/**
	 * Decodes a packet and what follows it.
	 * @param input what has been received
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		check(input, PacketLimits.defaults());
		check(input, NARROW);
	}

	private static void check(byte[] input, PacketLimits limits) {
		Outcome expected = expect(input, limits);
		PacketDecoder decoder = new PacketDecoder(limits);
		same(expected, decode(decoder, input, input.length), "in one piece");
		same(expected, decode(decoder, input, 1), "byte by byte, in a used decoder");
		same(expected, decode(decoder, input, 7), "seven bytes at a time");
		for (int split : new int[] { 1, 3, PacketDecoder.HEADER_SIZE, input.length / 2, input.length - 1 }) {
			same(expected, decodeInTwo(input, split, limits), "by another decoder from byte " + split);
		}
	}

	private static void same(Outcome expected, Outcome found, String how) {
		if (!expected.equals(found)) {
			throw new AssertionError(how + ": " + found + " (expected: " + expected + ")");
		}
	}

	private static Outcome decode(PacketDecoder decoder, byte[] input, int size) {
		decoder.reset();
		try {
			boolean complete = false;
			int position = 0;
			while (!complete && position < input.length) {
				int end = Math.min(input.length, position + Math.max(1, size));
				ByteBuffer piece = ByteBuffer.wrap(input, position, end - position);
				complete = decoder.decode(piece);
				position = piece.position();
				check(complete || position == end, "An incomplete packet takes all there is");
				check(decoder.received() == position, "Every byte that is taken is counted");
			}
			check(Arrays.equals(decoder.receivedBytes(), Arrays.copyOf(input, position)), "Nothing changes");
			return complete ? found(decoder, input.length - position) : Outcome.INCOMPLETE;
		}
		catch (PacketException ex) {
			check(ex.getMessage() != null, "A fault has a message");
			return Outcome.of(ex.fault());
		}
	}

	private static Outcome decodeInTwo(byte[] input, int split, PacketLimits limits) {
		int first = Math.max(0, Math.min(split, input.length));
		PacketDecoder decoder = new PacketDecoder(limits);
		try {
			ByteBuffer begin = ByteBuffer.wrap(input, 0, first);
			if (decoder.decode(begin)) {
				return found(decoder, input.length - begin.position());
			}
			PacketDecoder next = new PacketDecoder(limits);
			check(!next.decode(ByteBuffer.wrap(decoder.receivedBytes())), "The second decoder knows no more");
			ByteBuffer rest = ByteBuffer.wrap(input, first, input.length - first);
			return next.decode(rest) ? found(next, rest.remaining()) : Outcome.INCOMPLETE;
		}
		catch (PacketException ex) {
			return Outcome.of(ex.fault());
		}
	}

	private static Outcome found(PacketDecoder decoder, int rest) throws PacketException {
		VarBlock block = decoder.vars();
		check(decoder.received() == PacketDecoder.packetSize(decoder.receivedBytes()), "The size is the announced one");
		List<Map.Entry<String, String>> vars = new ArrayList<>();
		for (int i = 0; i < block.size(); i++) {
			int end = block.valueStart(i) + block.valueLength(i);
			check(block.nameLength(i) > 0 && block.valueLength(i) >= 0, "Lengths make sense");
			check(block.nameStart(i) >= 2 && end <= decoder.blockSize(), "A variable lies within the block");
			check(block.isNamed(i, block.name(i)), "A variable has its name");
			vars.add(Map.entry(block.name(i), block.value(i)));
		}
		return new Outcome(null, vars, rest);
	}

	private static void check(boolean condition, String promise) {
		if (!condition) {
			throw new AssertionError(promise);
		}
	}

	private static Outcome expect(byte[] input, PacketLimits limits) {
		if (input.length < PacketDecoder.HEADER_SIZE) {
			return Outcome.INCOMPLETE;
		}
		if (PacketDecoder.isForeign(input)) {
			return Outcome.of(Fault.FOREIGN_PROTOCOL);
		}
		int size = Byte.toUnsignedInt(input[1]) + 256 * Byte.toUnsignedInt(input[2]);
		if (size > limits.maxBlockSize()) {
			return Outcome.of(Fault.BLOCK_TOO_LARGE);
		}
		int rest = input.length - PacketDecoder.HEADER_SIZE - size;
		return (rest >= 0) ? expectVars(Arrays.copyOfRange(input, 4, 4 + size), rest, limits) : Outcome.INCOMPLETE;
	}

	private static Outcome expectVars(byte[] block, int rest, PacketLimits limits) {
		List<Map.Entry<String, String>> vars = new ArrayList<>();
		StringBuilder left = new StringBuilder();
		for (byte octet : block) {
			left.append((char) Byte.toUnsignedInt(octet));
		}
		while (!left.isEmpty()) {
			String name = take(left);
			String value = (name == null || name.isEmpty()) ? null : take(left);
			if (value == null) {
				return Outcome.of(Fault.MALFORMED_BLOCK);
			}
			if (vars.size() == limits.maxVars()) {
				return Outcome.of(Fault.TOO_MANY_VARS);
			}
			vars.add(Map.entry(name, value));
		}
		return new Outcome(null, vars, rest);
	}

	private static @Nullable String take(StringBuilder left) {
		if (left.length() < 2) {
			return null;
		}
		int end = 2 + left.charAt(0) + 256 * left.charAt(1);
		if (end > left.length()) {
			return null;
		}
		String text = left.substring(2, end);
		left.delete(0, end);
		return text;
	}

	/**
	 * What becomes of a packet.
	 *
	 * @param fault what is wrong with it, or {@code null} if nothing is
	 * @param vars its variables, {@code null} if there is a fault or something is missing
	 * @param rest how many bytes follow it
	 */
	private record Outcome(@Nullable Fault fault, @Nullable List<Map.Entry<String, String>> vars, int rest) {

		private static final Outcome INCOMPLETE = new Outcome(null, null, 0);

		private static Outcome of(Fault fault) {
			return new Outcome(Objects.requireNonNull(fault), null, 0);
		}

	}

}
