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

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.stats.WorkerStats;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Handler;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server with three cores that gives up requests after a second. After every test all
 * threads have come back.
 */
abstract class AbstractHarakiriTests extends AbstractWireTests {

	static final int CORES = 3;

	static final UwsgiPacket SLOW = UwsgiPacket.get("/slow?a=1").set("REMOTE_ADDR", "192.0.2.7");

	// Ends every handler that nothing else ends.
	final AtomicBoolean over = new AtomicBoolean();

	@Override
	void configure(UwsgiProtocol protocol) {
		protocol.setMaxThreads(CORES);
		protocol.setMinSpareThreads(1);
		protocol.setHarakiri(1);
	}

	@BeforeEach
	void begin() {
		this.over.set(false);
	}

	@AfterEach
	void everyThreadComesBack() {
		this.over.set(true);
		server().protocol().setHarakiri(1);
		server().protocol().setHarakiriVerbose(false);
		server().protocol().setHarakiriGracefulTimeout(10);
		Await.until("all have come back", () -> server().protocol().getOutlivedRequests() == 0);
		assertThat(server().protocol().getDamagedCores()).isZero();
	}

	Handler loop(AtomicInteger looping) {
		return (request, response) -> {
			looping.incrementAndGet();
			waitForTheEnd();
			looping.decrementAndGet();
		};
	}

	// Not to be interrupted, and busy.
	void waitForTheEnd() {
		while (!this.over.get()) {
			Thread.onSpinWait();
		}
	}

	String report() {
		Await.until("a report", () -> !reports().isEmpty());
		assertThat(reports()).hasSize(1);
		return reports().get(0);
	}

	List<String> reports() {
		return log().linesWith("*** HARAKIRI ON WORKER");
	}

	WorkerStats worker() {
		return server().protocol().getStatistics().workers().get(0);
	}

}
