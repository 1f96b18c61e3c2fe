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
import java.util.Arrays;

import io.uwsgi4j.protocol.PacketException.Fault;

/**
 * Decodes one packet from bytes that arrive in pieces of any size. <pre>
 *   0           1                       3           4                          4 + datasize
 *   +-----------+-----------+-----------+-----------+------------- ... ---------+---- ... --
 *   | modifier1 | datasize, little end. | modifier2 | variables                 | body
 *   +-----------+-----------+-----------+-----------+------------- ... ---------+---- ... --
 *   one variable: name length (16 bit, little endian), name, value length (likewise), value
 * </pre> The body is left in the buffer it came in. Every length is checked before it is
 * used. One decoder serves one connection at a time and is reused after {@link #reset()};
 * it is not thread-safe.
 */
public final class PacketDecoder {

	/**
	 * Number of bytes of the header.
	 */
	public static final int HEADER_SIZE = 4;

	// Blocks larger than this are rare; a decoder does not keep their memory.
	private static final int RETAINED_CAPACITY = 16 * 1024;

	private static final int INITIAL_CAPACITY = 2 * 1024;

	private final PacketLimits limits;

	private final byte[] header = new byte[HEADER_SIZE];

	private final VarBlock vars = new VarBlock();

	private byte[] block = new byte[INITIAL_CAPACITY];

	private int received;

	/**
	 * Creates a decoder.
	 * @param limits the largest packet to accept
	 */
	public PacketDecoder(PacketLimits limits) {
		this.limits = limits;
	}

	/**
	 * Takes bytes from the buffer until the packet is complete or the buffer is empty.
	 * @param in received bytes, from its position to its limit
	 * @return whether the packet is complete; bytes that are left in the buffer then
	 * belong to the body
	 * @throws PacketException if the header announces too large a block, or is not a
	 * uwsgi header at all
	 */
	public boolean decode(ByteBuffer in) throws PacketException {
		if (this.received < HEADER_SIZE && !decodeHeader(in)) {
			return false;
		}
		return decodeBlock(in);
	}

	/**
	 * Finds the variables in a complete packet.
	 * @return the variables, valid until {@link #reset()}
	 * @throws PacketException if the block is malformed or has too many variables
	 */
	public VarBlock vars() throws PacketException {
		int end = blockSize();
		this.vars.reset(this.block);
		int position = 0;
		while (position < end) {
			position = decodeVar(position, end);
		}
		return this.vars;
	}

	/**
	 * Returns how many bytes of the packet have been taken so far.
	 * @return the number of bytes, header included
	 */
	public int received() {
		return this.received;
	}

	/**
	 * Returns a copy of the bytes taken so far. Another decoder that is given these bytes
	 * first continues where this one stopped.
	 * @return a new array of {@link #received()} bytes
	 */
	public byte[] receivedBytes() {
		byte[] copy = Arrays.copyOf(this.header, this.received);
		if (this.received > HEADER_SIZE) {
			System.arraycopy(this.block, 0, copy, HEADER_SIZE, this.received - HEADER_SIZE);
		}
		return copy;
	}

	/**
	 * Returns the kind of the packet. Only known once the header is complete.
	 * @return the first byte of the header, 0 to 255
	 * @see Modifier
	 */
	public int modifier1() {
		return this.header[0] & 0xff;
	}

	/**
	 * Returns the announced size of the block. Only known once the header is complete.
	 * @return the size in bytes, 0 to 65535
	 */
	public int blockSize() {
		return unsignedShort(this.header, 1);
	}

	/**
	 * Returns the second modifier. Only known once the header is complete.
	 * @return the last byte of the header, 0 to 255
	 */
	public int modifier2() {
		return this.header[3] & 0xff;
	}

	/**
	 * Forgets the packet. The variables handed out for it are no longer valid.
	 */
	public void reset() {
		this.received = 0;
		if (this.block.length > RETAINED_CAPACITY) {
			this.block = new byte[INITIAL_CAPACITY];
		}
	}

	/**
	 * Returns the size of the whole packet that a header announces.
	 * @param firstBytes at least {@link #HEADER_SIZE} bytes of a packet
	 * @return the number of bytes from the header to the last variable
	 */
	public static int packetSize(byte[] firstBytes) {
		return HEADER_SIZE + unsignedShort(firstBytes, 1);
	}

	/**
	 * Returns whether the first bytes are those of another protocol.
	 * @param firstBytes at least {@link #HEADER_SIZE} bytes
	 * @return whether {@link #decode} would refuse them for that reason
	 */
	public static boolean isForeign(byte[] firstBytes) {
		return !Modifier.isRequest(firstBytes[0] & 0xff) && ForeignProtocol.detect(firstBytes) != null;
	}

	private boolean decodeHeader(ByteBuffer in) throws PacketException {
		int taken = Math.min(HEADER_SIZE - this.received, in.remaining());
		in.get(this.header, this.received, taken);
		this.received += taken;
		if (this.received < HEADER_SIZE) {
			return false;
		}
		checkHeader();
		return true;
	}

	private void checkHeader() throws PacketException {
		if (!Modifier.isRequest(modifier1())) {
			ForeignProtocol foreign = ForeignProtocol.detect(this.header);
			if (foreign != null) {
				throw new PacketException(Fault.FOREIGN_PROTOCOL, foreign.description());
			}
		}
		if (blockSize() > this.limits.maxBlockSize()) {
			throw new PacketException(Fault.BLOCK_TOO_LARGE,
					"datasize: %d (expected: <= %d)".formatted(blockSize(), this.limits.maxBlockSize()));
		}
	}

	private boolean decodeBlock(ByteBuffer in) {
		int end = blockSize();
		int position = this.received - HEADER_SIZE;
		int taken = Math.min(end - position, in.remaining());
		if (taken > 0) {
			ensureCapacity(position + taken, end);
			in.get(this.block, position, taken);
			this.received += taken;
		}
		return position + taken == end;
	}

	// Grows with the bytes that have arrived, not with the size that was announced.
	private void ensureCapacity(int needed, int end) {
		if (this.block.length < needed) {
			this.block = Arrays.copyOf(this.block, Math.min(end, Math.max(needed, this.block.length * 2)));
		}
	}

	private int decodeVar(int position, int end) throws PacketException {
		int nameStart = position + 2;
		int nameLength = decodeLength("key", position, end);
		if (nameLength == 0) {
			throw new PacketException(Fault.MALFORMED_BLOCK, "key length: 0 (expected: >= 1)");
		}
		int valueStart = nameStart + nameLength + 2;
		int valueLength = decodeLength("value", nameStart + nameLength, end);
		if (this.vars.size() == this.limits.maxVars()) {
			throw new PacketException(Fault.TOO_MANY_VARS,
					"variables: more than %1$d (expected: <= %1$d)".formatted(this.limits.maxVars()));
		}
		this.vars.add(nameStart, nameLength, valueStart, valueLength);
		return valueStart + valueLength;
	}

	private int decodeLength(String field, int position, int end) throws PacketException {
		if (end - position < 2) {
			throw new PacketException(Fault.MALFORMED_BLOCK,
					"bytes left for %s length: %d (expected: >= 2)".formatted(field, end - position));
		}
		int length = unsignedShort(this.block, position);
		int left = end - position - 2;
		if (length > left) {
			throw new PacketException(Fault.MALFORMED_BLOCK,
					"%s length: %d (expected: <= %d)".formatted(field, length, left));
		}
		return length;
	}

	private static int unsignedShort(byte[] bytes, int position) {
		return (bytes[position] & 0xff) | (bytes[position + 1] & 0xff) << 8;
	}

}
