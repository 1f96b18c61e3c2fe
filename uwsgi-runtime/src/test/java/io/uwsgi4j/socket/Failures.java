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

import java.net.BindException;

import org.assertj.core.api.ThrowableAssertAlternative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Assertions that hold for every failure to bind.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Asserts that an address cannot be bound.
	 * @param address the address
	 * @param options the options
	 * @return the failure
	 */
	static SocketBindException bindFails(UwsgiAddress address, ListenOptions options) {
		ThrowableAssertAlternative<SocketBindException> thrown = assertThatExceptionOfType(SocketBindException.class)
			.isThrownBy(() -> ListenerSocket.bind(address, options).close());
		SocketBindException[] failure = new SocketBindException[1];
		thrown.satisfies((ex) -> failure[0] = ex);
		assertThat(failure[0].address()).isEqualTo(address);
		assertThat(failure[0]).hasMessage(failure[0].description());
		assertThat(failure[0].description()).contains(address.toString()).doesNotContain("null");
		assertThat(failure[0].action()).isNotBlank().doesNotContain("null");
		assertNotMistakenForPortInUse(failure[0]);
		return failure[0];
	}

	static SocketBindException bindFails(UwsgiAddress address) {
		return bindFails(address, Peers.OPTIONS);
	}

	// Spring Boot would report the port of server.port instead of our description
	private static void assertNotMistakenForPortInUse(Throwable failure) {
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			assertThat(ex).isNotInstanceOf(BindException.class);
		}
	}

}
