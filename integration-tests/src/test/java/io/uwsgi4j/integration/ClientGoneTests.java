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
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.test.Await;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that leaves is nothing special: the application sees what it would see on
 * Tomcat's HTTP connector, to which the same is done, the log stays silent, and the only
 * core is free for the next request.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(ClientGoneTests.Way.class)
@Timeout(90)
class ClientGoneTests {

	private static final int CLIENTS = 5;

	private static OwnApplication application;

	private static FrontEnd nginx;

	@Parameter
	Way way;

	private FrontEnd frontEnd;

	private AbstractProtocol<?> protocol;

	@BeforeAll
	static void startApplication() {
		application = OwnApplication.start(OwnApplication.WITH_HTTP, "uwsgi.threads=1", "server.tomcat.threads.max=1",
				"server.shutdown=immediate");
		nginx = NginxProxy.startUnbuffered(application.socket());
	}

	@AfterAll
	static void stopApplication() {
		nginx.close();
		application.close();
	}

	@BeforeEach
	void prepare() {
		boolean uwsgi = this.way == Way.NGINX;
		this.frontEnd = uwsgi ? nginx : application.http();
		Connector connector = uwsgi ? application.connector() : application.httpConnector();
		this.protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
		// The first request of all is the one that says something in the log.
		assertThatNextRequestIsServed();
		application.log().clear();
		AbandonedServlet.clear();
	}

	@AfterEach
	void coreIsFreeAndNothingIsLogged() {
		assertThatNextRequestIsServed();
		assertThat(application.log().visible()).isEmpty();
	}

	@Test
	void whenClientLeavesMidResponseThenHandlerSeesClientAbort() {
		for (int i = 1; i <= CLIENTS; i++) {
			try (RawHttp http = new RawHttp(this.frontEnd)) {
				http.send("GET /abandoned/write HTTP/1.1\r\nHost: h\r\n\r\n").readUntil("\r\n\r\n");
			}
			awaitFailures(i);
		}
		assertThat(AbandonedServlet.failures()).hasOnlyElementsOfType(ClientAbortException.class);
	}

	@Test
	void whenClientLeavesMidRequestThenHandlerSeesClientAbort() {
		for (int i = 1; i <= CLIENTS; i++) {
			try (RawHttp http = new RawHttp(this.frontEnd)) {
				http.send("POST /abandoned/read HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n")
					.send(new byte[50_000]);
			}
			awaitFailures(i);
		}
		assertThat(AbandonedServlet.failures()).hasOnlyElementsOfType(ClientAbortException.class);
	}

	@Test
	void whenClientLeavesAnAsynchronousResponseThenListenerIsTold() {
		for (int i = 1; i <= CLIENTS; i++) {
			try (RawHttp http = new RawHttp(this.frontEnd)) {
				http.send("GET /abandoned/async HTTP/1.1\r\nHost: h\r\n\r\n").readUntil("\r\n\r\n");
				assertThatCoreHasLeft();
			}
			awaitFailures(i);
			awaitWaitingRequests(0);
		}
		Await.until("every request ends", () -> AbandonedServlet.completions() == CLIENTS);
		assertThat(AbandonedServlet.failures()).hasOnlyElementsOfType(ClientAbortException.class);
		assertThat(AbandonedServlet.errorEvents()).hasSize(CLIENTS).hasOnlyElementsOfType(IOException.class);
	}

	@Test
	void whenClientLeavesAnEventStreamThenEmitterIsTold() {
		for (int i = 0; i < CLIENTS; i++) {
			AtomicReference<Throwable> told = new AtomicReference<>();
			AtomicReference<Throwable> failure = new AtomicReference<>();
			SseEmitter stream;
			try (RawHttp http = new RawHttp(this.frontEnd)) {
				http.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n").readUntil("data:connected\n\n");
				stream = EventController.awaitStream();
				stream.onError(told::set);
				assertThatCoreHasLeft();
			}
			Await.until("sending fails", () -> failsToSend(stream, failure));
			Await.until("the emitter is told", () -> told.get() != null);
			assertThat(failure.get()).isInstanceOf(IOException.class)
				.hasStackTraceContaining(ClientAbortException.class.getName());
			assertThat(told.get()).isInstanceOf(IOException.class);
			awaitWaitingRequests(0);
		}
	}

	@Test
	void whenClientLeavesAWaitingRequestThenItEndsWhenItIsAnswered() {
		for (int i = 0; i < CLIENTS; i++) {
			AtomicReference<String> end = new AtomicReference<>();
			DeferredResult<String> result;
			try (RawHttp http = new RawHttp(this.frontEnd)) {
				http.send("GET /pending HTTP/1.1\r\nHost: h\r\n\r\n");
				result = HeldController.awaitPending();
			}
			result.onCompletion(() -> end.set("complete"));
			result.setResult("too late");
			Await.until("the request ends", () -> end.get() != null);
		}
	}

	// If a write fails in another thread before the core has left the asynchronous
	// request, Tomcat tells nobody, on either connector. That another request is served
	// does not say so: the HTTP connector has no limit if its threads are virtual.
	private void assertThatCoreHasLeft() {
		awaitWaitingRequests(1);
		assertThatNextRequestIsServed();
	}

	private void awaitWaitingRequests(int count) {
		Await.until(count + " requests wait", () -> this.protocol.getWaitingProcessorCount() == count);
	}

	private void assertThatNextRequestIsServed() {
		assertThat(RawHttp.exchange(this.frontEnd, "GET /hello HTTP/1.1", "Host: h")).startsWith("HTTP/1.1 200");
	}

	private static void awaitFailures(int count) {
		Await.until("handler %d ends".formatted(count), () -> AbandonedServlet.failures().size() == count);
	}

	// The first bytes after the end still find room somewhere.
	private static boolean failsToSend(SseEmitter stream, AtomicReference<Throwable> failure) {
		try {
			stream.send("x".repeat(10_000));
			return false;
		}
		catch (IOException ex) {
			failure.set(ex);
			return true;
		}
	}

	/**
	 * How the client reaches the application.
	 */
	enum Way {

		NGINX, HTTP

	}

}
