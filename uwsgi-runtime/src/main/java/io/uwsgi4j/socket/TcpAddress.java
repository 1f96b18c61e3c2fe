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

package io.uwsgi4j.socket;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A TCP address, written {@code host:port}, {@code [v6]:port} or {@code :port}.
 *
 * @param host a host name, an IPv4 address or an IPv6 address without brackets; empty for
 * all interfaces (IPv4); {@code ::} means all interfaces for IPv6 and IPv4
 * @param port the port, 0 to 65535; 0 lets the kernel choose one when binding
 */
public record TcpAddress(String host, int port) implements UwsgiAddress {

	private static final int MAX_PORT = 65535;

	/**
	 * Creates an address; the host is not resolved.
	 * @param host a host name, an IPv4 address or an IPv6 address without brackets; empty
	 * for all interfaces (IPv4)
	 * @param port the port, 0 to 65535
	 * @throws IllegalArgumentException if the port is out of range or the host contains
	 * characters that no host name or address has
	 */
	public TcpAddress {
		if (port < 0 || port > MAX_PORT) {
			throw new IllegalArgumentException("the port must be between 0 and " + MAX_PORT + ", not " + port);
		}
		AddressParser.requireHost(host);
	}

	/**
	 * Returns whether only this machine can connect to the address. A host name is
	 * resolved, which may ask a name server and may change later; what a bound socket
	 * really listens on is {@link ListenerSocket#inetAddress()}.
	 * @return {@code true} if the host is or resolves to a loopback address,
	 * {@code false} if it does not, cannot be resolved, or means all interfaces
	 */
	public boolean isLoopback() {
		try {
			return resolve().isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	/**
	 * Finds the one address to listen on. A name may have several; IPv4 comes first, as
	 * in uWSGI, so that {@code localhost} means 127.0.0.1 whatever the JVM prefers.
	 * @return the address to bind
	 * @throws UnknownHostException if the host cannot be resolved
	 */
	InetAddress resolve() throws UnknownHostException {
		if (this.host.isEmpty()) {
			return InetAddress.getByAddress(new byte[4]);
		}
		InetAddress[] candidates = InetAddress.getAllByName(isIpv6Literal() ? "[" + this.host + "]" : this.host);
		for (InetAddress candidate : candidates) {
			if (candidate instanceof Inet4Address) {
				return candidate;
			}
		}
		return candidates[0];
	}

	private boolean isIpv6Literal() {
		return this.host.indexOf(':') >= 0;
	}

	@Override
	public String toString() {
		return (isIpv6Literal() ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
