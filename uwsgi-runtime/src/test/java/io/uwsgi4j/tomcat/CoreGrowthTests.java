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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.Resources;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many cores: blocked handlers get all of them quickly, idle ones go away.
 */
class CoreGrowthTests extends AbstractWireTests {

	private static final int THREADS = 200;

	private static final int SPARE = 5;

	private static final Duration QUICKLY = Duration.ofSeconds(10);

	private static final byte[] PACKET = UwsgiPacket.get("/").toBytes();

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(THREADS);
		protocol.setMinSpareThreads(SPARE);
	}

	@Test
	void whenHandlersBlockThenAllThreadsAreReachedQuickly() {
		List<UwsgiConnection> connections = new ArrayList<>();
		try (Gate gate = block()) {
			for (int i = 0; i < THREADS + 50; i++) {
				connections.add(client().connect().send(PACKET));
			}
			Await.until(() -> gate.waiting() + " handlers run", QUICKLY, () -> gate.waiting() == THREADS);
			gate.open();
			for (UwsgiConnection connection : connections) {
				assertThat(connection.response()).satisfies(WireAssertions::isOk);
				connection.close();
			}
		}
	}

	@Test
	void whenBurstIsOverThenThreadsShrinkToSpare() {
		Resources idle = Resources.take();
		List<UwsgiConnection> connections = new ArrayList<>();
		try (Gate gate = block()) {
			for (int i = 0; i < 60; i++) {
				connections.add(client().connect().send(PACKET));
			}
			gate.awaitWaiting(60);
			gate.open();
			for (UwsgiConnection connection : connections) {
				assertThat(connection.response()).satisfies(WireAssertions::isOk);
				connection.close();
			}
		}
		Await.until(() -> "threads shrink: " + idle.newThreads(), Duration.ofSeconds(60),
				() -> idle.newThreads().size() <= SPARE);
	}

	private Gate block() {
		Gate gate = new Gate();
		server().handle((request, response) -> {
			gate.pass();
			response.getWriter().print("ok");
		});
		return gate;
	}

}
