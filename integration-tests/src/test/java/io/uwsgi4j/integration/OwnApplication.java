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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiConnection;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ProtocolHandler;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with settings of its own, for one test, on a unix socket.
 */
final class OwnApplication implements AutoCloseable {

	/** Keeps a plain HTTP connector beside the socket. */
	static final String WITH_HTTP = "uwsgi.http=127.0.0.1:0";

	private final WorkDirectory directory = WorkDirectory.create();

	private final ConfigurableApplicationContext context;

	private final LogEvents log = new LogEvents();

	private OwnApplication(String... properties) {
		this.context = run(this.directory, socket(), properties);
		this.log.start();
	}

	/**
	 * Starts an application.
	 * @param properties its settings, beside the socket
	 * @return the running application
	 */
	static OwnApplication start(String... properties) {
		return new OwnApplication(properties);
	}

	/**
	 * Starts an application on a socket that is not its own.
	 * @param directory where it may write
	 * @param socket the path of the socket
	 * @param properties further settings
	 * @return the context, to be closed by the caller
	 */
	static ConfigurableApplicationContext run(WorkDirectory directory, Path socket, String... properties) {
		List<String> settings = new ArrayList<>(List.of("uwsgi.socket=" + socket, "uwsgi.chmod-socket=666",
				"server.tomcat.basedir=" + directory.path().resolve("tomcat")));
		settings.addAll(List.of(properties));
		return SeparateApplication.start(SampleBootApplication.class, settings.toArray(String[]::new));
	}

	Path socket() {
		return this.directory.path().resolve("app.sock");
	}

	Path directory() {
		return this.directory.path();
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	/**
	 * Returns what is logged since the application has started.
	 * @return the log of this JVM
	 */
	LogEvents log() {
		return this.log;
	}

	UwsgiClient client() {
		return new UwsgiClient(socket().toString());
	}

	Response exchange(UwsgiPacket packet) {
		return client().exchange(packet);
	}

	/**
	 * Sends a request many times at once and reads no answer.
	 * @param count how many connections
	 * @param packet the request
	 * @return the connections
	 */
	List<UwsgiConnection> send(int count, UwsgiPacket packet) {
		List<UwsgiConnection> connections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			connections.add(client().connect().send(packet.toBytes()));
		}
		return connections;
	}

	/**
	 * Returns the server of {@link #WITH_HTTP}.
	 * @return a view that need not be closed
	 */
	FrontEnd http() {
		return new BorrowedFrontEnd(server().getPort(), () -> "");
	}

	Connector connector() {
		return connector((handler) -> handler instanceof UwsgiProtocol);
	}

	/**
	 * Returns the connector of {@link #WITH_HTTP}.
	 * @return the connector
	 */
	Connector httpConnector() {
		return connector((handler) -> !(handler instanceof UwsgiProtocol));
	}

	@Override
	public void close() {
		this.log.close();
		this.context.close();
		this.directory.close();
	}

	private Connector connector(Predicate<ProtocolHandler> condition) {
		return Arrays.stream(server().getTomcat().getService().findConnectors())
			.filter((connector) -> condition.test(connector.getProtocolHandler()))
			.findFirst()
			.orElseThrow();
	}

	private TomcatWebServer server() {
		return (TomcatWebServer) ((WebServerApplicationContext) this.context).getWebServer();
	}

}
