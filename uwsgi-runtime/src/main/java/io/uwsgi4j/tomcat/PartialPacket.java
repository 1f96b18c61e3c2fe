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
 * The beginning of a packet whose rest the peer takes its time to send.
 */
final class PartialPacket implements PartialRequest {

	private final int maxBlockSize;

	private final long deadlineNanos;

	private byte[] bytes;

	private int length;

	/**
	 * Creates a partial packet.
	 * @param received the bytes that have arrived
	 * @param maxBlockSize largest block that will be accepted
	 * @param deadlineNanos when the packet has to be complete, by
	 * {@link System#nanoTime()}
	 */
	PartialPacket(byte[] received, int maxBlockSize, long deadlineNanos) {
		this.bytes = received;
		this.maxBlockSize = maxBlockSize;
		this.length = received.length;
		this.deadlineNanos = deadlineNanos;
	}

	@Override
	public ByteBuffer packet() {
		return ByteBuffer.wrap(this.bytes, 0, this.length);
	}

	@Override
	public long expected() {
		// The beginning of the body may come along.
		return Long.MAX_VALUE;
	}

	@Override
	public void append(ByteBuffer more) {
		int needed = this.length + more.remaining();
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, needed + needed / 2);
		}
		int count = more.remaining();
		more.get(this.bytes, this.length, count);
		this.length += count;
	}

	/**
	 * {@inheritDoc} All variables are there, or the header says something that no further
	 * bytes will mend.
	 */
	@Override
	public boolean isReady() {
		if (this.length < PacketDecoder.HEADER_SIZE) {
			return false;
		}
		int packetSize = PacketDecoder.packetSize(this.bytes);
		return this.length >= packetSize || packetSize - PacketDecoder.HEADER_SIZE > this.maxBlockSize
				|| PacketDecoder.isForeign(this.bytes);
	}

	@Override
	public boolean isOverdue(long nowNanos) {
		return nowNanos - this.deadlineNanos >= 0;
	}

	@Override
	public boolean giveUp() {
		// Nothing is known of the request, not even that it is one.
		return false;
	}

	@Override
	public void close() {
		// Nothing is stored outside the heap.
	}

}
