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
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import jakarta.servlet.AsyncContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thread of the application that fails to write tells Tomcat so when its request may
 * have ended already, and another one has begun in the same objects.
 */
class RetiredProcessorTests extends AbstractWireTests {

	@Test
	void whenRequestEndsWellThenItsProcessorServesTheNext() throws MalformedObjectNameException {
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		Set<String> processors = processors();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		server().handle((request, response) -> {
			AsyncContext context = request.startAsync();
			executor.execute(() -> {
				write(context, 3);
				context.complete();
			});
		});
		assertThat(exchange(UwsgiPacket.get("/")).status()).isEqualTo(200);
		executor.shutdown();
		assertThat(processors()).isEqualTo(processors).isNotEmpty();
	}

	@Test
	void whenAnotherThreadFailsToWriteThenTheProcessorIsNotUsedAgain() throws MalformedObjectNameException {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		Set<String> processors = processors();
		server().handle((request, response) -> {
			AsyncContext context = request.startAsync();
			executor.execute(() -> write(context, Integer.MAX_VALUE));
		});
		try (UwsgiConnection connection = client().connect().send(UwsgiPacket.get("/").toBytes())) {
			connection.readUntil("\r\n\r\n");
			Await.until("no core serves", () -> server().protocol().getWaitingProcessorCount() == 1);
			connection.reset();
		}
		executor.shutdown();
		Await.until(() -> "one of %s is gone".formatted(processors), Await.LIMIT,
				() -> !processors().containsAll(processors));
		server().reset();
		assertThat(exchange(UwsgiPacket.get("/"))).satisfies(WireAssertions::isOk);
		assertThat(log().errors()).isEmpty();
	}

	private static void write(AsyncContext context, int count) {
		try {
			for (int i = 0; i < count; i++) {
				context.getResponse().getOutputStream().write(new byte[10_000]);
				context.getResponse().flushBuffer();
			}
		}
		catch (IOException | IllegalStateException ex) {
			// the peer has left
		}
	}

	// Those of this server that serve or could, by the names that Tomcat gives them.
	private Set<String> processors() throws MalformedObjectNameException {
		return ManagementFactory.getPlatformMBeanServer()
			.queryNames(new ObjectName("*:type=RequestProcessor,*"), null)
			.stream()
			.filter((name) -> name.getKeyProperty("worker").equals(server().protocol().getName()))
			.map((name) -> name.getKeyProperty("name"))
			.collect(Collectors.toSet());
	}

}
