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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers on unix sockets are judged by their user before one byte of theirs is looked at.
 */
@ExtendWith(NoResourceLeak.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AllowUidsTests {

	private static final int UID = own("unix:uid");

	private static final int GID = own("unix:gid");

	@ParameterizedTest
	@EnumSource(Transport.class)
	void whenUserOrGroupIsAllowedThenItIsServed(Transport transport) {
		assertServed(transport, (protocol) -> protocol.setAllowUids(List.of(UID + 1, UID)));
		assertServed(transport, (protocol) -> protocol.setAllowGids(List.of(GID)));
		assertServed(transport, (protocol) -> {
			protocol.setAllowUids(List.of(UID + 1));
			protocol.setAllowGids(List.of(GID));
		});
	}

	@ParameterizedTest
	@EnumSource(value = Transport.class, names = "TCP", mode = EnumSource.Mode.EXCLUDE)
	void whenNeitherIsAllowedThenPeerIsClosedCountedAndLoggedOnce(Transport transport) {
		AtomicBoolean served = new AtomicBoolean();
		try (LogCapture log = LogCapture.start(); UwsgiServer server = UwsgiServer.start(transport, (protocol) -> {
			protocol.setAllowUids(List.of(UID + 1));
			protocol.setAllowGids(List.of(GID + 1));
		})) {
			server.handle((request, response) -> served.set(true));
			for (int i = 0; i < 3; i++) {
				assertThat(answer(server)).isEmpty();
			}
			Await.until("counted", () -> server.protocol().getRejections().count(Reason.USER_NOT_ALLOWED) == 3);
			assertThat(log.linesWith("allow-uids")).singleElement()
				.asString()
				.contains("uid %d, gid %d refused: the user is not in [%d], nor the group in [%d]".formatted(UID, GID,
						UID + 1, GID + 1));
		}
		assertThat(served).isFalse();
	}

	private static void assertServed(Transport transport, Consumer<UwsgiProtocol> configurer) {
		try (UwsgiServer server = UwsgiServer.start(transport, configurer::accept)) {
			assertThat(server.client().exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		}
	}

	private static byte[] answer(UwsgiServer server) {
		try (UwsgiConnection connection = server.client().connect()) {
			return connection.awaitEnd();
		}
	}

	private static int own(String attribute) {
		try {
			return (int) Files.getAttribute(Path.of("/proc/self"), attribute);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
