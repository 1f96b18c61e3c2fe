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

import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With a limit to what is received of a body that nobody has read.
 */
class SwallowLimitTests extends AbstractWireTests {

	private static final int LIMIT = 100_000;

	private static final int LENGTH = 64 * 1024 * 1024;

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxSwallowSize(LIMIT);
	}

	@Test
	void whenUnreadBodyIsWithinTheLimitThenPeerCanSendAllOfIt() {
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", LIMIT).head());
			assertThat(connection.announcedResponse()).satisfies(WireAssertions::isOk);
			connection.send(new byte[LIMIT]);
			assertThat(connection.response()).satisfies(WireAssertions::isOk);
		}
	}

	@Test
	void whenUnreadBodyExceedsTheLimitThenConnectionEnds() {
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", LENGTH).head());
			assertThat(connection.announcedResponse()).satisfies(WireAssertions::isOk);
			assertThat(sendUntilRefused(connection)).isLessThan(LENGTH);
		}
	}

	// The kernel's buffers take some more than the server does.
	private static int sendUntilRefused(UwsgiConnection connection) {
		AtomicInteger sent = new AtomicInteger();
		Await.until("the connection ends", () -> {
			try {
				return sent.addAndGet(connection.trySend(new byte[64 * 1024])) >= LENGTH;
			}
			catch (UncheckedIOException ex) {
				return true;
			}
		});
		return sent.get();
	}

}
