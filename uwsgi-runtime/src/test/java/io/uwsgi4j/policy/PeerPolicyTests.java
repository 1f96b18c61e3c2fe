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
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PeerPolicy}.
 */
class PeerPolicyTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.1.2.3, true", "10.0.0.0/8, 11.0.0.1, false", "10.0.0.7, 10.0.0.7, true",
			"10.0.0.7, 10.0.0.8, false", "192.168.128.0/17, 192.168.127.255, false",
			"192.168.128.0/17, 192.168.128.0, true", "0.0.0.0/0, 8.8.8.8, true", "0.0.0.0/0, ::1, false",
			"::/0, ::1, true", "fd00::/8, fd12::1, true", "fd00::/8, fe80::1, false",
			"127.0.0.0/8, ::ffff:127.0.0.1, true", "10.0.0.0/8, ::ffff:10.1.2.3, true" })
	void whenPeerIsInANetworkThenItIsAllowed(String cidr, String address, boolean allowed) throws UnknownHostException {
		PeerPolicy policy = PeerPolicy.allowing(List.of(cidr));
		assertThat(policy.allows(InetAddress.getByName(address))).isEqualTo(allowed);
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, true", "127.255.0.1, true", "::1, true", "10.0.0.1, false", "::2, false" })
	void whenNothingIsConfiguredThenLoopbackIsAllowed(String address, boolean allowed) throws UnknownHostException {
		assertThat(PeerPolicy.allowing(PeerPolicy.LOOPBACK).allows(InetAddress.getByName(address))).isEqualTo(allowed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "example.com", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x",
			"10.0.0.256", "10.0.0.0/-1", "/8", "10.0.0.1;80" })
	void whenEntryIsNotANetworkThenTheMessageQuotesIt(String cidr) {
		assertThatIllegalArgumentException().isThrownBy(() -> PeerPolicy.allowing(List.of(cidr)))
			.withMessageStartingWith("'" + cidr + "' is not an address or network in CIDR notation");
	}

}
