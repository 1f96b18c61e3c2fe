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
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link ListenerSocket} at a unix path.
 */
@ExtendWith(NoSocketLeak.class)
class UnixListenerTests {

	@TempDir
	Path directory;

	@Test
	void whenBoundThenClientsReachIt() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS)) {
			assertThat(Peers.accept(listener)).isFalse();
			assertThat(Peers.reaches(path, listener)).isTrue();
			try (SocketChannel client = Peers.connect(path)) {
				assertThat(client.isConnected()).isTrue();
				assertThat(Peers.accept(listener)).isTrue();
			}
		}
	}

	@Test
	void whenBoundThenItDescribesItself() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS.withMode(0060))) {
			assertThat(listener.address()).isEqualTo(new UnixAddress(path));
			assertThat(listener.inetAddress()).isNull();
			assertThat(listener.isUnix()).isTrue();
			assertThat(listener.isInherited()).isFalse();
			assertThat(listener.describe()).isEqualTo("UNIX address " + path + " (mode 060)");
		}
	}

	@Test
	void whenBoundThenTheKernelListsItUnderANameThatContainsItsOwn() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS)) {
			assertThat(listener.socket().localDomainSocketAddress().path())
				.startsWith(this.directory.resolve(".app.sock.").toString());
		}
	}

	@Test
	void whenBoundThenNothingButTheSocketIsLeftInTheDirectory() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS)) {
			assertThat(listener.isUnix()).isTrue();
			assertThat(files()).containsExactly(path);
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void whenBoundThenModeIsTheOneAskedFor() throws IOException {
		for (int mode : new int[] { 0660, 0600, 0666, 0777, 0000 }) {
			Path path = this.directory.resolve("mode" + mode);
			try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS.withMode(mode))) {
				assertThat(listener.isUnix()).isTrue();
				assertThat(permissions(path)).isEqualTo(mode);
			}
		}
	}

	@Test
	void socketHasItsModeAndListensFromItsFirstAppearance() throws Exception {
		Path path = this.directory.resolve("app.sock");
		Set<String> seen = new ConcurrentSkipListSet<>();
		AtomicBoolean stop = new AtomicBoolean();
		CompletableFuture<Void> watcher = CompletableFuture.runAsync(() -> {
			while (!stop.get()) {
				watch(path, seen);
			}
		});
		// 0602 has a bit that no usual umask leaves and lacks one that it does
		ListenOptions options = Peers.OPTIONS.withMode(0602).withVacuum(false);
		for (int i = 0; i < 200; i++) {
			try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), options)) {
				long end = System.nanoTime() + 200_000;
				while (System.nanoTime() < end) {
					Peers.accept(listener);
				}
				Files.delete(path);
			}
		}
		stop.set(true);
		watcher.join();
		assertThat(seen).containsExactlyInAnyOrder("mode 602", "connected");
	}

	private void watch(Path path, Set<String> seen) {
		try {
			seen.add("mode " + Integer.toOctalString(permissions(path)));
			Peers.connect(path).close();
			seen.add("connected");
		}
		catch (NoSuchFileException ex) {
			// not there
		}
		catch (IOException ex) {
			// refused is fine only if it is gone by now: it is removed before it is
			// closed
			if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !String.valueOf(ex.getMessage()).contains("No such")) {
				seen.add(ex.toString());
			}
		}
	}

	@Test
	void whenPathHas107BytesThenItIsBound() throws IOException {
		Path path = pathOfLength(107, "a");
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS)) {
			assertThat(Peers.reaches(path, listener)).isTrue();
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void whenPathHas108BytesThenTheLengthAndTheLimitAreNamed() throws IOException {
		SocketBindException failure = Failures.bindFails(new UnixAddress(pathOfLength(108, "a")));
		assertThat(failure.description()).contains("the path has 108 bytes, a unix socket can have 107");
		assertThat(failure.action()).contains("uwsgi.socket");
		assertThat(files()).isEmpty();
	}

	@Test
	void whenPathHas107BytesIn3ByteCharactersThenItIsBound() throws IOException {
		assumeThat(PathEncoding.name()).isEqualTo("UTF-8");
		Path path = pathOfLength(107, "\u20ac");
		assertThat(path.toString().length()).isLessThan(100);
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS)) {
			assertThat(Peers.reaches(path, listener)).isTrue();
			assertThat(permissions(path)).isEqualTo(0660);
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void whenPathHas108BytesIn3ByteCharactersThenBytesAreCounted() throws IOException {
		assumeThat(PathEncoding.name()).isEqualTo("UTF-8");
		Path path = pathOfLength(108, "\u20ac");
		assertThat(Failures.bindFails(new UnixAddress(path)).description()).contains("108 bytes");
	}

	@Test
	void whenTheJvmEncodesThePathOtherwiseThanTheKernelSeesItThenItIsRefused() {
		String encoding = PathEncoding.name();
		assumeThat(encoding).isEqualTo("UTF-8");
		UnixAddress address = new UnixAddress(this.directory.resolve("\u00fc.sock"));
		System.setProperty("sun.jnu.encoding", "ISO-8859-1");
		try {
			SocketBindException failure = Failures.bindFails(address);
			assertThat(failure.description()).contains("this JVM encodes file names as ISO-8859-1");
			assertThat(failure.action()).contains("LC_ALL=C.UTF-8");
		}
		finally {
			System.setProperty("sun.jnu.encoding", encoding);
		}
	}

	@Test
	void whenThereIsRoomForVeryShortNamesOnlyThenTheTemporaryNameIsShortToo() throws IOException {
		for (int nameLength = 1; nameLength <= 12; nameLength++) {
			Path deep = directoryOfLength(107 - 1 - nameLength);
			Path path = deep.resolve("x".repeat(nameLength));
			assertThat(path.toString()).hasSize(107);
			try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS)) {
				assertThat(Peers.reaches(path, listener)).isTrue();
				assertThat(listFiles(deep)).containsExactly(path);
			}
		}
	}

	@Test
	void whenClosedThenTheFileIsGoneAndClosingAgainDoesNothing() throws IOException {
		Path path = this.directory.resolve("app.sock");
		ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS);
		listener.close();
		assertThat(path).doesNotExist();
		assertThat(listener.socket().isOpen()).isFalse();
		try (ListenerSocket successor = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS)) {
			listener.close();
			assertThat(Peers.reaches(path, successor)).isTrue();
		}
	}

	@Test
	void whenVacuumIsOffThenTheFileStays() throws IOException {
		Path path = this.directory.resolve("app.sock");
		ListenOptions options = Peers.OPTIONS.withVacuum(false);
		ListenerSocket.bind(new UnixAddress(path), options).close();
		assertThat(path).exists();
		ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS).close();
		assertThat(path).doesNotExist();
	}

	@Test
	void whenTheFileWasReplacedBySomebodyElseThenItStays() throws IOException {
		Path path = this.directory.resolve("app.sock");
		ListenerSocket first = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS);
		Files.delete(path);
		try (ListenerSocket second = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS)) {
			first.close();
			assertThat(path).exists();
			assertThat(Peers.reaches(path, second)).isTrue();
		}
		assertThat(path).doesNotExist();
	}

	@Test
	void whenTheFileIsAlreadyGoneThenClosingWorks() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS)) {
			assertThat(listener.isUnix()).isTrue();
			Files.delete(path);
		}
		assertThat(files()).isEmpty();
	}

	private int permissions(Path path) throws IOException {
		return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
	}

	private List<Path> files() throws IOException {
		return listFiles(this.directory);
	}

	private List<Path> listFiles(Path parent) throws IOException {
		try (Stream<Path> files = Files.list(parent)) {
			return files.toList();
		}
	}

	private Path pathOfLength(int bytes, String character) {
		int room = bytes - byteLength(this.directory.toString()) - 1;
		int width = byteLength(character);
		return this.directory.resolve("a".repeat(room % width) + character.repeat(room / width));
	}

	private Path directoryOfLength(int bytes) throws IOException {
		return Files.createDirectories(pathOfLength(bytes, "d"));
	}

	private static int byteLength(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

}
