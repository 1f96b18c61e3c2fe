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

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;

import io.uwsgi4j.stats.ListenQueueStats;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.stats.SocketStats;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Transport;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Connections that nobody accepts can be seen, and are warned about before they are too
 * many.
 */
class ListenQueueTests extends AbstractWireTests {

	private static final int BACKLOG = 10;

	private final List<UwsgiConnection> waiting = new ArrayList<>();

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(2);
		protocol.setListen(BACKLOG);
		// TCP connections would wait elsewhere until they have sent something.
		protocol.setDeferAccept(false);
	}

	@BeforeEach
	void pause() throws Exception {
		Await.until("the queue has been seen relaxed", () -> queue().length() == 0);
		server().stop();
		server().start();
		server().protocol().pause();
	}

	@AfterEach
	void resume() throws Exception {
		server().protocol().resume();
		this.waiting.forEach((connection) -> assertThat(connection.response()).satisfies(WireAssertions::isOk));
		this.waiting.forEach(UwsgiConnection::close);
		this.waiting.clear();
	}

	@Test
	void whenConnectionsWaitThenTheyAreCounted() {
		assertThat(queue().length()).isZero();
		connect(3);
		Await.until("3 wait", () -> queue().length() == 3);
		ServerStats stats = server().protocol().getStatistics();
		assertThat(stats.listenQueue()).isEqualTo(3);
		assertThat(stats.load()).isEqualTo(3);
		assertThat(stats.sockets()).extracting(SocketStats::queue).containsExactly(3L);
		assertThat(stats.sockets()).extracting(SocketStats::maxQueue).containsExactly(max());
		assertThat(warnings()).isEmpty();
	}

	@Test
	void whenConnectionsHaveBeenAcceptedThenTheHighWaterMarkStays() throws Exception {
		connect(5);
		Await.until("5 wait", () -> queue().length() == 5);
		resume();
		Await.until("none wait", () -> queue().length() == 0);
		assertThat(queue().highWaterMark()).isEqualTo(5);
		assertThat(queue().max()).isEqualTo(max());
		assertThat(queue().name()).isEqualTo(server().protocol().getStatistics().sockets().get(0).name());
		server().protocol().pause();
	}

	@Test
	void whenQueueIsNearlyFullThenOneWarningSaysWhatToDo() {
		assumeThat(this.transport).isNotEqualTo(Transport.INHERITED_FD);
		connect(8);
		Await.until("a warning", () -> !warnings().isEmpty());
		connect(1);
		Await.until("9 wait", () -> queue().length() == 9);
		assertThat(warnings()).singleElement()
			.asString()
			.contains("\"" + queue().name() + "\" is 80 % full (8/10) with 0 of 2 cores busy", "uwsgi.threads",
					"uwsgi.listen");
		assertThat(server().protocol().getStatistics().listenQueueErrors()).isZero();
		connect(1);
		Await.until("another warning", () -> warnings().size() == 2);
		assertThat(warnings().get(1)).contains("is full (10/10)");
		assertThat(server().protocol().getStatistics().listenQueueErrors()).isEqualTo(1);
	}

	// How many may wait on a socket that somebody else has made, the kernel does not
	// tell.
	private long max() {
		return (this.transport != Transport.INHERITED_FD) ? BACKLOG : 0;
	}

	private List<String> warnings() {
		return log().lines(Level.WARNING);
	}

	private void connect(int count) {
		for (int i = 0; i < count; i++) {
			this.waiting.add(client().connect().send(UwsgiPacket.get("/").toBytes()));
		}
	}

	private ListenQueueStats queue() {
		List<ListenQueueStats> queues = server().protocol().getListenQueues();
		assertThat(queues).hasSize(1);
		return queues.get(0);
	}

}
