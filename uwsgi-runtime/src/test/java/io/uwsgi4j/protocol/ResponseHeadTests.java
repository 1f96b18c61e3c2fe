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

package io.uwsgi4j.protocol;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseHead}.
 */
class ResponseHeadTests {

	private final ResponseHead head = new ResponseHead();

	@Test
	void whenHeadersAreAppendedThenTheHeadIsThatOfHttp() {
		this.head.start(200);
		header("Content-Type", "text/plain");
		header("Content-Length", "5");
		this.head.endLine();
		assertThat(text()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n");
	}

	@ParameterizedTest
	@CsvSource({ "101, Switching Protocols", "204, No Content", "304, Not Modified", "404, Not Found",
			"413, Content Too Large", "418, I'm a teapot", "431, Request Header Fields Too Large",
			"501, Not Implemented", "599, Server Error", "299, Success", "600, Unknown", "999, Unknown" })
	void whenStatusIsGivenThenAReasonFollows(int status, String reason) {
		this.head.start(status);
		assertThat(text()).isEqualTo("HTTP/1.1 " + status + " " + reason + "\r\n");
	}

	@Test
	void whenValueContainsControlCharactersThenTheyCannotStartAnotherHeader() {
		this.head.start(200);
		header("X-Name\r\nEvil", "a\r\nSet-Cookie: b\0c\u007f");
		byte[] bytes = { 'x', '\r', '\n', 'y', '\t', 'z' };
		this.head.append(bytes, 0, bytes.length);
		assertThat(text()).isEqualTo("HTTP/1.1 200 OK\r\nX-Name  Evil: a  Set-Cookie: b c \r\nx  y\tz");
	}

	@Test
	void whenTextIsNotLatin1ThenItCannotBecomeAControlCharacter() {
		this.head.start(200).append("\u010a\u20ac\u00e9");
		assertThat(text()).endsWith("??\u00e9");
	}

	@Test
	void whenHeadIsLargeThenItGrowsAndTheNextOneStartsAfresh() {
		this.head.start(200).append("x".repeat(100_000));
		assertThat(this.head.length()).isEqualTo("HTTP/1.1 200 OK\r\n".length() + 100_000);
		this.head.start(404);
		assertThat(text()).isEqualTo("HTTP/1.1 404 Not Found\r\n");
	}

	private void header(String name, String value) {
		this.head.append(name).colon().append(value).endLine();
	}

	private String text() {
		return new String(this.head.bytes(), 0, this.head.length(), StandardCharsets.ISO_8859_1);
	}

}
