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

import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code CONTENT_LENGTH} is the only end of a body, and leaves no room for opinions.
 */
class ContentLengthTests extends AbstractWireTests {

	private static final byte[] BODY = Packets.octets("12345");

	@BeforeEach
	void echo() {
		server().handle((request, response) -> {
			byte[] body = request.getInputStream().readAllBytes();
			response.getOutputStream().write(Packets.octets(request.getContentLengthLong() + ":"));
			response.getOutputStream().write(body);
		});
	}

	@Test
	void whenLengthIsEmptyThenThereIsNoBody() {
		assertThat(exchange(UwsgiPacket.get("/").set("CONTENT_LENGTH", "")).text()).isEqualTo("-1:");
	}

	@Test
	void whenLengthIsAbsentThenThereIsNoBody() {
		assertThat(exchange(UwsgiPacket.get("/").without("CONTENT_LENGTH")).text()).isEqualTo("-1:");
	}

	@Test
	void whenPostHasNoLengthThenThereIsNoBody() {
		assertThat(exchange(UwsgiPacket.request("POST", "/")).text()).isEqualTo("-1:");
	}

	@Test
	void whenLengthIsZeroThenBodyIsEmpty() {
		assertThat(exchange(UwsgiPacket.post("/", new byte[0])).text()).isEqualTo("0:");
	}

	@Test
	void whenLengthIsDigitsThenBodyIsRead() {
		assertThat(exchange(UwsgiPacket.post("/", BODY)).text()).isEqualTo("5:12345");
	}

	@Test
	void whenMethodIsGetThenBodyIsReadAllTheSame() {
		Response response = exchange(UwsgiPacket.get("/").set("CONTENT_LENGTH", "5").body(BODY));
		assertThat(response.text()).isEqualTo("5:12345");
	}

	@Test
	void whenMoreBytesFollowThenBodyEndsAtItsLength() {
		Response response = exchange(UwsgiPacket.post("/", BODY).body(Packets.octets("1234567")));
		assertThat(response.text()).isEqualTo("5:12345");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+5", "-1", "-0", "5 ", " 5", "\t5", "0x10", "5.0", "1e3", "5,5", "5;", "1_000", "five",
			"9223372036854775808", "18446744073709551616", "99999999999999999999999999", "\u00b2", "\u0665",
			"5\u0000" })
	void whenLengthIsNotStrictlyDigitsThenAnswerIs400(String length) {
		UwsgiPacket packet = UwsgiPacket.request("POST", "/").set("CONTENT_LENGTH", Packets.utf8(length)).body(BODY);
		assertThat(exchange(packet)).satisfies((response) -> WireAssertions.isRefusal(response, 400));
	}

	@ParameterizedTest
	@ValueSource(strings = { "5", "6", "0" })
	void whenThereAreTwoLengthsThenAnswerIs400(String second) {
		UwsgiPacket packet = UwsgiPacket.post("/", BODY).var("CONTENT_LENGTH", second);
		assertThat(exchange(packet)).satisfies((response) -> WireAssertions.isRefusal(response, 400));
	}

	@Test
	void whenLengthIsTakenBackThenThereIsNoBody() {
		server().handle((request, response) -> response.getOutputStream()
			.write(Packets.octets(request.getContentLengthLong() + ":" + request.getHeader("Content-Length") + ":"
					+ request.getInputStream().read())));
		assertThat(exchange(UwsgiPacket.post("/", BODY).var("CONTENT_LENGTH", "")).text()).isEqualTo("-1:null:-1");
	}

	@Test
	void whenApplicationAsksThenLengthHeaderIsTheVariable() {
		server().handle((request, response) -> response.getOutputStream()
			.write(Packets.octets(request.getHeader("Content-Length") + ":" + request.getHeader("Content-Type"))));
		UwsgiPacket packet = UwsgiPacket.post("/", BODY).header("Content-Length", "999").header("Content-Type", "x/y");
		assertThat(exchange(packet).text()).isEqualTo("5:application/octet-stream");
	}

	@Test
	void whenOnlyTheHeaderTwinAnnouncesABodyThenThereIsNone() {
		assertThat(exchange(UwsgiPacket.request("POST", "/").header("Content-Length", "5")).text()).isEqualTo("-1:");
	}

}
