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

import java.nio.file.Path;

import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that are to be collected and cannot be stored.
 */
class BodyStorageTests extends AbstractWireTests {

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setPostBuffering(1000);
		protocol.endpoint().settings().setBodyDirectory(Path.of("/proc/no-such-directory"));
	}

	@Test
	void whenThereIsNoRoomForABodyThenPeerIsTold() {
		long before = rejected(Reason.BODY_NOT_STORED);
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.announce("/", 100_000).head());
			assertThat(connection.announcedResponse().status()).isEqualTo(507);
			connection.send(new byte[100_000]);
			assertThat(connection.response().status()).isEqualTo(507);
		}
		assertThat(rejected(Reason.BODY_NOT_STORED)).isEqualTo(before + 1);
	}

	@Test
	void whenBodyFitsIntoMemoryThenItIsServed() {
		server()
			.handle((request, response) -> response.getOutputStream().write(request.getInputStream().readAllBytes()));
		assertThat(exchange(UwsgiPacket.post("/", Packets.octets("small"))).text()).isEqualTo("small");
	}

}
