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

package io.uwsgi4j.test;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The test client's idea of packets and responses, against literals.
 */
class UwsgiPacketTests {

	@Test
	void whenVarsAreEncodedThenLengthsAreLittleEndian() {
		byte[] block = Packets.encode(List.of(Packets.var("KEY", "v".repeat(258)), Packets.var("E", "")));
		assertThat(block).startsWith(3, 0, 'K', 'E', 'Y', 2, 1, 'v').endsWith('v', 1, 0, 'E', 0, 0);
		assertThat(block).hasSize(2 + 3 + 2 + 258 + 2 + 1 + 2);
	}

	@Test
	void whenKeysRepeatThenAllAreEncoded() {
		Map.Entry<byte[], byte[]> var = Packets.var("A", "1");
		assertThat(Packets.encode(List.of(var, var))).containsExactly(1, 0, 'A', 1, 0, '1', 1, 0, 'A', 1, 0, '1');
	}

	@Test
	void whenPacketIsCompleteThenHeaderTellsTheSize() {
		byte[] packet = UwsgiPacket.empty().var("A", "1").modifier1(7).modifier2(9).body(new byte[] { 42 }).toBytes();
		assertThat(packet).containsExactly(7, 6, 0, 9, 1, 0, 'A', 1, 0, '1', 42);
	}

	@Test
	void whenSizeIsALieThenHeaderTellsTheLie() {
		assertThat(UwsgiPacket.empty().var("A", "1").datasize(0x1234).head()).startsWith(0, 0x34, 0x12, 0, 1);
	}

	@Test
	void whenPacketIsPaddedThenItHasExactlyThatLength() {
		assertThat(UwsgiPacket.get("/").padTo(5000).block()).hasSize(5000);
		assertThat(UwsgiPacket.get("/").padTo(65_535).head()).startsWith(0, 0xff, 0xff, 0);
	}

	@Test
	void whenVariablesAreReplacedThenTheyKeepTheirPlace() {
		assertThat(UwsgiPacket.empty().var("A", "1").var("B", "2").set("A", "3").without("B").block())
			.containsExactly(1, 0, 'A', 1, 0, '3');
	}

	@ParameterizedTest
	@CsvSource({ "/,/", "/a%20b,/a b", "//a///b,/a/b", "/a/./b/../c,/a/c", "/a/..,/", "/a/,/a/", "/a%2Fb,/a/b",
			"/a;v=1/b,/a;v=1/b", "/100%,/100%" })
	void whenPathIsRawThenDocumentUriIsWhatNginxMakesOfIt(String raw, String documentUri) {
		assertThat(DocumentUri.of(raw)).isEqualTo(documentUri);
	}

	@Test
	void whenResponseIsParsedThenNothingIsLost() {
		byte[] raw = Packets.octets("HTTP/1.1 200 All Right\r\nA: 1\r\nB:2\r\na: 3\r\n\r\nbody");
		Response response = Response.parse(raw);
		assertThat(response.protocol()).isEqualTo("HTTP/1.1");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.reason()).isEqualTo("All Right");
		assertThat(response.headers("A")).containsExactly("1", "3");
		assertThat(response.header("b")).isEqualTo("2");
		assertThat(response.header("c")).isNull();
		assertThat(response.text()).isEqualTo("body");
		assertThat(response.raw()).isEqualTo(raw);
	}

	@ParameterizedTest
	@CsvSource({ "'HTTP/1.1 200\r\n\r\n'", "'HTTP/1.1 2000 OK\r\n\r\n'", "'HTTP/1.1 200 OK\r\nA 1\r\n\r\n'",
			"'HTTP/1.1 200 OK\r\nA: 1\r\n'", "''" })
	void whenResponseIsMalformedThenParsingFails(String raw) {
		assertThatIllegalStateException().isThrownBy(() -> Response.parse(Packets.octets(raw)));
	}

	@Test
	void whenHeaderIsRepeatedThenItCannotBeReadAsOne() {
		Response response = Response.parse(Packets.octets("HTTP/1.1 200 OK\r\nA: 1\r\nA: 1\r\n\r\n"));
		assertThatIllegalStateException().isThrownBy(() -> response.header("A"));
	}

}
