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

import io.uwsgi4j.benchmarks.micro.AbstractBenchmark;
import io.uwsgi4j.benchmarks.micro.SamplePackets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * From received bytes to positions of variables.
 */
@State(Scope.Thread)
public class PacketDecoderBenchmark extends AbstractBenchmark {

	private final PacketDecoder decoder = new PacketDecoder(PacketLimits.defaults());

	// Direct, like the buffer that a processor reads into.
	private final ByteBuffer packet = direct(SamplePackets.plain());

	/**
	 * Decodes a packet that has arrived in one piece.
	 */
	@Benchmark
	public VarBlock whole() throws PacketException {
		this.decoder.reset();
		decode(0, this.packet.capacity());
		return this.decoder.vars();
	}

	/**
	 * Decodes a packet that has arrived in two pieces.
	 */
	@Benchmark
	public VarBlock split() throws PacketException {
		this.decoder.reset();
		int middle = this.packet.capacity() / 2;
		decode(0, middle);
		decode(middle, this.packet.capacity());
		return this.decoder.vars();
	}

	/**
	 * Takes the bytes of a packet without looking at the variables.
	 */
	@Benchmark
	public boolean bytesOnly() throws PacketException {
		this.decoder.reset();
		return decode(0, this.packet.capacity());
	}

	private boolean decode(int start, int end) throws PacketException {
		return this.decoder.decode(this.packet.limit(end).position(start));
	}

	private static ByteBuffer direct(byte[] bytes) {
		return ByteBuffer.allocateDirect(bytes.length).put(bytes);
	}

}
