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
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for what {@link ListenerSocket} finds at a unix path and around it.
 */
@ExtendWith(NoSocketLeak.class)
class UnixPathFailureTests {

	@TempDir
	Path directory;

	@AfterEach
	void noTemporaryFileIsLeft() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			assertThat(files.map((path) -> path.getFileName().toString())).noneMatch((name) -> name.startsWith("."));
		}
	}

	@Test
	void whenDirectoryIsMissingThenItIsNamed() {
		SocketBindException failure = bindFails(this.directory.resolve("no/app.sock"));
		assertThat(failure.description()).contains("directory '" + this.directory.resolve("no") + "' does not exist");
		assertThat(failure.action()).contains("RuntimeDirectory=");
	}

	@Test
	void whenParentIsAFileThenItIsNamed() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		assertThat(bindFails(file.resolve("app.sock")).description())
			.contains("'" + file + "' is a regular file, not a directory");
		assertThat(bindFails(file.resolve("deeper/app.sock")).description())
			.contains("directory '" + file.resolve("deeper") + "' ");
	}

	@Test
	void whenDirectoryIsNotWritableThenItsModeAndOwnerAreNamed() throws IOException {
		assumeThat(isRoot()).isFalse();
		Path closed = Files.createDirectory(this.directory.resolve("closed"));
		Files.setAttribute(closed, "unix:mode", 0555);
		SocketBindException failure = bindFails(closed.resolve("app.sock"));
		assertThat(failure.description()).contains("directory '" + closed + "' is not writable for this process (uid ")
			.contains("mode 555, owner ")
			.contains("(" + uid() + ":");
	}

	@Test
	void whenDirectoryIsWritableByEverybodyThenThatIsWarnedOf() throws IOException {
		Path open = Files.createDirectory(this.directory.resolve("open"));
		assertThat(warnings(open, 0777)).singleElement(InstanceOfAssertFactories.STRING)
			.contains("'" + open + "'", "unix:" + open + "/app.sock", "mode 777, owner ");
		assertThat(warnings(open, 01777)).as("with sticky bit").isEmpty();
		assertThat(warnings(open, 0775)).isEmpty();
	}

	private List<String> warnings(Path parent, int mode) throws IOException {
		Files.setAttribute(parent, "unix:mode", mode);
		List<String> warnings = new ArrayList<>();
		Handler handler = new Handler() {

			@Override
			public void publish(LogRecord logged) {
				warnings.add(new SimpleFormatter().formatMessage(logged));
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		Logger logger = Logger.getLogger(ParentDirectory.class.getName());
		logger.addHandler(handler);
		try (ListenerSocket listener = bind(parent.resolve("app.sock"))) {
			assertThat(listener.isUnix()).isTrue();
		}
		finally {
			logger.removeHandler(handler);
		}
		return warnings;
	}

	@Test
	void whenFileSystemTakesNoFilesThenItFails() {
		assertThat(bindFails(Path.of("/proc/app.sock")).description()).contains("/proc/app.sock");
	}

	@Test
	void whenParentIsASymbolicLinkThenItIsFollowed() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"),
				Files.createDirectory(this.directory.resolve("target")));
		try (ListenerSocket listener = bind(link.resolve("app.sock"))) {
			assertThat(Peers.reaches(link.resolve("app.sock"), listener)).isTrue();
		}
	}

	@Test
	void whenPathIsARegularFileThenItStays() throws IOException {
		Path path = Files.writeString(this.directory.resolve("app.sock"), "precious");
		SocketBindException failure = bindFails(path);
		assertThat(failure.description()).contains("'" + path + "' exists and is a regular file, not a socket");
		assertThat(failure.action()).contains("Remove it if it is not needed");
		assertThat(path).hasContent("precious");
	}

	@Test
	void whenPathIsADirectoryThenItStays() throws IOException {
		Path path = Files.createDirectory(this.directory.resolve("app.sock"));
		assertThat(bindFails(path).description()).contains("is a directory, not a socket");
		assertThat(path).isDirectory();
	}

	@Test
	void whenPathIsASymbolicLinkToADeadSocketThenBothStay() throws IOException {
		Path target = this.directory.resolve("target.sock");
		Peers.leaveDeadSocket(target);
		Path path = Files.createSymbolicLink(this.directory.resolve("app.sock"), target);
		assertThat(bindFails(path).description()).contains("is a symbolic link, not a socket");
		assertThat(path).isSymbolicLink();
		assertThat(target).exists();
	}

	@Test
	void whenPathIsADanglingSymbolicLinkThenItStays() throws IOException {
		Path path = Files.createSymbolicLink(this.directory.resolve("app.sock"), this.directory.resolve("nothing"));
		assertThat(bindFails(path).description()).contains("is a symbolic link, not a socket");
		assertThat(path).isSymbolicLink();
	}

	@Test
	void whenSocketIsDeadThenItIsReplaced() throws IOException {
		Path path = this.directory.resolve("app.sock");
		Peers.leaveDeadSocket(path);
		FileStatus dead = FileStatus.read(path);
		try (ListenerSocket listener = bind(path)) {
			assertThat(Peers.reaches(path, listener)).isTrue();
			assertThat(FileStatus.read(path).isSameFileAs(dead)).isFalse();
		}
		assertThat(path).doesNotExist();
	}

	@Test
	void whenSocketIsServedThenItStaysAndTheProcessIsNamed() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ServerSocketChannel server = Peers.liveServer(path, 10)) {
			SocketBindException failure = bindFails(path);
			assertThat(failure.description()).contains(
					"it is already served by a running process (pid " + ProcessHandle.current().pid() + ", ",
					"which is this process itself", "uid " + uid() + ")");
			assertThat(failure.action()).contains("ss -lxp");
			server.accept().close();
			Peers.connect(path).close();
			server.accept().close();
		}
	}

	@Test
	void whenSocketIsServedWithAFullQueueThenItStays() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ServerSocketChannel server = Peers.liveServer(path, 1)) {
			assertThat(server.isOpen()).isTrue();
			List<LinuxSocket> clients = Peers.fillQueue(path);
			assertThat(bindFails(path).description())
				.contains("it is already served by a running process (its listen queue is full)");
			assertThat(path).exists();
			for (LinuxSocket client : clients) {
				client.close();
			}
		}
	}

	@Test
	void whenSocketIsADatagramSocketInUseThenItStays() throws IOException {
		Path path = this.directory.resolve("app.sock");
		LinuxSocket datagram = LinuxSocket.newSocketDomainDgram();
		try {
			datagram.bind(new DomainSocketAddress(path.toString()));
			assertThat(bindFails(path).description()).contains("already served", "not a stream socket");
			assertThat(path).exists();
		}
		finally {
			datagram.close();
		}
	}

	@Test
	void whenSocketMayNotBeConnectedToThenItStays() throws IOException {
		assumeThat(isRoot()).isFalse();
		Path path = this.directory.resolve("app.sock");
		Peers.leaveDeadSocket(path);
		Files.setAttribute(path, "unix:mode", 0);
		assertThat(bindFails(path).description()).contains("must not connect to", "mode 000, owner ");
		assertThat(path).exists();
	}

	@Test
	void whenTwoListenersHaveOnePathThenTheSecondFailsAndTheFirstStaysReachable() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ListenerSocket listener = bind(path)) {
			assertThat(bindFails(path).description()).contains("already served");
			assertThat(Peers.accept(listener)).as("the probe's connection").isTrue();
			assertThat(Peers.reaches(path, listener)).isTrue();
		}
	}

	@Test
	void whenBacklogIsGreaterThanTheKernelsLimitThenBothNumbersAreNamed() {
		int limit = ProcFs.somaxconn().orElseThrow();
		Path path = this.directory.resolve("app.sock");
		SocketBindException failure = Failures.bindFails(new UnixAddress(path), Peers.OPTIONS.withBacklog(limit + 1));
		assertThat(failure.description()).contains(
				"Listen queue size is greater than the system max net.core.somaxconn (" + limit + ")",
				"uwsgi.listen is " + (limit + 1));
		assertThat(failure.action()).contains("uwsgi.listen").contains("sysctl -w net.core.somaxconn=" + (limit + 1));
		assertThat(path).doesNotExist();
	}

	@Test
	void whenBacklogIsTheKernelsLimitThenItIsBound() throws IOException {
		int limit = ProcFs.somaxconn().orElseThrow();
		Path path = this.directory.resolve("app.sock");
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS.withBacklog(limit))) {
			assertThat(Peers.reaches(path, listener)).isTrue();
		}
	}

	@Test
	void backlogIsTheLengthOfTheQueue() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS.withBacklog(3))) {
			assertThat(listener.isUnix()).isTrue();
			List<LinuxSocket> clients = Peers.fillQueue(path);
			// the kernel takes one more, and the last client was refused
			assertThat(clients).hasSize(3 + 1 + 1);
			for (LinuxSocket client : clients) {
				client.close();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "65534:65534", "nobody", ":65534", "4294967294:4294967294" })
	void whenRootGivesTheSocketAwayThenItHasThatOwner(String owner) throws IOException {
		assumeThat(isRoot()).isTrue();
		Path path = this.directory.resolve("app.sock");
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS.withOwner(owner))) {
			FileStatus status = FileStatus.read(path);
			assertThat(owner(status, owner)).isEqualTo(owner);
			assertThat(status.mode() & 07777).isEqualTo(0660);
			assertThat(Peers.reaches(path, listener)).isTrue();
		}
		assertThat(path).doesNotExist();
	}

	private static String owner(FileStatus status, String form) {
		String user = form.startsWith("nobody") ? status.owner() : Integer.toUnsignedString(status.uid());
		String group = Integer.toUnsignedString(status.gid());
		if (form.startsWith(":")) {
			assertThat(status.uid()).isZero();
			return ":" + group;
		}
		if (form.indexOf(':') < 0) {
			assertThat(status.gid()).isZero();
			return user;
		}
		return user + ":" + group;
	}

	@Test
	void whenTheSocketIsGivenToOneselfThenNoPrivilegeIsNeeded() throws IOException {
		Path path = this.directory.resolve("app.sock");
		FileStatus self = FileStatus.read(this.directory);
		try (ListenerSocket listener = ListenerSocket.bind(new UnixAddress(path),
				Peers.OPTIONS.withOwner(self.owner() + ":" + self.gid()))) {
			assertThat(Peers.reaches(path, listener)).isTrue();
		}
	}

	@Test
	void whenOwnerIsNotPermittedThenThePropertyAndTheFixAreNamed() {
		assumeThat(isRoot()).isFalse();
		Path path = this.directory.resolve("app.sock");
		SocketBindException failure = Failures.bindFails(new UnixAddress(path), Peers.OPTIONS.withOwner("0:0"));
		assertThat(failure.description())
			.contains("uwsgi.chown-socket '0:0' cannot be applied: not permitted to this process (uid " + uid() + ")");
		assertThat(failure.action()).contains("Only root may give a socket to another user");
		assertThat(path).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "no-such-user-1", "no-such-user-1:0", ":no-such-group-1" })
	void whenOwnerIsUnknownThenThePropertyAndTheNameAreNamed(String owner) {
		// without privileges an owner that exists is refused first
		assumeThat(isRoot() || !owner.endsWith(":0")).isTrue();
		Path path = this.directory.resolve("app.sock");
		SocketBindException failure = Failures.bindFails(new UnixAddress(path), Peers.OPTIONS.withOwner(owner));
		assertThat(failure.description()).contains("uwsgi.chown-socket '" + owner + "' cannot be applied:")
			.contains(owner.startsWith(":") ? "there is no group 'no-such-group-1'"
					: "there is no user 'no-such-user-1'");
		assertThat(path).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", "user:", "a:b:c", "a b", " user" })
	void whenOwnerIsMalformedThenTheFormIsNamed(String owner) {
		assertThat(
				Failures.bindFails(new UnixAddress(this.directory.resolve("app.sock")), Peers.OPTIONS.withOwner(owner))
					.description())
			.contains("uwsgi.chown-socket '" + owner + "'", "user, user:group or :group");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4294967295", ":99999999999" })
	void whenOwnerIsANumberOutOfRangeThenItIsRefused(String owner) {
		assertThat(
				Failures.bindFails(new UnixAddress(this.directory.resolve("app.sock")), Peers.OPTIONS.withOwner(owner))
					.description())
			.contains("is greater than 4294967294");
	}

	private SocketBindException bindFails(Path path) {
		return Failures.bindFails(new UnixAddress(path));
	}

	private ListenerSocket bind(Path path) throws SocketBindException {
		return ListenerSocket.bind(new UnixAddress(path), Peers.OPTIONS);
	}

	private static boolean isRoot() {
		return uid() == 0;
	}

	private static int uid() {
		try {
			return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
