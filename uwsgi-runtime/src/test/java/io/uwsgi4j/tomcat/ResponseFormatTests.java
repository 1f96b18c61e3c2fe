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

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.Packets;
import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The form of responses that every known uwsgi front end understands.
 */
class ResponseFormatTests extends AbstractWireTests {

	@Test
	void whenBodyIsSmallThenItsLengthIsAnnounced() {
		Response response = exchange(UwsgiPacket.get("/"));
		assertThat(response).satisfies(WireAssertions::isOk, WireAssertions::isComplete);
		assertThat(response.reason()).isEqualTo("OK");
	}

	@ParameterizedTest
	@CsvSource({ "200,OK", "201,Created", "302,Found", "404,Not Found", "413,.*", "429,Too Many Requests",
			"500,Internal Server Error", "503,Service Unavailable" })
	void whenStatusIsSetThenStatusLineCarriesCodeAndReason(int status, String reason) {
		server().handle((request, response) -> response.setStatus(status));
		Response response = exchange(UwsgiPacket.get("/"));
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.reason()).matches(reason);
		assertThat(response).satisfies(WireAssertions::isComplete);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.0", "HTTP/2.0", "HTTP/3.0", "INCLUDED", "" })
	void whenClientSpeaksAnotherVersionThenStatusLineStaysHttp11(String protocol) {
		assertThat(exchange(UwsgiPacket.get("/").set("SERVER_PROTOCOL", protocol))).satisfies(WireAssertions::isOk);
	}

	@Test
	void whenApplicationFlushesThenBodyEndsWithTheConnection() {
		server().handle((request, response) -> {
			response.getOutputStream().write(Packets.octets("one "));
			response.flushBuffer();
			response.getOutputStream().write(Packets.octets("two"));
		});
		Response response = exchange(UwsgiPacket.get("/"));
		assertThat(response.text()).isEqualTo("one two");
		assertThat(response.headers("Content-Length")).isEmpty();
		assertThat(response).satisfies(WireAssertions::isWellFormed);
	}

	@Test
	void whenApplicationAnnouncesLengthThenItIsKept() {
		server().handle((request, response) -> {
			response.setContentLength(300_000);
			response.getOutputStream().write(new byte[300_000]);
		});
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isComplete);
	}

	@Test
	void whenMethodIsHeadThenThereIsNoBody() {
		server().handle((request, response) -> {
			response.setContentLength(5);
			response.getOutputStream().write(Packets.octets("12345"));
		});
		Response response = exchange(UwsgiPacket.request("HEAD", "/"));
		assertThat(response.body()).isEmpty();
		assertThat(response.header("Content-Length")).isEqualTo("5");
		assertThat(response).satisfies(WireAssertions::isWellFormed);
	}

	@Test
	void whenMethodIsHeadAndBodyIsLargeThenThereIsNoBody() {
		server().handle((request, response) -> response.getOutputStream().write(new byte[200_000]));
		assertThat(exchange(UwsgiPacket.request("HEAD", "/")).body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { HttpServletResponse.SC_NO_CONTENT, HttpServletResponse.SC_NOT_MODIFIED })
	void whenStatusAllowsNoBodyThenThereIsNone(int status) {
		server().handle((request, response) -> {
			response.setStatus(status);
			response.getOutputStream().write(new byte[20_000]);
		});
		Response response = exchange(UwsgiPacket.get("/"));
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.body()).isEmpty();
		assertThat(response).satisfies(WireAssertions::isWellFormed);
	}

	@Test
	void whenStatusIsNoContentThenNoLengthIsAnnounced() {
		server().handle((request, response) -> response.setStatus(HttpServletResponse.SC_NO_CONTENT));
		assertThat(exchange(UwsgiPacket.get("/")).headers("Content-Length")).isEmpty();
	}

	@Test
	void whenResponseIsSentThenItHasADate() {
		String date = exchange(UwsgiPacket.get("/")).header("Date");
		ZonedDateTime parsed = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
		assertThat(parsed).isBetween(ZonedDateTime.now().minusMinutes(1), ZonedDateTime.now().plusMinutes(1));
	}

	@Test
	void whenApplicationSetsDateThenThereIsOnlyThat() {
		server().handle((request, response) -> response.setHeader("Date", "Thu, 01 Jan 1970 00:00:00 GMT"));
		assertThat(exchange(UwsgiPacket.get("/")).header("Date")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
	}

	@ParameterizedTest
	@CsvSource({ "Connection,close", "Connection,keep-alive", "Transfer-Encoding,chunked", "Keep-Alive,timeout=5" })
	void whenApplicationSetsHopByHopHeaderThenItIsDropped(String name, String value) {
		server().handle((request, response) -> {
			response.setHeader(name, value);
			response.getOutputStream().write(Packets.octets("ok"));
		});
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
	}

	@Test
	void whenClientExpectsContinueThenThereIsNoInterimResponse() {
		server().handle((request, response) -> {
			byte[] body = request.getInputStream().readAllBytes();
			response.getOutputStream().write(body);
		});
		Response response = exchange(UwsgiPacket.post("/", Packets.octets("body")).header("Expect", "100-continue"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEqualTo("body");
	}

	@Test
	@SuppressWarnings("deprecation")
	void whenApplicationSendsEarlyHintsThenThereIsNoInterimResponse() {
		server().handle((request, response) -> {
			response.setHeader("Link", "</style.css>; rel=preload");
			response.sendError(103);
			response.getOutputStream().write(Packets.octets("ok"));
		});
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
	}

	@Test
	void whenHeadersAreRepeatedThenTheyStaySeparateAndInOrder() {
		server().handle((request, response) -> {
			response.addHeader("Set-Cookie", "a=1");
			response.addHeader("Set-Cookie", "b=2");
			response.addHeader("X-Under_score", "kept");
		});
		Response response = exchange(UwsgiPacket.get("/"));
		assertThat(response.headers("Set-Cookie")).containsExactly("a=1", "b=2");
		assertThat(response.header("X-Under_score")).isEqualTo("kept");
	}

	@Test
	void whenHeaderValueContainsLineBreakThenResponseIsNotSplit() {
		server().handle((request, response) -> {
			response.setHeader("X-Value", "a\r\nSet-Cookie: evil=1\r\n\r\n<html>");
			response.getOutputStream().write(Packets.octets("ok"));
		});
		Response response = exchange(UwsgiPacket.get("/"));
		assertThat(response.headers("Set-Cookie")).isEmpty();
		assertThat(response).satisfies(WireAssertions::isOk);
	}

	@Test
	void whenHeaderNameContainsLineBreakThenResponseIsNotSplit() {
		server().handle((request, response) -> {
			response.setHeader("X-Name\r\nEvil", "1");
			response.getOutputStream().write(Packets.octets("ok"));
		});
		assertThat(exchange(UwsgiPacket.get("/")).headers("Evil")).isEmpty();
	}

	@Test
	void whenContentTypeContainsLineBreakThenResponseIsNotSplit() {
		server().handle((request, response) -> {
			response.setContentType("text/plain\r\nEvil: 1");
			response.getOutputStream().write(Packets.octets("ok"));
		});
		assertThat(exchange(UwsgiPacket.get("/")).headers("Evil")).isEmpty();
	}

	@Test
	void whenHandlerFailsThenAnswerIs500() {
		server().handle((request, response) -> {
			throw new IllegalStateException("expected by the test");
		});
		Response response = exchange(UwsgiPacket.get("/"));
		assertThat(response.status()).isEqualTo(500);
		assertThat(response).satisfies(WireAssertions::isComplete);
	}

	@Test
	void whenErrorIsSentThenAnswerHasThatStatus() {
		server().handle((request, response) -> response.sendError(404, "nothing here"));
		Response response = exchange(UwsgiPacket.get("/"));
		assertThat(response.status()).isEqualTo(404);
		assertThat(response).satisfies(WireAssertions::isComplete);
	}

	@Test
	void whenBodyIsLargeThenItArrivesUnchanged() {
		byte[] body = Bodies.random(3 * 1024 * 1024);
		server().handle((request, response) -> {
			for (int from = 0; from < body.length; from += 100_003) {
				response.getOutputStream().write(body, from, Math.min(100_003, body.length - from));
			}
		});
		assertThat(Arrays.equals(exchange(UwsgiPacket.get("/")).body(), body)).isTrue();
	}

	@Test
	void whenBodyIsWrittenByteByByteThenItArrivesUnchanged() {
		byte[] body = Bodies.random(50_000);
		server().handle((request, response) -> {
			for (byte octet : body) {
				response.getOutputStream().write(octet);
			}
		});
		assertThat(exchange(UwsgiPacket.get("/")).body()).isEqualTo(body);
	}

	@Test
	void whenApplicationFlushesThenBytesLeaveAtOnce() {
		Gate gate = new Gate();
		server().handle((request, response) -> {
			response.getOutputStream().write(Packets.octets("first"));
			response.flushBuffer();
			gate.pass();
			response.getOutputStream().write(Packets.octets("second"));
		});
		try (UwsgiConnection connection = client().connect()) {
			connection.send(UwsgiPacket.get("/").toBytes()).readUntil("first");
			gate.open();
			assertThat(connection.response().text()).isEqualTo("firstsecond");
		}
	}

	@Test
	void whenResponseIsAnEventStreamThenProxyIsToldNotToBuffer() {
		server().handle((request, response) -> {
			response.setContentType("text/event-stream");
			response.getOutputStream().write(Packets.octets("data: 1\n\n"));
		});
		assertThat(exchange(UwsgiPacket.get("/")).header("X-Accel-Buffering")).isEqualTo("no");
	}

}
