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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.uwsgi4j.test.RequestPromise;
import io.uwsgi4j.test.Trick;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same bytes to our connector and to uWSGI: it takes the same requests out of them,
 * apart from what {@link UwsgiDifference} lists.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UwsgiComparisonTests {

	private static final Path CORPUS = Path.of("..", "uwsgi-runtime", "src", "test", "resources", "fuzz", "packets");

	// Any will do, as long as it is the same each time.
	private static final long SEED = 20261126;

	private static final int MUTATIONS = 4000;

	private static final int REPORTED = 5;

	private ComparedConnectors connectors;

	private List<ComparedPacket> recorded;

	private List<ComparedPacket> made;

	private List<ComparedPacket> mutated;

	@BeforeAll
	void start() {
		this.connectors = new ComparedConnectors();
		List<SentPacket> corpus = corpus();
		this.recorded = this.connectors
			.compare(corpus.stream().flatMap((packet) -> Stream.of(packet, packet.held())).toList());
		this.made = this.connectors.compare(Stream.concat(tricks(), others()).toList());
		List<SentPacket> changeable = corpus.stream()
			.filter((packet) -> packet.count() > 0 && !packet.isMalformed())
			.toList();
		this.mutated = this.connectors.compare(PacketMutations.of(changeable, MUTATIONS, SEED));
	}

	@AfterAll
	void stop() {
		if (this.connectors != null) {
			this.connectors.close();
		}
	}

	Stream<ComparedPacket> packets() {
		return Stream.of(this.recorded, this.made).flatMap(List::stream);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("packets")
	void whenPacketIsSentToBothThenOnlyKnownDifferencesShow(ComparedPacket compared) {
		assertThat(compared.unexplained(shown())).as(compared::report).isEmpty();
	}

	@Test
	void whenPacketIsChangedAtRandomThenOnlyKnownDifferencesShow() {
		assertThat(this.mutated).hasSizeGreaterThan(MUTATIONS * 9 / 10);
		assertThat(this.mutated.stream()
			.filter((compared) -> !compared.unexplained(shown()).isEmpty())
			.limit(REPORTED)
			.map((compared) -> compared.report() + compared.unexplained(shown()))).isEmpty();
	}

	@Test
	void whenUwsgiServesWhatARealProxySendsThenWeDoToo() {
		assertThat(this.recorded).filteredOn((compared) -> !compared.packet().toString().startsWith("made-"))
			.filteredOn((compared) -> compared.isServedByUwsgi() && !compared.isServed())
			.extracting(ComparedPacket::toString)
			// Two opinions about the host; chunks that the router is not told to send.
			.containsExactly("uwsgi-router-absolute", "uwsgi-router-absolute (held)", "uwsgi-router-chunked",
					"uwsgi-router-chunked (held)");
	}

	@Test
	void whenDifferenceIsKnownThenAPacketShowsIt() {
		Set<UwsgiDifference> shown = shown();
		Stream.concat(packets(), this.mutated.stream()).forEach((compared) -> compared.unexplained(shown));
		assertThat(shown).containsExactlyInAnyOrder(UwsgiDifference.values());
	}

	@Test
	void whenDifferenceIsKnownThenTheDocumentExplainsIt() {
		assertThat(DifferencesDocument.names("Compared with uWSGI"))
			.containsExactlyElementsOf(Arrays.stream(UwsgiDifference.values()).map(DifferencesDocument::name).toList());
	}

	private static Set<UwsgiDifference> shown() {
		return EnumSet.noneOf(UwsgiDifference.class);
	}

	private static List<SentPacket> corpus() {
		List<SentPacket> packets = new ArrayList<>();
		try (Stream<Path> files = Files.list(CORPUS)) {
			for (Path file : files.sorted().toList()) {
				packets.add(SentPacket.ended(file.getFileName().toString(), Files.readAllBytes(file)));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return packets;
	}

	private static Stream<SentPacket> tricks() {
		return Arrays.stream(RequestPromise.values())
			.flatMap((promise) -> promise.tricks()
				.stream()
				.filter(Trick::isPacket)
				.map((trick) -> SentPacket.ended(promise + ": " + trick, trick.wireBytes())));
	}

	// PSGI, Rack, JVM, CGI, PHP; echo, signal, RPC, and what nobody knows.
	private static Stream<SentPacket> others() {
		return Stream.of(5, 7, 8, 9, 14, 101, 110, 173, 255)
			.map((modifier) -> SentPacket.ended("modifier " + modifier,
					UwsgiPacket.get("/a?b").modifier1(modifier).toBytes()));
	}

}
