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

import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.protocol.PacketDecoder;
import io.uwsgi4j.protocol.PacketLimits;
import io.uwsgi4j.stats.CoreStats;
import io.uwsgi4j.stats.WorkerStats;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Gate;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request that ends while it is being given up leaves the statistics once, and nobody
 * waits for its thread for ever.
 */
class GivenUpAccountTests extends AbstractWireTests {

	@Test
	void whenRequestEndsBeforeItIsTakenOffTheScoreboardThenItCountsAsGivenUpAndTheCoreIsFree() {
		WorkerStats before = worker();
		AtomicReference<Thread> thread = new AtomicReference<>();
		Gate gate = new Gate();
		server().handle((request, response) -> {
			thread.set(Thread.currentThread());
			gate.pass();
		});
		try (UwsgiConnection connection = client().connect().send(UwsgiPacket.get("/").toBytes())) {
			gate.awaitWaiting(1);
			RequestAccount account = account();
			assertThat(account.fate().doom(account.fate().observe(), (served) -> {
				gate.open();
				Await.until("the thread waits for the verdict", () -> isAtTheEnd(thread.get()));
				account.discount();
				account.giveUp(System.nanoTime(), new DoomedRequest.Execution(served.thread(), true, false, ""));
			})).isTrue();
			connection.awaitEnd();
		}
		WorkerStats after = worker();
		assertThat(after.harakiriCount()).isEqualTo(before.harakiriCount() + 1);
		assertThat(after.requests()).isEqualTo(before.requests());
		assertThat(after.cores()).extracting(CoreStats::inRequest).containsOnly(0L);
	}

	@Test
	void whenRequestIsGivenUpBeforeItWaitsForItsBodyThenItsThreadIsNotMissed() {
		Request request = new Request();
		request.markStartTime();
		Response response = new Response();
		RequestAccount account = new RequestAccount(server().protocol().endpoint(),
				new PacketDecoder(new PacketLimits(4096, 100)), request, response,
				new UwsgiOutputBuffer(response, () -> false));
		account.beginUnreadable();
		AtomicReference<DoomedRequest> doomed = new AtomicReference<>();
		account.fate().doom(account.fate().observe(), (served) -> {
			account.discount();
			doomed
				.set(account.giveUp(System.nanoTime(), new DoomedRequest.Execution(served.thread(), true, false, "")));
		});
		assertThat(doomed.get().hasEnded()).isFalse();
		assertThat(account.withdraw()).isFalse();
		assertThat(doomed.get().hasEnded()).isTrue();
	}

	private RequestAccount account() {
		return server().protocol()
			.endpoint()
			.getConnections()
			.stream()
			.map((connection) -> ((UwsgiSocketWrapper) connection).account())
			.findAny()
			.orElseThrow();
	}

	private static boolean isAtTheEnd(Thread thread) {
		for (StackTraceElement frame : thread.getStackTrace()) {
			if (frame.getClassName().equals(RequestFate.class.getName()) && frame.getMethodName().equals("end")) {
				return thread.getState() == Thread.State.WAITING;
			}
		}
		return false;
	}

	private WorkerStats worker() {
		return server().protocol().getStatistics().workers().get(0);
	}

}
