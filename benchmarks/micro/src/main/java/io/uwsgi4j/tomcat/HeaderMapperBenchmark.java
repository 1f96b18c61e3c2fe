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

import io.uwsgi4j.benchmarks.micro.AbstractBenchmark;
import io.uwsgi4j.benchmarks.micro.SamplePackets;
import io.uwsgi4j.protocol.PacketDecoder;
import io.uwsgi4j.protocol.PacketException;
import io.uwsgi4j.protocol.PacketLimits;
import io.uwsgi4j.protocol.VarBlock;
import org.apache.tomcat.util.http.MimeHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From variables to the headers of a request.
 */
@State(Scope.Thread)
public class HeaderMapperBenchmark extends AbstractBenchmark {

	private final PacketDecoder decoder = new PacketDecoder(PacketLimits.defaults());

	private final HeaderMapper mapper = new HeaderMapper();

	private final MimeHeaders headers = new MimeHeaders();

	private VarBlock vars = VarBlock.empty();

	private byte[] received = new byte[0];

	/**
	 * Decodes the packet.
	 */
	@Setup
	public void decode() throws PacketException {
		this.decoder.reset();
		this.decoder.decode(ByteBuffer.wrap(SamplePackets.plain()));
		this.vars = this.decoder.vars();
		this.received = this.vars.bytes().clone();
	}

	/**
	 * Maps the headers and passes over all other variables.
	 */
	@Benchmark
	public MimeHeaders map() {
		restore();
		this.headers.recycle();
		this.mapper.start(this.headers);
		for (int i = 0; i < this.vars.size(); i++) {
			if (HeaderMapper.isHeader(this.vars, i) && this.mapper.add(this.vars, i) != null) {
				throw new IllegalStateException(this.vars.name(i));
			}
		}
		this.mapper.finish(this.vars);
		return this.headers;
	}

	/**
	 * Undoes what the mapper does to the names, which is part of {@link #map()}.
	 */
	@Benchmark
	public byte[] restore() {
		System.arraycopy(this.received, 0, this.vars.bytes(), 0, this.decoder.blockSize());
		return this.vars.bytes();
	}

}
