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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.netty.channel.unix.DomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenerSocket} in the abstract namespace.
 */
@ExtendWith(NoSocketLeak.class)
class AbstractListenerTests {

	private final AbstractAddress address = new AbstractAddress("uwsgi4j-test-" + ProcessHandle.current().pid());

	@Test
	void whenBoundThenClientsReachIt() throws IOException {
		try (ListenerSocket listener = ListenerSocket.bind(this.address, Peers.OPTIONS)) {
			assertThat(listener.address()).isEqualTo(this.address);
			assertThat(listener.inetAddress()).isNull();
			assertThat(listener.isUnix()).isTrue();
			assertThat(listener.isInherited()).isFalse();
			assertThat(listener.describe()).isEqualTo("UNIX address @" + this.address.name());
			assertThat(Peers.accept(listener)).isFalse();
			assertThat(Peers.reaches(new DomainSocketAddress("\0" + this.address.name()), listener)).isTrue();
		}
	}

	@Test
	void whenBoundThenTheNameHasNoTrailingBytes() throws IOException {
		try (ListenerSocket listener = ListenerSocket.bind(this.address, Peers.OPTIONS)) {
			assertThat(listener.socket().localDomainSocketAddress().path()).isEqualTo("\0" + this.address.name());
			List<String> listed = Files.readAllLines(Path.of("/proc/net/unix"));
			// the kernel shows every NUL of the name as "@"
			assertThat(listed).anyMatch((line) -> line.endsWith(" @" + this.address.name()));
		}
	}

	@Test
	void whenNameIsTakenThenItIsNamed() throws IOException {
		try (ListenerSocket listener = ListenerSocket.bind(this.address, Peers.OPTIONS)) {
			SocketBindException failure = Failures.bindFails(this.address);
			assertThat(failure.description())
				.isEqualTo("cannot bind " + this.address + ": the abstract name is already taken by a running process");
			assertThat(failure.action()).contains("ss -lxp");
			assertThat(listener.socket().isOpen()).isTrue();
		}
	}

	@Test
	void whenNameHas106BytesThenItIsBound() throws IOException {
		AbstractAddress longest = new AbstractAddress("n".repeat(106));
		try (ListenerSocket listener = ListenerSocket.bind(longest, Peers.OPTIONS)) {
			assertThat(Peers.reaches(new DomainSocketAddress("\0" + longest.name()), listener)).isTrue();
			assertThat(listener.socket().localDomainSocketAddress().path()).isEqualTo("\0" + longest.name());
		}
	}

	@Test
	void whenNameHas107BytesThenTheLengthAndTheLimitAreNamed() {
		assertThat(Failures.bindFails(new AbstractAddress("\u20ac".repeat(35) + "nn")).description())
			.contains("the name has 107 bytes, an abstract socket can have 106");
	}

	@Test
	void whenBacklogIsGreaterThanTheKernelsLimitThenItFails() {
		int limit = ProcFs.somaxconn().orElseThrow();
		assertThat(Failures.bindFails(this.address, Peers.OPTIONS.withBacklog(limit + 1)).description())
			.contains("net.core.somaxconn (" + limit + ")");
	}

}
