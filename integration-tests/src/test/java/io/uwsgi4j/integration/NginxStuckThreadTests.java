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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of threads that are stuck in one thing or another when their requests are
 * given up, as the table in docs/harakiri.md has it. The client gets 503 whatever it is.
 */
class NginxStuckThreadTests extends AbstractNginxTests {

	private static final boolean VIRTUAL_THREADS = Boolean.getBoolean("spring.threads.virtual.enabled");

	private final AtomicReference<Exception> end = new AtomicReference<>();

	private final AtomicBoolean over = new AtomicBoolean();

	@AfterEach
	void everyThreadComesBack() {
		this.over.set(true);
		awaitThread();
	}

	@Test
	void whenThreadSleepsThenTheInterruptEndsIt() {
		assertIsInterrupted(() -> Thread.sleep(60_000), InterruptedException.class);
	}

	@Test
	void whenThreadWaitsForAnObjectThenTheInterruptEndsIt() {
		assertIsInterrupted(() -> {
			synchronized (this.end) {
				this.end.wait(60_000);
			}
		}, InterruptedException.class);
	}

	@Test
	void whenThreadWaitsForAResourceOfAPoolThenTheInterruptEndsIt() {
		assertIsInterrupted(() -> new Semaphore(0).acquire(), InterruptedException.class);
		assertIsInterrupted(() -> new ArrayBlockingQueue<Object>(1).take(), InterruptedException.class);
		assertIsInterrupted(() -> new CompletableFuture<Object>().get(), InterruptedException.class);
	}

	@Test
	void whenThreadReadsFromAChannelThenTheInterruptEndsIt() throws IOException {
		try (ServerSocket silent = listen();
				SocketChannel channel = SocketChannel.open(silent.getLocalSocketAddress())) {
			assertIsInterrupted(() -> channel.read(ByteBuffer.allocate(1)), ClosedByInterruptException.class);
		}
	}

	@Test
	void whenThreadReadsFromASocketThenItGoesOnUntilThePeerCloses() throws IOException {
		try (ServerSocket listening = listen();
				Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort());
				Socket silent = listening.accept()) {
			assertIsGivenUp(() -> socket.getInputStream().read());
			assertGoesOnUnlessVirtual();
			silent.close();
			awaitThread();
		}
	}

	@Test
	void whenThreadWaitsForARowInADatabaseThenItGoesOnUntilTheDatabaseAnswers() throws SQLException {
		Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
		String url = "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/mem:stuck;LOCK_TIMEOUT=60000";
		try (Connection other = DriverManager.getConnection(url);
				Connection own = DriverManager.getConnection(url);
				Statement statement = other.createStatement()) {
			statement.execute("create table account (id int primary key, amount int)");
			statement.execute("insert into account values (1, 0)");
			other.setAutoCommit(false);
			statement.executeUpdate("update account set amount = 1");
			assertIsGivenUp(() -> update(own));
			assertGoesOnUnlessVirtual();
			other.commit();
			awaitThread();
		}
		finally {
			database.stop();
		}
	}

	@Test
	void whenThreadWaitsForAMonitorThenItGoesOnUntilItHasIt() {
		Object monitor = new Object();
		synchronized (monitor) {
			assertIsGivenUp(() -> {
				synchronized (monitor) {
					this.over.set(true);
				}
			});
			assertGoesOn();
		}
		awaitThread();
		assertThat(this.over).isTrue();
	}

	@Test
	void whenThreadComputesThenItGoesOnUntilItIsDone() {
		assertIsGivenUp(() -> {
			while (!this.over.get()) {
				Thread.onSpinWait();
			}
		});
		assertGoesOn();
		this.over.set(true);
		awaitThread();
		assertThat(this.end).hasValue(null);
	}

	private void assertIsInterrupted(Stuck stuck, Class<? extends Exception> exception) {
		this.end.set(null);
		assertIsGivenUp(stuck);
		Await.until("the interrupt ends it", () -> this.end.get() != null);
		assertThat(this.end.get()).isInstanceOf(exception);
		awaitThread();
	}

	// A socket of a virtual thread is closed by an interrupt.
	private void assertGoesOnUnlessVirtual() {
		if (VIRTUAL_THREADS) {
			Await.until("the interrupt ends it", () -> this.end.get() != null);
		}
		else {
			assertGoesOn();
		}
	}

	private void assertGoesOn() {
		assertThat(application().protocol().getOutlivedRequests()).isEqualTo(1);
		assertThat(application().protocol().getDamagedCores()).isZero();
		assertThat(this.end).hasValue(null);
	}

	private void assertIsGivenUp(Stuck stuck) {
		String target = HandlerServlet.serve((request, response) -> {
			request.setAttribute(UwsgiProtocol.HARAKIRI_ATTRIBUTE, 1);
			try {
				stuck.run();
			}
			catch (Exception ex) {
				this.end.set(ex);
			}
		});
		assertThat(get(target).statusCode()).isEqualTo(503);
		assertThat(get("/hello").body()).isEqualTo("hello");
	}

	private void awaitThread() {
		Await.until("the thread has come back", () -> application().protocol().getOutlivedRequests() == 0);
	}

	private static ServerSocket listen() throws IOException {
		return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
	}

	private static void update(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.executeUpdate("update account set amount = 2");
		}
	}

	/**
	 * What takes too long.
	 */
	private interface Stuck {

		void run() throws Exception;

	}

}
