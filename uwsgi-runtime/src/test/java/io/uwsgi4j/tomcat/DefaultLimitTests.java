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

import java.util.stream.IntStream;

import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits without any configuration.
 */
class DefaultLimitTests extends AbstractWireTests {

	@Test
	void whenBlockIsAsLargeAsTheProtocolAllowsThenItIsServed() {
		assertThat(exchange(UwsgiPacket.get("/").padTo(65_535))).satisfies(WireAssertions::isOk);
	}

	@Test
	void whenThereAreAThousandVariablesThenPacketIsServed() {
		assertThat(exchange(withVars(1000))).satisfies(WireAssertions::isOk);
	}

	@Test
	void whenThereAreMoreThanAThousandVariablesThenAnswerIs431() {
		assertThat(exchange(withVars(1001))).satisfies((response) -> WireAssertions.isRefusal(response, 431));
	}

	private static UwsgiPacket withVars(int count) {
		UwsgiPacket packet = UwsgiPacket.get("/");
		IntStream.range(packet.size(), count).forEach((index) -> packet.header("X", ""));
		return packet;
	}

}
