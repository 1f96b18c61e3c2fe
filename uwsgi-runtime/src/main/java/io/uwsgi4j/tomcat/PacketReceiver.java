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

import java.io.IOException;
import java.nio.ByteBuffer;

import io.uwsgi4j.protocol.PacketDecoder;
import io.uwsgi4j.protocol.PacketException;
import io.uwsgi4j.protocol.PacketLimits;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Receives one packet at a time: what the event loop has received before, then what comes
 * from the connection. Belongs to one processor.
 */
final class PacketReceiver {

	private final PacketLimits limits;

	private final SocketBufferHandler buffers;

	private final PacketDecoder decoder;

	private @Nullable PartialBody collected;

	PacketReceiver(PacketLimits limits, SocketBufferHandler buffers) {
		this.limits = limits;
		this.buffers = buffers;
		this.decoder = new PacketDecoder(limits);
	}

	/**
	 * Receives what there is of a packet.
	 * @param wrapper the connection
	 * @return whether the packet is complete; if not, the rest is to be waited for
	 */
	boolean receive(UwsgiSocketWrapper wrapper) throws IOException, PacketException {
		PartialRequest parked = wrapper.parking().leave();
		boolean complete = false;
		if (parked != null) {
			this.collected = parked.collected();
			ByteBuffer received = parked.packet();
			complete = this.decoder.decode(received);
			keep(received);
		}
		boolean more = true;
		while (!complete && more) {
			// Who has begun a packet sends the rest at once, or is slow.
			boolean begun = this.decoder.received() > 0;
			more = (begun ? wrapper.fillSoon() : wrapper.fillPatiently()) > 0;
			this.buffers.configureReadBufferForRead();
			complete = this.decoder.decode(this.buffers.getReadBuffer());
		}
		return complete;
	}

	// The first bytes of the body may have come together with the end of the packet.
	private void keep(ByteBuffer body) {
		if (body.hasRemaining()) {
			this.buffers.configureReadBufferForWrite();
			this.buffers.getReadBuffer().put(body);
		}
	}

	/**
	 * Returns the packet that was received last.
	 * @return where its parts are found
	 */
	PacketDecoder packet() {
		return this.decoder;
	}

	/**
	 * Returns what has been received of an incomplete packet.
	 * @param patienceNanos how long to wait for the rest
	 * @return the packet so far
	 */
	PartialPacket partialPacket(long patienceNanos) {
		return new PartialPacket(this.decoder.receivedBytes(), this.limits.maxBlockSize(),
				System.nanoTime() + patienceNanos);
	}

	/**
	 * Returns the body of the packet, if it was collected before.
	 * @return the body, or {@code null} if it comes from the connection
	 */
	@Nullable PartialBody collected() {
		return this.collected;
	}

	void recycle() {
		this.decoder.reset();
		if (this.collected != null) {
			this.collected.close();
			this.collected = null;
		}
	}

}
