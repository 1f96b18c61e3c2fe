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

package io.uwsgi4j.policy;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

import org.apache.catalina.util.NetMask;

/**
 * Which TCP peers may connect (gunicorn: {@code uwsgi_allow_from}). Peers on a unix
 * socket are let in by the mode and owner of its file. Immutable and thread-safe.
 */
public final class PeerPolicy {

	/**
	 * What is allowed where nothing is configured: the loopback addresses.
	 */
	public static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

	private final List<String> expressions;

	private final List<NetMask> masks;

	private PeerPolicy(List<String> expressions, List<NetMask> masks) {
		this.expressions = expressions;
		this.masks = masks;
	}

	/**
	 * Creates a policy.
	 * @param cidrs addresses or networks in CIDR notation, IPv4 or IPv6
	 * @return the policy
	 * @throws IllegalArgumentException if an entry is not an address or network; host
	 * names are not accepted, as they would be looked up
	 */
	public static PeerPolicy allowing(Collection<String> cidrs) {
		List<String> expressions = cidrs.stream().map(String::trim).toList();
		return new PeerPolicy(expressions, expressions.stream().map(PeerPolicy::mask).toList());
	}

	/**
	 * Returns whether a peer may connect. An IPv4 address that was mapped into IPv6
	 * counts as IPv4.
	 * @param address the address of the peer
	 * @return whether the peer may connect
	 */
	public boolean allows(InetAddress address) {
		for (NetMask mask : this.masks) {
			if (mask.matches(address)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public String toString() {
		return String.join(",", this.expressions);
	}

	private static NetMask mask(String cidr) {
		String address = cidr.contains("/") ? cidr.substring(0, cidr.indexOf('/')) : cidr;
		if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
			throw new IllegalArgumentException("'%s' is not an address or network in CIDR notation".formatted(cidr));
		}
		try {
			return new NetMask(cidr);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'%s' is not an address or network in CIDR notation: %s".formatted(cidr, ex.getMessage()), ex);
		}
	}

}
