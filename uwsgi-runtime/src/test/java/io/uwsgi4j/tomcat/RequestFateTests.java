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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.uwsgi4j.tomcat.RequestFate.Served;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request ends or is given up, and never both, whoever is interrupted where: Lincheck
 * lets a core, with one request after the other, and a watch do what they may, in every
 * order of their single steps, and compares the results with those of
 * {@link SequentialRequests}, where nothing happens at the same time.
 */
@Timeout(120)
class RequestFateTests {

	private static final int CONTESTS = 10_000;

	@Test
	void whenStepsOfCoreAndWatchAreInterleavedThenEveryRequestHasOneFate() {
		// Nothing before and after: another thread would do that.
		new ModelCheckingOptions().threads(2)
			.actorsBefore(0)
			.actorsPerThread(5)
			.actorsAfter(0)
			.iterations(30)
			.invocationsPerIteration(700)
			.sequentialSpecification(SequentialRequests.class)
			.check(Requests.class);
	}

	@Test
	void whenCoreAndWatchRunInParallelThenEveryRequestHasOneFate() throws Exception {
		RequestFate fate = new RequestFate();
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger givenUp = new AtomicInteger();
		Thread watch = new Thread(() -> {
			while (!over.get()) {
				long observed = fate.observe();
				if (observed != 0 && fate.doom(observed, Served::stop)) {
					givenUp.incrementAndGet();
				}
			}
		}, "watch");
		watch.start();
		int ended = 0;
		int lost = 0;
		try {
			while (ended < CONTESTS || lost < CONTESTS) {
				fate.begin(null);
				spin((ended < lost) ? 0 : (ended + lost) % 64);
				if (fate.end()) {
					ended++;
				}
				else {
					lost++;
				}
				assertThat(Thread.currentThread().isInterrupted()).isFalse();
			}
		}
		finally {
			over.set(true);
			watch.join();
		}
		assertThat(givenUp).hasValue(lost);
	}

	@Test
	void whenRequestWasObservedBeforeTheLastOneEndedThenTheNextOneIsNotGivenUp() {
		RequestFate fate = new RequestFate();
		fate.begin(null);
		long observed = fate.observe();
		assertThat(fate.end()).isTrue();
		assertThat(fate.doom(observed, Served::stop)).isFalse();
		fate.begin(null);
		assertThat(fate.doom(observed, Served::stop)).isFalse();
		assertThat(fate.doom(fate.observe(), Served::stop)).isTrue();
		assertThat(fate.end()).isFalse();
		fate.begin(null);
		assertThat(fate.doom(observed, Served::stop)).isFalse();
		assertThat(fate.end()).isTrue();
	}

	/**
	 * Removes what Lincheck leaves behind, which this process has open.
	 */
	@AfterAll
	static void removeBootstrapJar() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors.toList()) {
				if (Files.isRegularFile(descriptor)) {
					Path file = Files.readSymbolicLink(descriptor);
					if (file.getFileName().toString().matches("lincheck-bootstrap\\d+\\.jar")) {
						Files.delete(file);
					}
				}
			}
		}
	}

	private static void spin(int count) {
		for (int i = 0; i < count; i++) {
			Thread.onSpinWait();
		}
	}

	/**
	 * What a core and the watch do, and what they get to know by it.
	 */
	public static class Requests {

		private final RequestFate fate = new RequestFate();

		// Used by the core.

		private boolean running;

		private boolean waiting;

		// Used by the watch.
		private long observed;

		// The core's thread, from before it begins with a request until after it has left
		// it.
		private volatile @Nullable Thread serving;

		// Set while the request is being given up.
		private volatile @Nullable Served verdict;

		@Operation(nonParallelGroup = "core")
		public boolean begin() {
			if (this.running) {
				return false;
			}
			this.running = true;
			// Of the request that this thread has not ended in the last run.
			Thread.interrupted();
			this.serving = Thread.currentThread();
			this.fate.begin(null);
			return true;
		}

		@Operation(nonParallelGroup = "core")
		public boolean leave() {
			if (!this.running || this.waiting) {
				return false;
			}
			boolean left = this.fate.left();
			goOn(left);
			this.waiting = true;
			return left;
		}

		@Operation(nonParallelGroup = "core")
		public boolean resume() {
			if (!this.waiting) {
				return false;
			}
			this.waiting = false;
			this.serving = Thread.currentThread();
			this.fate.resumed(null);
			Served verdict = this.verdict;
			if (verdict != null && verdict.thread() != Thread.currentThread()) {
				throw new IllegalStateException("goes on, and nobody interrupts it");
			}
			return true;
		}

		@Operation(nonParallelGroup = "core")
		public boolean end() {
			if (!this.running) {
				return false;
			}
			boolean ended = this.fate.end();
			goOn(false);
			this.running = false;
			this.waiting = false;
			return ended;
		}

		private void goOn(boolean waits) {
			// What waits may be given up without anybody who notices.
			if (this.verdict != null && !waits) {
				throw new IllegalStateException("goes on while it is given up");
			}
			if (Thread.currentThread().isInterrupted()) {
				throw new IllegalStateException("takes the interrupt along");
			}
			this.serving = null;
		}

		@Operation(nonParallelGroup = "watch")
		public boolean observe() {
			this.observed = this.fate.observe();
			return this.observed != 0;
		}

		@Operation(nonParallelGroup = "watch")
		public boolean giveUp() {
			return this.observed != 0 && this.fate.doom(this.observed, this::execute);
		}

		private void execute(Served served) {
			this.verdict = served;
			Thread thread = served.thread();
			if (thread != null && thread != this.serving) {
				throw new IllegalStateException("interrupts a thread that has gone on");
			}
			served.stop();
			this.verdict = null;
		}

	}

	/**
	 * The same if nothing happens at the same time.
	 */
	public static class SequentialRequests {

		private int request;

		private boolean running;

		private boolean waiting;

		private boolean givenUp;

		private int observed;

		public boolean begin() {
			if (this.running) {
				return false;
			}
			this.request++;
			this.running = true;
			this.givenUp = false;
			return true;
		}

		public boolean leave() {
			if (!this.running || this.waiting) {
				return false;
			}
			this.waiting = true;
			return !this.givenUp;
		}

		public boolean resume() {
			boolean resumed = this.waiting;
			this.waiting = false;
			return resumed;
		}

		public boolean end() {
			boolean ended = this.running && !this.givenUp;
			this.running = false;
			this.waiting = false;
			return ended;
		}

		public boolean observe() {
			this.observed = (this.running && !this.givenUp) ? this.request : 0;
			return this.observed != 0;
		}

		public boolean giveUp() {
			boolean doomed = this.running && !this.givenUp && this.observed == this.request;
			this.givenUp |= doomed;
			return doomed;
		}

	}

}
