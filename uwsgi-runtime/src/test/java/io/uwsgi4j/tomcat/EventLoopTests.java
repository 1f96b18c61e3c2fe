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
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.LogCapture;
import io.uwsgi4j.test.UwsgiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An error, say because the heap is full at the moment, costs the event loop one event.
 */
class EventLoopTests {

	private static final OutOfMemoryError ERROR = new OutOfMemoryError("expected by the test");

	@TempDir
	private Path directory;

	private final EventLoop loop = new EventLoop("event-loop-tests", Thread.NORM_PRIORITY);

	private final AtomicInteger calls = new AtomicInteger();

	@AfterEach
	void stopLoop() {
		this.loop.stop();
	}

	@Test
	void whenHandleFailsThenTheNextEventIsHandled() throws IOException {
		String path = this.directory.resolve("socket").toString();
		LinuxSocket socket = LinuxSocket.newSocketDomain();
		try (LogCapture log = LogCapture.start()) {
			socket.bind(new DomainSocketAddress(path));
			socket.listen(5);
			this.loop.execute(() -> this.loop.register(new Failing(socket)).submit(EpollIoOps.EPOLLIN));
			for (int i = 1; i <= 3; i++) {
				int expected = i;
				new UwsgiClient(path).connect().close();
				Await.until("event " + i, () -> this.calls.get() >= expected);
			}
			assertThat(log.errors()).isNotEmpty().allMatch((line) -> line.contains("goes on"));
		}
		finally {
			this.loop.stop();
			socket.close();
		}
	}

	@Test
	void whenRepeatedTaskFailsThenItIsRepeated() {
		this.loop.scheduleRepeatedly(this::fail, 1);
		Await.until("it is repeated", () -> this.calls.get() >= 3);
	}

	@Test
	void whenTasksFailThenTheNextOneRuns() {
		this.loop.execute(this::fail);
		this.loop.schedule(this::fail, 1, TimeUnit.MILLISECONDS);
		Await.until("both have run", () -> this.calls.get() == 2);
		this.loop.execute(this.calls::incrementAndGet);
		Await.until("the next one", () -> this.calls.get() == 3);
	}

	private void fail() {
		this.calls.incrementAndGet();
		throw ERROR;
	}

	/**
	 * Takes connections and fails with each of them.
	 */
	private final class Failing implements EpollIoHandle {

		private final LinuxSocket socket;

		private Failing(LinuxSocket socket) {
			this.socket = socket;
		}

		@Override
		public FileDescriptor fd() {
			return this.socket;
		}

		@Override
		public void handle(IoRegistration source, IoEvent event) {
			try {
				int fd = this.socket.accept(new byte[AcceptingCores.ADDRESS_SIZE]);
				if (fd >= 0) {
					new FileDescriptor(fd).close();
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			fail();
		}

		@Override
		public void close() {
			// The test closes what it has opened.
		}

	}

}
