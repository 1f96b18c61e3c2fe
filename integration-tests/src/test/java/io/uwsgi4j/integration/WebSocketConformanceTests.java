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

package io.uwsgi4j.integration;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.uwsgi4j.test.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What RFC 6455 demands of a server, case by case, through nginx. The frames are Tomcat's
 * business; that they come and go unchanged, that an error is still reported before the
 * connection ends, and that it does end, is the connector's.
 * <p>
 * Where the RFC leaves a choice, the tables say what Tomcat chooses; it does so on its
 * HTTP connector, too.
 */
class WebSocketConformanceTests extends AbstractNginxTests {

	private static final int[] LENGTHS = { 0, 1, 125, 126, 127, 128, 65_535, 65_536 };

	@AfterEach
	void nothingIsLogged() {
		assertThat(application().log().errors()).isEmpty();
		assertThat(application().log().stackTraces()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource({ "messages", "lengths", "pings", "reservedBits", "reservedOpcodes", "masks", "fragments",
			"brokenFragments", "validTexts", "invalidTexts", "closes", "refusedCloses" })
	void whenFramesAreSentThenTheAnswerIsThatOfTheStandard(ConformanceCase conformanceCase) {
		try (WebSocketClient client = connect()) {
			client.send(conformanceCase.sent());
			assertThat(client.readToEnd()).extracting(Frame::toString)
				.containsExactlyElementsOf(conformanceCase.expected());
		}
	}

	@Test
	void whenOctetsComeOneByOneThenTheAnswerIsTheSame() {
		List<ConformanceCase> cases = List.of(
				ConformanceCase.echoed("text", Frame.text("\u03ba\u1f79\u03c3\u03bc\u03b5")),
				ConformanceCase.lawful("ping", Frame.ping("ping")).answeredBy(Frame.pong("ping")),
				ConformanceCase.echoed("long", Frame.binary(Payload.bytes(130))));
		for (ConformanceCase conformanceCase : cases) {
			try (WebSocketClient client = connect()) {
				client.sendOctetwise(conformanceCase.sent());
				assertThat(client.readToEnd()).extracting(Frame::toString)
					.containsExactlyElementsOf(conformanceCase.expected());
			}
		}
	}

	@Test
	void whenTextIsInvalidBeforeItsEndThenTheEndIsNotAwaited() {
		byte[] frame = Frame.text(octets("cebae1bdb9cf83cebcceb5f490808080656469746564")).toBytes();
		try (WebSocketClient client = connect()) {
			// The head and the payload up to f4 90, which cannot be continued.
			client.send(Arrays.copyOf(frame, 6 + 13));
			assertThat(client.readToEnd()).extracting(Frame::toString).containsExactly("close 1007");
		}
	}

	private WebSocketClient connect() {
		return new WebSocketClient(frontEnd(), EchoPeer.create().target(JakartaEcho.PATH));
	}

	static Stream<ConformanceCase> messages() {
		return Stream.of(ConformanceCase.lawful("no message").answeredBy(),
				ConformanceCase.lawful("text and binary", Frame.text("Hello"), Frame.binary(new byte[] { 0, 1, -1 }))
					.answeredBy(Frame.text("Hello"), Frame.binary(new byte[] { 0, 1, -1 })),
				// 5.2 obliges the sender to use the shortest form; Tomcat takes any.
				ConformanceCase.of("16 bit for a short length",
						Packets.concat(Frame.text("Hello").toBytes(126, (byte) 0, (byte) 5),
								Frame.close(1000).toBytes()),
						Frame.text("Hello"), Frame.close(1000)),
				ConformanceCase.refused("64 bit length with the first bit set", Frame.text("")
					.toBytes(127, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0)));
	}

	static Stream<ConformanceCase> lengths() {
		return Arrays.stream(LENGTHS)
			.boxed()
			.flatMap((length) -> Stream.of(ConformanceCase.echoed("text of " + length, Frame.text("*".repeat(length))),
					ConformanceCase.echoed("binary of " + length, Frame.binary(Payload.bytes(length)))));
	}

	static Stream<ConformanceCase> pings() {
		byte[] longest = Payload.bytes(125);
		Frame[] pings = IntStream.range(0, 10).mapToObj((i) -> Frame.ping("ping " + i)).toArray(Frame[]::new);
		Frame[] pongs = IntStream.range(0, 10).mapToObj((i) -> Frame.pong("ping " + i)).toArray(Frame[]::new);
		return Stream.of(ConformanceCase.lawful("empty ping", Frame.ping("")).answeredBy(Frame.pong("")),
				ConformanceCase.lawful("ping", Frame.ping("Hello")).answeredBy(Frame.pong("Hello")),
				ConformanceCase.lawful("binary ping", Frame.ping(new byte[] { 0, -1, -2, -3, 0 }))
					.answeredBy(Frame.pong(new byte[] { 0, -1, -2, -3, 0 })),
				ConformanceCase.lawful("ping of 125", Frame.ping(longest)).answeredBy(Frame.pong(longest)),
				ConformanceCase.refused("ping of 126", Frame.ping(Payload.bytes(126))),
				ConformanceCase.lawful("unsolicited pong", Frame.pong("")).answeredBy(),
				ConformanceCase.lawful("unsolicited pong, ping", Frame.pong("unsolicited"), Frame.ping("ping"))
					.answeredBy(Frame.pong("ping")),
				ConformanceCase.refused("pong of 126", Frame.pong(Payload.bytes(126))),
				ConformanceCase.lawful("ten pings", pings).answeredBy(pongs));
	}

	static Stream<ConformanceCase> reservedBits() {
		return IntStream.rangeClosed(1, 7)
			.boxed()
			.flatMap((bits) -> Stream.of(
					ConformanceCase.refused("text with reserved bits " + bits, Frame.text("Hello").withReserved(bits)),
					ConformanceCase.refused("binary with reserved bits " + bits,
							Frame.binary(new byte[8]).withReserved(bits)),
					ConformanceCase.refused("ping with reserved bits " + bits, Frame.ping("Hello").withReserved(bits)),
					ConformanceCase.refused("close with reserved bits " + bits, Frame.close(1000).withReserved(bits)),
					ConformanceCase
						.refusedLater("text, text with reserved bits " + bits, Frame.text("first"),
								Frame.text("second").withReserved(bits), Frame.ping("third"))
						.answeredBy(Frame.text("first"))));
	}

	static Stream<ConformanceCase> reservedOpcodes() {
		return IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
			.boxed()
			.flatMap((opcode) -> Stream.of(ConformanceCase.refused("empty opcode " + opcode, Frame.of(opcode, "")),
					ConformanceCase.refused("opcode " + opcode, Frame.of(opcode, "reserved")),
					ConformanceCase
						.refusedLater("text, opcode " + opcode, Frame.text("first"), Frame.of(opcode, "second"),
								Frame.ping("third"))
						.answeredBy(Frame.text("first"))));
	}

	static Stream<ConformanceCase> masks() {
		return Stream.of(ConformanceCase.refused("text without mask", Frame.text("Hello").toUnmaskedBytes()),
				ConformanceCase.refused("ping without mask", Frame.ping("Hello").toUnmaskedBytes()),
				ConformanceCase.refused("close without mask", Frame.close(1000).toUnmaskedBytes()));
	}

	static Stream<ConformanceCase> fragments() {
		Frame start = Frame.text("fragment1").unfinished();
		Frame end = Frame.continuation("fragment2");
		Frame whole = Frame.text("fragment1fragment2");
		Frame nothing = Frame.continuation("").unfinished();
		return Stream.of(ConformanceCase.lawful("two fragments", start, end).answeredBy(whole),
				ConformanceCase.lawful("ping in between", start, Frame.ping("ping"), end)
					.answeredBy(Frame.pong("ping"), whole),
				ConformanceCase.lawful("pong in between", start, Frame.pong("pong"), end).answeredBy(whole),
				ConformanceCase
					.lawful("pings everywhere", Frame.ping("0"), start, Frame.ping("1"), nothing, Frame.ping("2"), end,
							Frame.ping("3"))
					.answeredBy(Frame.pong("0"), Frame.pong("1"), Frame.pong("2"), whole, Frame.pong("3")),
				ConformanceCase.lawful("empty fragments", Frame.text("").unfinished(), nothing, Frame.continuation(""))
					.answeredBy(Frame.text("")),
				ConformanceCase
					.lawful("content in the middle", Frame.text("").unfinished(),
							Frame.continuation("middle").unfinished(), Frame.continuation(""))
					.answeredBy(Frame.text("middle")),
				ConformanceCase
					.lawful("binary fragments", Frame.binary(new byte[70_000]).unfinished(),
							Frame.continuation(new byte[70_000]))
					.answeredBy(Frame.binary(new byte[140_000])),
				ConformanceCase.lawful("two fragmented messages", start, end, start, end).answeredBy(whole, whole),
				ConformanceCase.lawful("close in between", start).answeredBy());
	}

	static Stream<ConformanceCase> brokenFragments() {
		Frame start = Frame.text("fragment1").unfinished();
		Frame end = Frame.continuation("fragment2");
		return Stream.of(ConformanceCase.refused("ping in fragments", Frame.ping("a").unfinished()),
				ConformanceCase.refused("pong in fragments", Frame.pong("a").unfinished()),
				ConformanceCase.refused("close in fragments", Frame.close(1000).unfinished()),
				ConformanceCase.refused("continuation of nothing", end),
				ConformanceCase.refused("fragment that continues nothing", end.unfinished(), Frame.text("Hello")),
				ConformanceCase.refusedLater("continuation after a message", Frame.text("whole"), end)
					.answeredBy(Frame.text("whole")),
				ConformanceCase.refusedLater("continuation after the last", start, end, end)
					.answeredBy(Frame.text("fragment1fragment2")),
				ConformanceCase.refused("text within a message", start, Frame.text("Hello")),
				ConformanceCase.refused("binary within a message", start, Frame.binary(new byte[3])),
				ConformanceCase.refusedLater("text within a message, ping", start, Frame.ping("ping"), Frame.text("a"))
					.answeredBy(Frame.pong("ping")));
	}

	static Stream<ConformanceCase> validTexts() {
		Stream<byte[]> codePoints = IntStream
			.of(0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x1fffe, 0xfffff,
					0x10fffe, 0x10ffff)
			.mapToObj((codePoint) -> Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
		return codePoints.flatMap((text) -> Stream.of(ConformanceCase.echoed(hex(text), Frame.text(text)),
				ConformanceCase.lawful(hex(text) + " in fragments of one octet", octetwise(text))
					.answeredBy(Frame.text(text))));
	}

	static Stream<ConformanceCase> invalidTexts() {
		return Stream.of("80", "bf", "8080", "c0", "c0af", "c080", "c1bf", "c220", "df", "e080af", "e09fbf", "e0a0",
				"e28280e2", "eda080", "edadbf", "edb080", "edbfbf", "eda080edb080", "f0808080", "f08fbfbf", "f09d84",
				"f4908080", "f7bfbfbf", "f888808080", "fc8480808080", "fe", "ff", "fefeffff", "48656c6c6fff48656c6c6f",
				"cebae1bdb9cf83cebcceb5eda080656469746564", "cebae1bdb9cf83cebcceb5f4908080656469746564")
			.flatMap((hex) -> Stream.of(ConformanceCase.invalidText(hex, Frame.text(octets(hex))),
					ConformanceCase.invalidText(hex + " in the second fragment", Frame.text("ok").unfinished(),
							Frame.continuation(octets(hex))),
					ConformanceCase.invalidText(hex + " in fragments of one octet", octetwise(octets(hex)))));
	}

	static Stream<ConformanceCase> closes() {
		Stream<ConformanceCase> codes = IntStream
			.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
			.mapToObj((code) -> ConformanceCase.of("close " + code, Frame.close(code, "reason").toBytes(),
					Frame.close(code)));
		return Stream.concat(codes, Stream.of(
				// 7.1.5: no code is 1005, which must not be sent; Tomcat takes 1000.
				ConformanceCase.of("close without a code", Frame.close(new byte[0]).toBytes(), Frame.close(1000)),
				ConformanceCase.of("longest reason", Frame.close(1000, "*".repeat(123)).toBytes(), Frame.close(1000)),
				ConformanceCase.of("close twice", WebSocketClient.bytes(Frame.close(1000), Frame.close(1000)),
						Frame.close(1000)),
				ConformanceCase.of("ping after the close", WebSocketClient.bytes(Frame.close(1000), Frame.ping("a")),
						Frame.close(1000)),
				ConformanceCase.of("text after the close", WebSocketClient.bytes(Frame.close(1000), Frame.text("a")),
						Frame.close(1000)),
				ConformanceCase.of("broken frame after the close",
						WebSocketClient.bytes(Frame.close(1000), Frame.text("a").withReserved(7)), Frame.close(1000))));
	}

	static Stream<ConformanceCase> refusedCloses() {
		// 1012 to 1014 were registered after the RFC. Tomcat does not know them, and
		// 7.4.2
		// reserves them.
		Stream<ConformanceCase> codes = IntStream
			.of(0, 999, 1004, 1005, 1006, 1012, 1013, 1014, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
			.mapToObj((code) -> ConformanceCase.refused("close " + code, Frame.close(code, "reason")));
		return Stream.concat(codes,
				Stream.of(ConformanceCase.refused("half a code", Frame.close(new byte[] { 3 })),
						ConformanceCase.refused("reason too long", Frame.close(1000, "*".repeat(124))),
						// 8.1 demands the end of the connection, not a certain code;
						// Tomcat's is that of
						// a protocol error.
						ConformanceCase.refused("reason that is no UTF-8",
								Frame.close(1000, octets("cebae1bdb9cf83cebcceb5eda080656469746564"))),
						ConformanceCase.refused("reason that ends in the middle of a character",
								Frame.close(1000, octets("e282")))));
	}

	private static Frame[] octetwise(byte[] text) {
		Frame[] frames = new Frame[text.length];
		for (int i = 0; i < text.length; i++) {
			byte[] octet = { text[i] };
			Frame frame = (i == 0) ? Frame.text(octet) : Frame.continuation(octet);
			frames[i] = (i < text.length - 1) ? frame.unfinished() : frame;
		}
		return frames;
	}

	private static byte[] octets(String hex) {
		return HexFormat.of().parseHex(hex);
	}

	private static String hex(byte[] octets) {
		return HexFormat.of().formatHex(octets);
	}

}
