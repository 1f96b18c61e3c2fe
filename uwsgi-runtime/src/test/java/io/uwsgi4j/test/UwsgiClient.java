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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/**
 * Opens connections to one server: {@code /path}, {@code @abstract}, {@code host:port} or
 * {@code [v6]:port}.
 */
public final class UwsgiClient {

	private final String address;

	private final InetSocketAddress source;

	/**
	 * Creates a client.
	 * @param address where the server listens
	 */
	public UwsgiClient(String address) {
		this(address, null);
	}

	/**
	 * Creates a client that connects from a certain address.
	 * @param address where the server listens
	 * @param source the local TCP address, or {@code null} for any
	 */
	public UwsgiClient(String address, InetSocketAddress source) {
		this.address = address;
		this.source = source;
	}

	/**
	 * Connects.
	 * @return the connection
	 */
	public UwsgiConnection connect() {
		try {
			return new UwsgiConnection(wire());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("connect to '%s'".formatted(this.address), ex);
		}
	}

	/**
	 * Sends a packet on a connection of its own and reads the response.
	 * @param packet the packet
	 * @return the response
	 */
	public Response exchange(UwsgiPacket packet) {
		return exchange(packet.toBytes());
	}

	/**
	 * Sends bytes on a connection of their own while reading the response, as a proxy
	 * does.
	 * @param bytes the bytes
	 * @return the response
	 */
	public Response exchange(byte[] bytes) {
		try (UwsgiConnection connection = connect()) {
			return connection.sendWhileReading(bytes).response();
		}
	}

	@Override
	public String toString() {
		return this.address;
	}

	private Wire wire() throws IOException {
		if (this.address.startsWith("@")) {
			return AbstractWire.connect(this.address.substring(1));
		}
		return ChannelWire.connect(socketAddress(this.address), this.source);
	}

	private static SocketAddress socketAddress(String address) {
		if (address.startsWith("/")) {
			return UnixDomainSocketAddress.of(Path.of(address));
		}
		int colon = address.lastIndexOf(':');
		String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
		return new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
	}

}
