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

package io.uwsgi4j.worker;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScoreboardTests {

	private static final byte[] TEXT = { 1, 2, 3 };

	private final Scoreboard scoreboard = Scoreboard.allocate(4);

	@Test
	void whenNothingHasHappenedThenEverythingIsZero() {
		assertThat(this.scoreboard.cores()).isEqualTo(4);
		assertThat(this.scoreboard.counters(3)).isEqualTo(new CoreCounters(0, 0, 0, 0, 0, 0, 0, 0, 0));
		assertThat(this.scoreboard.text(3)).isEmpty();
		assertThat(this.scoreboard.averageMicros()).isZero();
	}

	@Test
	void whenRequestBeginsThenItsCoreIsBusyAndNothingCounts() {
		this.scoreboard.begin(2, 1_700_000_000_000_000L, TEXT, TEXT.length);
		CoreCounters counters = this.scoreboard.counters(2);
		assertThat(counters.isBusy()).isTrue();
		assertThat(counters.startMicros()).isEqualTo(1_700_000_000_000_000L);
		assertThat(counters.requests()).isZero();
		assertThat(this.scoreboard.text(2)).containsExactly(1, 2, 3);
		assertThat(this.scoreboard.counters(1).isBusy()).isFalse();
	}

	@Test
	void whenRequestEndsThenItCounts() {
		this.scoreboard.begin(1, 1, TEXT, TEXT.length);
		this.scoreboard.end(new EndedRequest(1).taking(7_000).sending(45, 14));
		assertThat(this.scoreboard.counters(1)).isEqualTo(new CoreCounters(1, 0, 1, 0, 0, 0, 0, 59, 7));
	}

	@Test
	void whenRequestHasFailedThenItsFailuresCount() {
		this.scoreboard.begin(0, 1, TEXT, 0);
		this.scoreboard.end(new EndedRequest(0).failing());
		assertThat(this.scoreboard.counters(0)).isEqualTo(new CoreCounters(1, 0, 1, 1, 1, 1, 1, 0, 0));
	}

	@Test
	void whenRequestWaitsForItsBodyThenItDoesNotCount() {
		this.scoreboard.begin(0, 1, TEXT, TEXT.length);
		this.scoreboard.withdraw(0);
		assertThat(this.scoreboard.counters(0)).isEqualTo(new CoreCounters(0, 0, 1, 0, 0, 0, 0, 0, 0));
	}

	@Test
	void whenCoreStartsAnotherWhileOneWaitsThenItIsBusyUntilBothHaveEnded() {
		this.scoreboard.begin(0, 1, TEXT, TEXT.length);
		this.scoreboard.begin(0, 2, TEXT, TEXT.length);
		this.scoreboard.end(new EndedRequest(0));
		assertThat(this.scoreboard.counters(0).isBusy()).isTrue();
		this.scoreboard.end(new EndedRequest(0));
		assertThat(this.scoreboard.counters(0).isBusy()).isFalse();
		assertThat(this.scoreboard.counters(0).requests()).isEqualTo(2);
	}

	// The series of uWSGI: half of the sum of the mean so far and the last one.
	@Test
	void whenRequestsEndThenTheLastOneMakesHalfOfTheMean() {
		for (long micros : new long[] { 376, 0, 1000 }) {
			this.scoreboard.begin(0, 1, TEXT, 0);
			this.scoreboard.end(new EndedRequest(0).taking(micros * 1000));
		}
		assertThat(this.scoreboard.averageMicros()).isEqualTo((376 / 2 / 2 + 1000) / 2);
	}

	@Test
	void whenTextIsLongerThanItsPlaceThenTheRestIsLeftOut() {
		byte[] text = new byte[Scoreboard.TEXT_CAPACITY + 1];
		Arrays.fill(text, (byte) 7);
		this.scoreboard.begin(0, 1, text, text.length);
		assertThat(this.scoreboard.text(0)).hasSize(Scoreboard.TEXT_CAPACITY).containsOnly(7);
		assertThat(this.scoreboard.counters(1)).isEqualTo(new CoreCounters(0, 0, 0, 0, 0, 0, 0, 0, 0));
		assertThat(this.scoreboard.text(1)).isEmpty();
	}

	@Test
	void whenItIsResizedThenNothingThatWasCountedIsLost() {
		for (int core = 0; core < 4; core++) {
			this.scoreboard.begin(core, 1, TEXT, TEXT.length);
			this.scoreboard.end(new EndedRequest(core).taking(5_000).sending(1, 1));
		}
		Scoreboard smaller = this.scoreboard.resize(2);
		assertThat(smaller.counters(0).requests()).isEqualTo(1);
		assertThat(smaller.counters(1).requests()).isEqualTo(3);
		assertThat(smaller.counters(1).sentBytes()).isEqualTo(6);
		assertThat(smaller.counters(1).runningMicros()).isEqualTo(15);
		Scoreboard larger = smaller.resize(8);
		assertThat(IntStream.range(0, 8).mapToLong((core) -> larger.counters(core).requests()).sum()).isEqualTo(4);
		assertThat(larger.averageMicros()).isEqualTo(this.scoreboard.averageMicros());
		assertThat(larger.resize(8)).isSameAs(larger);
	}

	@Test
	void whenItIsInAFileThenAnotherOneSeesIt(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("scoreboard");
		try (FileChannel channel = FileChannel.open(Files.createFile(file), StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			Scoreboard writer = Scoreboard.create(channel.map(FileChannel.MapMode.READ_WRITE, 0, Scoreboard.size(2)),
					2);
			Scoreboard reader = Scoreboard.in(channel.map(FileChannel.MapMode.READ_ONLY, 0, Scoreboard.size(2)));
			writer.begin(1, 42, TEXT, TEXT.length);
			assertThat(reader.counters(1).startMicros()).isEqualTo(42);
			assertThat(reader.text(1)).containsExactly(1, 2, 3);
		}
	}

	@Test
	void whenMemoryIsNoScoreboardThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Scoreboard.in(ByteBuffer.allocateDirect(0)));
		assertThatIllegalArgumentException().isThrownBy(() -> Scoreboard.in(ByteBuffer.allocateDirect(100_000)));
		ByteBuffer memory = ByteBuffer.allocateDirect(Scoreboard.size(2));
		Scoreboard.create(memory, 2);
		ByteBuffer cut = memory.slice(0, memory.capacity() - 1);
		assertThatIllegalArgumentException().isThrownBy(() -> Scoreboard.in(cut)).withMessageContaining("2 cores");
		assertThatIllegalArgumentException().isThrownBy(() -> Scoreboard.create(cut, 2));
	}

	@Test
	void whenTextChangesAllTheTimeThenItIsNeverSeenTorn() throws InterruptedException {
		AtomicBoolean ended = new AtomicBoolean();
		Thread core = new Thread(() -> {
			byte[] text = new byte[Scoreboard.TEXT_CAPACITY];
			for (byte i = 0; !ended.get(); i++) {
				Arrays.fill(text, i);
				this.scoreboard.begin(0, i, text, 1 + (i & 0x7f) * 31);
				this.scoreboard.end(new EndedRequest(0).taking(1_000).sending(1, 0));
			}
		});
		core.start();
		try {
			for (int i = 0; i < 20_000; i++) {
				byte[] text = this.scoreboard.text(0);
				CoreCounters counters = this.scoreboard.counters(0);
				if (text.length > 0) {
					assertThat(text).hasSize(1 + (text[0] & 0x7f) * 31).containsOnly(text[0]);
				}
				assertThat(counters.sentBytes()).isGreaterThanOrEqualTo(counters.requests());
				assertThat(counters.runningMicros()).isGreaterThanOrEqualTo(counters.requests());
			}
		}
		finally {
			ended.set(true);
			core.join(10_000);
		}
		assertThat(core.isAlive()).isFalse();
	}

	@Test
	void whenManyThreadsShareACoreThenNothingIsLost() {
		IntStream.range(0, 8).parallel().forEach((thread) -> {
			for (int i = 0; i < 10_000; i++) {
				this.scoreboard.begin(0, 1, TEXT, TEXT.length);
				this.scoreboard.end(new EndedRequest(0).sending(1, 1));
			}
		});
		CoreCounters counters = this.scoreboard.counters(0);
		assertThat(counters.requests()).isEqualTo(80_000);
		assertThat(counters.sentBytes()).isEqualTo(160_000);
		assertThat(counters.running()).isZero();
		assertThat(this.scoreboard.text(0)).containsExactly(1, 2, 3);
	}

}
