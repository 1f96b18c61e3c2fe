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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The bytes of a uwsgi packet, without any opinion about what is legal.
 *
 * <pre>
 * packet   = modifier1 (u8) datasize (u16 LE) modifier2 (u8) var*
 * var      = keylen (u16 LE) key vallen (u16 LE) value
 * </pre>
 */
public final class Packets {

	/** The length of the packet header. */
	public static final int HEADER_LENGTH = 4;

	private Packets() {
	}

	/**
	 * Encodes a var block.
	 * @param vars the variables in wire order, repeated keys allowed
	 * @return the block without packet header
	 */
	public static byte[] encode(List<? extends Map.Entry<byte[], byte[]>> vars) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (Map.Entry<byte[], byte[]> var : vars) {
			writeSized(out, var.getKey());
			writeSized(out, var.getValue());
		}
		return out.toByteArray();
	}

	/**
	 * Encodes a whole packet whose size field tells the truth.
	 * @param modifier1 the first modifier
	 * @param modifier2 the second modifier
	 * @param block the var block
	 * @return header and block
	 */
	public static byte[] packet(int modifier1, int modifier2, byte[] block) {
		return concat(header(modifier1, block.length, modifier2), block);
	}

	/**
	 * Encodes the four header bytes.
	 * @param modifier1 the first modifier
	 * @param datasize the announced size of the var block
	 * @param modifier2 the second modifier
	 * @return four bytes
	 */
	public static byte[] header(int modifier1, int datasize, int modifier2) {
		return new byte[] { (byte) modifier1, (byte) datasize, (byte) (datasize >> 8), (byte) modifier2 };
	}

	/**
	 * Makes one variable out of two strings of octets.
	 * @param key the name, each char one octet
	 * @param value the value, each char one octet
	 * @return the variable
	 */
	public static Map.Entry<byte[], byte[]> var(String key, String value) {
		return Map.entry(octets(key), octets(value));
	}

	/**
	 * Returns the octets of a string whose chars are all below 256.
	 * @param text the text
	 * @return one byte per char
	 */
	public static byte[] octets(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Returns the string of octets that carries the given text as UTF-8.
	 * @param text any text
	 * @return one char per UTF-8 byte
	 */
	public static String utf8(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	/**
	 * Joins byte arrays.
	 * @param parts the parts in order
	 * @return all bytes
	 */
	public static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			out.writeBytes(part);
		}
		return out.toByteArray();
	}

	private static void writeSized(ByteArrayOutputStream out, byte[] bytes) {
		out.write(bytes.length);
		out.write(bytes.length >> 8);
		out.writeBytes(bytes);
	}

}
