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

package io.uwsgi4j.socket;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketPublisher}.
 */
@ExtendWith(NoSocketLeak.class)
class SocketPublisherTests {

	@TempDir
	Path directory;

	@Test
	void whenTheDeadSocketWasReplacedByALiveOneMeanwhileThenThatStays() throws IOException {
		Path path = this.directory.resolve("app.sock");
		Peers.leaveDeadSocket(path);
		UnixAddress address = new UnixAddress(path);
		FileStatus dead = new PathOccupant(address).findDeadSocket();
		assertThat(dead).isNotNull();
		Path kept = this.directory.resolve("keeps-the-inode");
		Files.move(path, kept);
		try (ServerSocketChannel server = Peers.liveServer(path, 10)) {
			new SocketPublisher(address, new PathOccupant(address)).remove(dead);
			Peers.connect(path).close();
			server.accept().close();
			assertThat(files()).containsExactlyInAnyOrder(path, kept);
		}
	}

	@Test
	void whenTheDeadSocketVanishesMeanwhileThenNothingHappens() throws IOException {
		UnixAddress address = new UnixAddress(this.directory.resolve("app.sock"));
		Peers.leaveDeadSocket(address.path());
		FileStatus dead = new PathOccupant(address).findDeadSocket();
		Files.delete(address.path());
		new SocketPublisher(address, new PathOccupant(address)).remove(dead);
		assertThat(files()).isEmpty();
	}

	@Test
	void whenSeveralStartAtTheSameTimeThenExactlyOneSucceedsAndIsReachable() throws Exception {
		int starters = 8;
		Path path = this.directory.resolve("app.sock");
		ExecutorService executor = Executors.newFixedThreadPool(starters);
		try {
			for (int round = 0; round < 200; round++) {
				if (round % 2 == 0) {
					Peers.leaveDeadSocket(path);
				}
				List<ListenerSocket> winners = startTogether(executor, starters, path);
				assertThat(winners).hasSize(1);
				drain(winners.get(0));
				assertThat(Peers.reaches(path, winners.get(0))).isTrue();
				winners.get(0).close();
				assertThat(files()).isEmpty();
			}
		}
		finally {
			executor.shutdown();
		}
	}

	@Test
	void whenSomebodyElseHoldsTheLockThenItIsWaitedForAMomentOnly() throws IOException {
		UnixAddress address = new UnixAddress(this.directory.resolve("app.sock"));
		Peers.leaveDeadSocket(address.path());
		StartLock lock = StartLock.acquire(address);
		CompletableFuture<ListenerSocket> start = CompletableFuture.supplyAsync(() -> {
			try {
				return ListenerSocket.bind(address, Peers.OPTIONS);
			}
			catch (SocketBindException ex) {
				throw new CompletionException(ex);
			}
		});
		assertThat(start).failsWithin(Duration.ofMillis(200));
		assertThat(start).succeedsWithin(Duration.ofSeconds(10));
		lock.close();
		start.join().close();
	}

	private List<ListenerSocket> startTogether(ExecutorService executor, int starters, Path path) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(starters);
		List<Future<ListenerSocket>> attempts = new ArrayList<>();
		for (int i = 0; i < starters; i++) {
			attempts.add(executor.submit(() -> {
				barrier.await();
				try {
					return ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS);
				}
				catch (SocketBindException ex) {
					assertThat(ex.description()).contains("already served by a running process");
					return null;
				}
			}));
		}
		List<ListenerSocket> winners = new ArrayList<>();
		for (Future<ListenerSocket> attempt : attempts) {
			ListenerSocket winner = attempt.get();
			if (winner != null) {
				winners.add(winner);
			}
		}
		return winners;
	}

	private static void drain(ListenerSocket listener) throws IOException {
		while (Peers.accept(listener)) {
			Thread.onSpinWait();
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

}
