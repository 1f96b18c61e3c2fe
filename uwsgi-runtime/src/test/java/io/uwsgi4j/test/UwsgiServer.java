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

package io.uwsgi4j.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.uwsgi4j.socket.UwsgiAddress;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.Globals;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * An embedded Tomcat whose only connector speaks uwsgi, with one servlet for everything.
 */
public final class UwsgiServer implements AutoCloseable {

	private static final Handler OK = (request, response) -> {
		response.setContentType("text/plain");
		response.getOutputStream().write(Packets.octets("ok"));
	};

	private final Path directory;

	private final List<ListeningSocket> sockets = new ArrayList<>();

	private final Tomcat tomcat = new Tomcat();

	private final UwsgiProtocol protocol = new UwsgiProtocol();

	private final Connector connector = new Connector(this.protocol);

	private volatile Handler handler = OK;

	private UwsgiServer(Consumer<UwsgiProtocol> customizer, List<Transport> transports) throws IOException {
		this.directory = Files.createTempDirectory("uwsgi4j");
		for (Transport transport : transports) {
			this.sockets.add(transport.open(this.directory));
			transport.customize(this.protocol);
		}
		this.protocol.setSockets(this.sockets.stream().map((socket) -> UwsgiAddress.parse(socket.setting())).toList());
		customizer.accept(this.protocol);
		this.tomcat.setBaseDir(this.directory.resolve("tomcat").toString());
		this.connector.setPort(0);
		this.connector.setThrowOnFailure(true);
		this.connector.setProperty("bindOnInit", "false");
		this.tomcat.setConnector(this.connector);
		Context context = this.tomcat.addContext("", null);
		Tomcat.addServlet(context, "dispatcher", new DispatcherServlet()).setAsyncSupported(true);
		context.addServletMappingDecoded("/*", "dispatcher");
	}

	/**
	 * Starts a server with default settings.
	 * @param transport the kind of socket
	 * @return the running server
	 */
	public static UwsgiServer start(Transport transport) {
		return start(transport, (protocol) -> {
		});
	}

	/**
	 * Starts a server.
	 * @param transport the kind of socket
	 * @param customizer the settings
	 * @return the running server
	 */
	public static UwsgiServer start(Transport transport, Consumer<UwsgiProtocol> customizer) {
		return start(List.of(transport), customizer);
	}

	/**
	 * Starts a server on several sockets.
	 * @param transports the kinds of socket
	 * @param customizer the settings
	 * @return the running server
	 */
	public static UwsgiServer start(List<Transport> transports, Consumer<UwsgiProtocol> customizer) {
		try {
			UwsgiServer server = new UwsgiServer(customizer, transports);
			server.startTomcat();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts the connector again.
	 */
	public void start() {
		try {
			this.connector.start();
		}
		catch (LifecycleException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Stops the connector so that it can be started again.
	 */
	public void stop() {
		try {
			this.connector.stop();
		}
		catch (LifecycleException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Sets what the servlet does from now on.
	 * @param newHandler the behaviour
	 */
	public void handle(Handler newHandler) {
		this.handler = newHandler;
	}

	/**
	 * Makes the servlet answer {@code ok} again.
	 */
	public void reset() {
		this.handler = OK;
	}

	/**
	 * Returns a client of the first socket.
	 * @return the client
	 */
	public UwsgiClient client() {
		return client(0);
	}

	/**
	 * Returns a client of one of the sockets.
	 * @param index the index of the socket
	 * @return the client
	 */
	public UwsgiClient client(int index) {
		return new UwsgiClient(peer(index));
	}

	/**
	 * Returns what a client of one of the sockets connects to.
	 * @param index the index of the socket
	 * @return path, abstract name or host and port
	 */
	public String peer(int index) {
		String peer = this.sockets.get(index).peer();
		return (peer != null) ? peer : this.protocol.getBoundAddresses().get(index).toString();
	}

	/**
	 * Returns whether a descriptor that was lent to the server is still open.
	 * @return whether it is, {@code true} also without such a descriptor
	 */
	public boolean isInheritedSocketIntact() {
		return this.sockets.stream().allMatch((socket) -> socket.owned() == null || socket.owned().isIntact());
	}

	/**
	 * Returns the protocol handler.
	 * @return the protocol handler
	 */
	public UwsgiProtocol protocol() {
		return this.protocol;
	}

	/**
	 * Returns the connector.
	 * @return the connector
	 */
	public Connector connector() {
		return this.connector;
	}

	/**
	 * Returns the directory of the socket files.
	 * @return a directory that dies with the server
	 */
	public Path directory() {
		return this.directory;
	}

	@Override
	public void close() {
		try {
			this.tomcat.stop();
			this.tomcat.destroy();
		}
		catch (LifecycleException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			release();
		}
	}

	private void startTomcat() {
		try {
			this.tomcat.start();
		}
		catch (LifecycleException ex) {
			close();
			throw new IllegalStateException(ex);
		}
	}

	private void release() {
		try {
			for (ListeningSocket socket : this.sockets) {
				socket.close();
			}
			// The next server would make the directory of the first one again.
			System.clearProperty(Globals.CATALINA_HOME_PROP);
			System.clearProperty(Globals.CATALINA_BASE_PROP);
			Directories.delete(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private final class DispatcherServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			UwsgiServer.this.handler.handle(request, response);
		}

	}

}
