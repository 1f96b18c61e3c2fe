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

import java.util.List;

import io.uwsgi4j.test.Await;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.apache.coyote.ProtocolHandler;
import org.apache.tomcat.util.threads.ResizableExecutor;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application in this JVM, on a socket file and on TCP.
 */
final class RunningApplication implements AutoCloseable {

	/** The largest var block, small enough for a client of nginx to exceed it. */
	static final int BUFFER_SIZE = 16_384;

	/** The largest body that the application accepts. */
	static final int LIMIT_POST = 20_000_000;

	/** The largest file that a form may contain. */
	static final int MULTIPART_LIMIT = 2_000_000;

	private final WorkDirectory directory = WorkDirectory.create();

	private final ConfigurableApplicationContext context;

	private final LogEvents log = new LogEvents();

	private RunningApplication(SpringApplicationBuilder builder, String... properties) {
		this.context = builder
			.properties("uwsgi.socket=" + unixSocket() + ",127.0.0.1:0", "uwsgi.chmod-socket=666",
					"uwsgi.buffer-size=" + BUFFER_SIZE, "uwsgi.limit-post=" + LIMIT_POST,
					"spring.servlet.multipart.max-file-size=" + MULTIPART_LIMIT,
					"spring.servlet.multipart.max-request-size=" + MULTIPART_LIMIT,
					"server.tomcat.basedir=" + this.directory.path().resolve("tomcat"), "spring.main.banner-mode=off",
					// The STOMP broker has executors, for which Boot's would step back.
					"spring.task.execution.mode=force")
			.properties(properties)
			.run();
		this.log.start();
	}

	static RunningApplication start() {
		return new RunningApplication(new SpringApplicationBuilder(SampleBootApplication.class));
	}

	/**
	 * Starts an application next to the one that all tests share, which has to be there.
	 * @param source its configuration
	 * @param properties what differs from the other one, as {@code name=value}
	 * @return the running application
	 */
	static RunningApplication startAnother(Class<?> source, String... properties) {
		return new RunningApplication(SeparateApplication.builder(source), properties);
	}

	/**
	 * Returns the path of the socket file.
	 * @return the path
	 */
	String unixSocket() {
		return this.directory.path().resolve("app.sock").toString();
	}

	/**
	 * Returns where the application listens for TCP.
	 * @return host and port
	 */
	String tcpAddress() {
		return protocol().getBoundAddresses().get(1).toString();
	}

	/**
	 * Waits until every connection is closed, which happens when everything has been said
	 * about its request.
	 */
	void awaitIdle() {
		UwsgiProtocol protocol = protocol();
		Await.until(() -> protocol.getConnectionCount() + " connections end", Await.LIMIT,
				() -> protocol.getConnectionCount() == 0);
	}

	/**
	 * Returns what the application logs.
	 * @return the log of this JVM
	 */
	LogEvents log() {
		return this.log;
	}

	/**
	 * Returns all addresses.
	 * @return socket file and TCP address
	 */
	List<String> addresses() {
		return List.of(unixSocket(), tcpAddress());
	}

	@Override
	public void close() {
		this.context.close();
		this.log.close();
		this.directory.close();
	}

	/**
	 * Waits until no core serves a request, so that all which go on are asynchronous.
	 */
	void awaitIdleCores() {
		ResizableExecutor cores = (ResizableExecutor) protocol().getExecutor();
		Await.until(() -> cores.getActiveCount() + " cores end", Await.LIMIT, () -> cores.getActiveCount() == 0);
	}

	UwsgiProtocol protocol() {
		TomcatWebServer server = (TomcatWebServer) ((WebServerApplicationContext) this.context).getWebServer();
		ProtocolHandler handler = server.getTomcat().getConnector().getProtocolHandler();
		return (UwsgiProtocol) handler;
	}

}
