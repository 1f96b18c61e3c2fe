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

package io.uwsgi4j.tomcat;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.uwsgi4j.protocol.PacketDecoder;

/**
 * The beginning of a packet whose rest the peer takes its time to send. It costs the
 * bytes that have arrived and nothing else, in particular no core. Used by one thread at
 * a time.
 */
final class PartialPacket {

	private final long deadlineNanos;

	private byte[] bytes;

	private int length;

	/**
	 * Creates a partial packet.
	 * @param received the bytes that have arrived
	 * @param deadlineNanos when the packet has to be complete, by
	 * {@link System#nanoTime()}
	 */
	PartialPacket(byte[] received, long deadlineNanos) {
		this.bytes = received;
		this.length = received.length;
		this.deadlineNanos = deadlineNanos;
	}

	void append(ByteBuffer more) {
		int needed = this.length + more.remaining();
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, needed + needed / 2);
		}
		int count = more.remaining();
		more.get(this.bytes, this.length, count);
		this.length += count;
	}

	/**
	 * Returns whether a core can go on with it: all variables are there, or the header
	 * says something that no further bytes will mend.
	 * @param maxBlockSize largest block that will be accepted
	 * @return whether to hand it to a core
	 */
	boolean isReady(int maxBlockSize) {
		if (this.length < PacketDecoder.HEADER_SIZE) {
			return false;
		}
		int packetSize = PacketDecoder.packetSize(this.bytes);
		return this.length >= packetSize || packetSize - PacketDecoder.HEADER_SIZE > maxBlockSize
				|| PacketDecoder.isForeign(this.bytes);
	}

	boolean isEmpty() {
		return this.length == 0;
	}

	boolean isOverdue(long nowNanos) {
		return nowNanos - this.deadlineNanos >= 0;
	}

	ByteBuffer received() {
		return ByteBuffer.wrap(this.bytes, 0, this.length);
	}

	long deadlineNanos() {
		return this.deadlineNanos;
	}

}
