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

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.uwsgi4j.test.RequestPromise;
import io.uwsgi4j.test.Telling;
import io.uwsgi4j.test.Trick;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No packet is taken for another request than it is, nor for two, and none spoils the
 * next one.
 */
class RequestSmugglingTests extends AbstractWireTests {

	// As little as a request can be, so that whatever is left of another one shows.
	private static final UwsgiPacket BARE = UwsgiPacket.empty()
		.var("REQUEST_METHOD", "GET")
		.var("REQUEST_URI", Telling.NEXT);

	private final Telling telling = new Telling();

	private String bare;

	@Override
	void configure(UwsgiProtocol protocol) {
		// All requests are served with the same buffers.
		protocol.setMaxThreads(1);
		protocol.setMinSpareThreads(1);
	}

	@BeforeEach
	void startTelling() {
		server().handle(this.telling);
		if (this.bare == null) {
			this.bare = exchange(BARE).text();
		}
		this.telling.takeCalled();
	}

	static Stream<Arguments> tricks() {
		return Arrays.stream(RequestPromise.values())
			.flatMap((promise) -> promise.tricks()
				.stream()
				.filter(Trick::isPacket)
				.map((trick) -> Arguments.of(promise, trick)));
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("tricks")
	void whenPacketIsATrickThenItIsOneRequestOrNone(RequestPromise promise, Trick trick) {
		byte[] answer = send(trick);
		assertThat(exchange(BARE).text()).isEqualTo(this.bare).contains("uri=" + Telling.NEXT);
		List<String> called = this.telling.takeCalled();
		trick.wire().check(answer, called);
		assertThat(log().errors()).isEmpty();
	}

	private byte[] send(Trick trick) {
		try (UwsgiConnection connection = client().connect().sendWhileReading(trick.wireBytes())) {
			if (trick.isCutOff()) {
				connection.halfClose();
			}
			return connection.readToEnd();
		}
	}

}
