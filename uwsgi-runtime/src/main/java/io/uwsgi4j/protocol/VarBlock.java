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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The variables of one packet, as positions in the bytes that were received: no copies
 * and no strings. Valid until the decoder that filled it is reset. Not thread-safe.
 */
public final class VarBlock {

	private static final int FIELDS = 4;

	private static final int NAME_START = 0;

	private static final int NAME_LENGTH = 1;

	private static final int VALUE_START = 2;

	private static final int VALUE_LENGTH = 3;

	private byte[] bytes = new byte[0];

	private int[] positions = new int[64 * FIELDS];

	private int size;

	VarBlock() {
	}

	/**
	 * Returns a block without variables.
	 * @return a new block
	 */
	public static VarBlock empty() {
		return new VarBlock();
	}

	/**
	 * Returns how many variables there are.
	 * @return the number of variables
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Returns the array that all positions refer to.
	 * @return the bytes of the block, not a copy
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Returns where the name of a variable starts.
	 * @param index the variable, 0 to size - 1
	 * @return the position of the first byte of the name
	 */
	public int nameStart(int index) {
		return this.positions[index * FIELDS + NAME_START];
	}

	/**
	 * Returns the length of the name of a variable.
	 * @param index the variable, 0 to size - 1
	 * @return the number of bytes, at least 1
	 */
	public int nameLength(int index) {
		return this.positions[index * FIELDS + NAME_LENGTH];
	}

	/**
	 * Returns where the value of a variable starts.
	 * @param index the variable, 0 to size - 1
	 * @return the position of the first byte of the value
	 */
	public int valueStart(int index) {
		return this.positions[index * FIELDS + VALUE_START];
	}

	/**
	 * Returns the length of the value of a variable.
	 * @param index the variable, 0 to size - 1
	 * @return the number of bytes, 0 if the value is empty
	 */
	public int valueLength(int index) {
		return this.positions[index * FIELDS + VALUE_LENGTH];
	}

	/**
	 * Returns whether a variable has a name.
	 * @param index the variable, 0 to size - 1
	 * @param name the name
	 * @return whether the name of the variable is this one, one character per byte
	 */
	public boolean isNamed(int index, String name) {
		int start = nameStart(index);
		if (nameLength(index) != name.length()) {
			return false;
		}
		for (int i = 0; i < name.length(); i++) {
			if ((this.bytes[start + i] & 0xff) != name.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns the name of a variable as text.
	 * @param index the variable, 0 to size - 1
	 * @return the name, one character per byte
	 */
	public String name(int index) {
		return text(nameStart(index), nameLength(index));
	}

	/**
	 * Returns the value of a variable as text.
	 * @param index the variable, 0 to size - 1
	 * @return the value, one character per byte
	 */
	public String value(int index) {
		return text(valueStart(index), valueLength(index));
	}

	void reset(byte[] bytes) {
		this.bytes = bytes;
		this.size = 0;
	}

	void add(int nameStart, int nameLength, int valueStart, int valueLength) {
		int offset = this.size * FIELDS;
		if (offset == this.positions.length) {
			this.positions = Arrays.copyOf(this.positions, offset * 2);
		}
		this.positions[offset + NAME_START] = nameStart;
		this.positions[offset + NAME_LENGTH] = nameLength;
		this.positions[offset + VALUE_START] = valueStart;
		this.positions[offset + VALUE_LENGTH] = valueLength;
		this.size++;
	}

	private String text(int start, int length) {
		return new String(this.bytes, start, length, StandardCharsets.ISO_8859_1);
	}

}
