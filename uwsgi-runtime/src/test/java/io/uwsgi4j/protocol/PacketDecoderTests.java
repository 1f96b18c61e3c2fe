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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map.Entry;
import java.util.Random;

import io.uwsgi4j.protocol.PacketException.Fault;
import io.uwsgi4j.test.Packets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PacketDecoder}.
 */
class PacketDecoderTests {

	private static final byte[] SMALL = Packets.packet(0, 0,
			Packets.encode(List.of(Packets.var("REQUEST_METHOD", "GET"), Packets.var("CONTENT_LENGTH", ""))));

	private final PacketDecoder decoder = new PacketDecoder(PacketLimits.defaults());

	@Test
	void whenPacketIsCompleteThenVariablesAreFound() throws PacketException {
		assertThat(this.decoder.decode(ByteBuffer.wrap(SMALL))).isTrue();
		VarBlock vars = this.decoder.vars();
		assertThat(vars.size()).isEqualTo(2);
		assertThat(vars.name(0)).isEqualTo("REQUEST_METHOD");
		assertThat(vars.value(0)).isEqualTo("GET");
		assertThat(vars.name(1)).isEqualTo("CONTENT_LENGTH");
		assertThat(vars.value(1)).isEmpty();
	}

	@Test
	void whenPacketEndsAnywhereThenItIsIncomplete() throws PacketException {
		for (int length = 0; length < SMALL.length; length++) {
			this.decoder.reset();
			assertThat(this.decoder.decode(ByteBuffer.wrap(SMALL, 0, length))).as("%d bytes", length).isFalse();
			assertThat(this.decoder.received()).isEqualTo(length);
			assertThat(this.decoder.receivedBytes()).isEqualTo(Arrays.copyOf(SMALL, length));
		}
	}

	@Test
	void whenPacketIsCutAnywhereThenItContinuesInAnotherDecoder() throws PacketException {
		for (int length = 0; length < SMALL.length; length++) {
			this.decoder.reset();
			this.decoder.decode(ByteBuffer.wrap(SMALL, 0, length));
			PacketDecoder other = new PacketDecoder(PacketLimits.defaults());
			other.decode(ByteBuffer.wrap(this.decoder.receivedBytes()));
			assertThat(other.decode(ByteBuffer.wrap(SMALL, length, SMALL.length - length))).isTrue();
			assertThat(variables(other.vars())).containsExactly("REQUEST_METHOD=GET", "CONTENT_LENGTH=");
		}
	}

	@Test
	void whenPacketArrivesByteByByteThenOnlyTheLastByteCompletesIt() throws PacketException {
		for (int i = 0; i < SMALL.length; i++) {
			assertThat(this.decoder.decode(ByteBuffer.wrap(SMALL, i, 1))).isEqualTo(i == SMALL.length - 1);
		}
		assertThat(variables(this.decoder.vars())).containsExactly("REQUEST_METHOD=GET", "CONTENT_LENGTH=");
	}

	@Test
	void whenBodyFollowsThenItIsLeftInTheBuffer() throws PacketException {
		ByteBuffer in = ByteBuffer.wrap(Packets.concat(SMALL, Packets.octets("body")));
		assertThat(this.decoder.decode(in)).isTrue();
		assertThat(in.remaining()).isEqualTo(4);
		assertThat(this.decoder.decode(in)).isTrue();
		assertThat(in.remaining()).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 127, 128, 255, 256, 257, 2047, 2048, 2049, 4095, 4096, 32767, 32768, 32769, 65000 })
	void whenValueHasLengthAroundAPowerOfTwoThenItIsKept(int length) throws PacketException {
		byte[] value = new byte[length];
		new Random(length).nextBytes(value);
		byte[] block = Packets.encode(List.of(new SimpleImmutableEntry<>(Packets.octets("K"), value)));
		assertThat(this.decoder.decode(ByteBuffer.wrap(Packets.packet(0, 0, block)))).isTrue();
		VarBlock vars = this.decoder.vars();
		assertThat(vars.valueLength(0)).isEqualTo(length);
		assertThat(Arrays.copyOfRange(vars.bytes(), vars.valueStart(0), vars.valueStart(0) + length)).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 255, 256, 32767, 32768, 65531 })
	void whenNameHasLengthAroundAPowerOfTwoThenItIsKept(int length) throws PacketException {
		byte[] block = Packets.encode(List.of(Packets.var("n".repeat(length), "")));
		assertThat(this.decoder.decode(ByteBuffer.wrap(Packets.packet(0, 0, block)))).isTrue();
		assertThat(this.decoder.vars().nameLength(0)).isEqualTo(length);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4095, 4096, 32768, 65535 })
	void whenBlockIsAsLargeAsTheLimitThenItIsDecoded(int limit) throws PacketException {
		PacketDecoder limited = new PacketDecoder(new PacketLimits(limit, 10));
		assertThat(limited.decode(ByteBuffer.wrap(Packets.packet(0, 0, new byte[limit])))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "1, 2", "4096, 4097", "32767, 32768", "65534, 65535" })
	void whenBlockIsLargerThanTheLimitThenTheHeaderIsEnoughToRefuseIt(int limit, int size) {
		PacketDecoder limited = new PacketDecoder(new PacketLimits(limit, 10));
		assertThatExceptionOfType(PacketException.class)
			.isThrownBy(() -> limited.decode(ByteBuffer.wrap(Packets.header(0, size, 0))))
			.withMessage("datasize: %d (expected: <= %d)", size, limit)
			.extracting(PacketException::fault)
			.isEqualTo(Fault.BLOCK_TOO_LARGE);
	}

	@Test
	void whenLargeBlockIsAnnouncedThenMemoryGrowsWithWhatArrives() throws PacketException {
		this.decoder.decode(ByteBuffer.wrap(Packets.header(0, 65535, 0)));
		this.decoder.decode(ByteBuffer.wrap(new byte[10]));
		assertThat(this.decoder.receivedBytes()).hasSize(14);
	}

	@Test
	void whenThereAreAsManyVariablesAsAllowedThenAllAreFound() throws PacketException {
		PacketDecoder limited = new PacketDecoder(new PacketLimits(65535, 100));
		limited.decode(ByteBuffer.wrap(packetWith(100)));
		assertThat(limited.vars().size()).isEqualTo(100);
	}

	@Test
	void whenThereIsOneVariableTooManyThenPacketIsRefused() throws PacketException {
		PacketDecoder limited = new PacketDecoder(new PacketLimits(65535, 100));
		limited.decode(ByteBuffer.wrap(packetWith(101)));
		assertThatExceptionOfType(PacketException.class).isThrownBy(limited::vars)
			.withMessage("variables: more than 100 (expected: <= 100)")
			.extracting(PacketException::fault)
			.isEqualTo(Fault.TOO_MANY_VARS);
	}

	@Test
	void whenKeyIsEmptyThenPacketIsRefused() throws PacketException {
		assertMalformed(new byte[] { 0, 0, 1, 0, 'v' }, "key length: 0 (expected: >= 1)");
	}

	@Test
	void whenBlockEndsInsideALengthOrTextThenPacketIsRefused() throws PacketException {
		byte[] block = Packets.encode(List.of(Packets.var("KEY", "value")));
		for (int length = 1; length < block.length; length++) {
			this.decoder.reset();
			this.decoder.decode(ByteBuffer.wrap(Packets.packet(0, 0, Arrays.copyOf(block, length))));
			assertThatExceptionOfType(PacketException.class).as("%d bytes", length)
				.isThrownBy(this.decoder::vars)
				.extracting(PacketException::fault)
				.isEqualTo(Fault.MALFORMED_BLOCK);
		}
	}

	@Test
	void whenValueRunsPastTheEndThenMessageSaysHowFar() throws PacketException {
		assertMalformed(new byte[] { 1, 0, 'k', 6, 0, 'v', 'a', 'l', 'u', 'e' }, "value length: 6 (expected: <= 5)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1", "POST / HTTP/1.1", "HEAD / HTTP/1.1", "PUT / HTTP/1.1",
			"DELETE / HTTP/1.1", "OPTIONS * HTTP/1.1", "PATCH / HTTP/1.1", "PRI * HTTP/2.0" })
	void whenHttpIsSpokenThenTheMessageSaysWhatToUse(String line) {
		assertThatExceptionOfType(PacketException.class)
			.isThrownBy(() -> this.decoder.decode(ByteBuffer.wrap(Packets.octets(line))))
			.withMessageContaining("use uwsgi_pass")
			.extracting(PacketException::fault)
			.isEqualTo(Fault.FOREIGN_PROTOCOL);
	}

	@Test
	void whenTlsIsSpokenThenPacketIsRefused() {
		assertThatExceptionOfType(PacketException.class)
			.isThrownBy(() -> this.decoder.decode(ByteBuffer.wrap(new byte[] { 0x16, 3, 1, 0, 5 })))
			.withMessageContaining("TLS")
			.extracting(PacketException::fault)
			.isEqualTo(Fault.FOREIGN_PROTOCOL);
	}

	@Test
	void whenBytesAreThoseOfAPacketThenTheyAreNotForeign() {
		assertThat(PacketDecoder.isForeign(SMALL)).isFalse();
		assertThat(PacketDecoder.isForeign(Packets.octets("GET "))).isTrue();
		assertThat(PacketDecoder.packetSize(SMALL)).isEqualTo(SMALL.length);
	}

	@Test
	void whenPacketsAreRandomlyFragmentedThenTheyComeOutAsTheyWentIn() throws PacketException {
		Random random = new Random(20260401);
		for (int round = 0; round < 500; round++) {
			List<Entry<byte[], byte[]>> expected = randomVariables(random);
			byte[] packet = Packets.packet(random.nextInt(2) * 30, random.nextInt(256), Packets.encode(expected));
			this.decoder.reset();
			int position = 0;
			boolean complete = false;
			while (!complete) {
				int count = Math.min(random.nextInt(1, 200), packet.length - position);
				complete = this.decoder.decode(ByteBuffer.wrap(packet, position, count));
				position += count;
			}
			assertThat(position).isEqualTo(packet.length);
			assertThat(this.decoder.modifier1()).isEqualTo(packet[0] & 0xff);
			assertThat(this.decoder.modifier2()).isEqualTo(packet[3] & 0xff);
			assertSame(this.decoder.vars(), expected);
		}
	}

	private void assertMalformed(byte[] block, String message) throws PacketException {
		this.decoder.decode(ByteBuffer.wrap(Packets.packet(0, 0, block)));
		assertThatExceptionOfType(PacketException.class).isThrownBy(this.decoder::vars)
			.withMessage(message)
			.extracting(PacketException::fault)
			.isEqualTo(Fault.MALFORMED_BLOCK);
	}

	private static void assertSame(VarBlock vars, List<Entry<byte[], byte[]>> expected) {
		assertThat(vars.size()).isEqualTo(expected.size());
		for (int i = 0; i < expected.size(); i++) {
			assertThat(vars.name(i)).isEqualTo(text(expected.get(i).getKey()));
			assertThat(vars.value(i)).isEqualTo(text(expected.get(i).getValue()));
		}
	}

	private static List<Entry<byte[], byte[]>> randomVariables(Random random) {
		List<Entry<byte[], byte[]>> variables = new ArrayList<>();
		for (int i = random.nextInt(80); i > 0; i--) {
			byte[] name = new byte[random.nextInt(1, 40)];
			byte[] value = new byte[random.nextInt(100)];
			random.nextBytes(name);
			random.nextBytes(value);
			variables.add(new SimpleImmutableEntry<>(name, value));
		}
		return variables;
	}

	private static byte[] packetWith(int variables) {
		List<Entry<byte[], byte[]>> entries = new ArrayList<>();
		for (int i = 0; i < variables; i++) {
			entries.add(Packets.var("V" + i, "v"));
		}
		return Packets.packet(0, 0, Packets.encode(entries));
	}

	private static List<String> variables(VarBlock vars) {
		List<String> variables = new ArrayList<>();
		for (int i = 0; i < vars.size(); i++) {
			variables.add(vars.name(i) + "=" + vars.value(i));
		}
		return variables;
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
