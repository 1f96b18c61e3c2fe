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
import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.policy.RequestPolicy;
import io.uwsgi4j.protocol.PacketDecoder;
import io.uwsgi4j.protocol.PacketException;
import io.uwsgi4j.protocol.PacketLimits;
import org.apache.coyote.Request;
import org.apache.tomcat.util.http.parser.HttpParser;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From received bytes to Coyote's request. The mapper rewrites names where they were
 * received, so the packet is decoded each time.
 */
@State(Scope.Thread)
public class RequestMapperBenchmark extends AbstractBenchmark {

	/**
	 * What nginx makes of the path.
	 */
	@Param
	private Path path = Path.PLAIN;

	private final PacketDecoder decoder = new PacketDecoder(PacketLimits.defaults());

	private final RequestMapper mapper = new RequestMapper(RequestPolicy.defaults(), new HttpParser(null, null));

	private final SocketWrapperBase<?> connection = connection();

	private final Request request = new Request();

	private ByteBuffer packet = ByteBuffer.allocate(0);

	/**
	 * Chooses the packet.
	 */
	@Setup
	public void choosePacket() {
		byte[] bytes = (this.path == Path.PLAIN) ? SamplePackets.plain() : SamplePackets.encoded();
		this.packet = ByteBuffer.allocateDirect(bytes.length).put(bytes);
	}

	/**
	 * Decodes the packet and maps it.
	 */
	@Benchmark
	public Request map() throws PacketException {
		decode();
		this.request.recycle();
		Rejection rejection = this.mapper.map(this.decoder.vars(), this.decoder.modifier1(), this.request,
				this.connection);
		if (rejection != null) {
			throw new IllegalStateException(rejection.toString());
		}
		return this.request;
	}

	private void decode() throws PacketException {
		this.decoder.reset();
		if (!this.decoder.decode(this.packet.rewind())) {
			throw new IllegalStateException("Half a packet");
		}
	}

	void choose(Path path) {
		this.path = path;
		choosePacket();
	}

	// The connections of an endpoint on a unix socket know their addresses without one.
	private static SocketWrapperBase<?> connection() {
		NioEndpoint endpoint = new NioEndpoint();
		endpoint.setUnixDomainSocketPath("/run/app/app.sock");
		return new NioSocketWrapper(new NioChannel(new SocketBufferHandler(0, 0, false)), endpoint);
	}

	/**
	 * What nginx makes of a path.
	 */
	public enum Path {

		/** Nothing: what the client has sent is what nginx means. */
		PLAIN,

		/** It decodes the path, so that the two have to be compared. */
		ENCODED

	}

}
