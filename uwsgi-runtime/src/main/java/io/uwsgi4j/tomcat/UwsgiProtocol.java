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

import io.uwsgi4j.policy.RejectionLog;
import io.uwsgi4j.socket.ListenerSocket;
import io.uwsgi4j.socket.UwsgiAddress;
import jakarta.servlet.http.HttpUpgradeHandler;
import org.apache.coyote.Processor;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.coyote.http11.upgrade.UpgradeProcessorExternal;
import org.apache.coyote.http11.upgrade.UpgradeProcessorInternal;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.http.parser.HttpParser;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat protocol handler for the uwsgi protocol. Use it like any other, as
 * {@code <Connector protocol="io.uwsgi4j.tomcat.UwsgiProtocol" socket="/run/app.sock"/>}
 * or with {@code new Connector(new UwsgiProtocol())}. Not thread-safe before it is
 * started; its settings must not be changed afterwards.
 */
public final class UwsgiProtocol extends AbstractMonitoredProtocol {

	/**
	 * Name of the request attribute that limits how long the request may take, in place
	 * of {@code harakiri}: a number of seconds or a {@link java.time.Duration}, 0 for no
	 * limit.
	 */
	public static final String HARAKIRI_ATTRIBUTE = "io.uwsgi4j.harakiri";

	private static final Log log = LogFactory.getLog(UwsgiProtocol.class);

	private final UwsgiEndpoint endpoint;

	private final AtomicBoolean headSizeWarned = new AtomicBoolean();

	private final BulkBuffers bulkBuffers = new BulkBuffers();

	private String relaxedPathChars = "";

	private String relaxedQueryChars = "";

	private HttpParser uriParser = new HttpParser(null, null);

	private @Nullable String server;

	private final RetiringHandler handler = new RetiringHandler(this);

	/**
	 * Creates a protocol handler without a socket.
	 */
	public UwsgiProtocol() {
		this(new UwsgiEndpoint());
	}

	private UwsgiProtocol(UwsgiEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
		setHandler(this.handler);
		endpoint.setHandler(this.handler);
	}

	/**
	 * Returns where the connector listens, with the real ports.
	 * @return the addresses, empty while the connector is not bound
	 */
	public List<UwsgiAddress> getBoundAddresses() {
		return this.endpoint.listeners().stream().map(ListenerSocket::address).toList();
	}

	/**
	 * Sets the {@code Server} header of all responses.
	 * @param server the value, or {@code null} to leave the header to the application,
	 * the default
	 */
	public void setServer(@Nullable String server) {
		this.server = server;
	}

	/**
	 * Returns the {@code Server} header of all responses.
	 * @return the value, or {@code null} if it is left to the application
	 */
	public @Nullable String getServer() {
		return this.server;
	}

	/**
	 * Sets characters that Tomcat would refuse in a path but shall let pass.
	 * @param characters some of those that Tomcat documents for {@code relaxedPathChars}
	 */
	public void setRelaxedPathChars(String characters) {
		this.relaxedPathChars = characters;
		this.uriParser = new HttpParser(characters, this.relaxedQueryChars);
	}

	/**
	 * Returns characters that may occur in a path beyond the standard ones.
	 * @return the characters
	 */
	public String getRelaxedPathChars() {
		return this.relaxedPathChars;
	}

	/**
	 * Sets characters that Tomcat would refuse in a query but shall let pass.
	 * @param characters some of those that Tomcat documents for {@code relaxedQueryChars}
	 */
	public void setRelaxedQueryChars(String characters) {
		this.relaxedQueryChars = characters;
		this.uriParser = new HttpParser(this.relaxedPathChars, characters);
	}

	/**
	 * Returns characters that may occur in a query beyond the standard ones.
	 * @return the characters
	 */
	public String getRelaxedQueryChars() {
		return this.relaxedQueryChars;
	}

	/**
	 * Sets how much of a request body that nobody has read is received after the
	 * response, so that the proxy gets the response instead of an error (Tomcat:
	 * {@code maxSwallowSize}). It is also limited to 5 seconds.
	 * @param bytes the most bytes, negative for no limit, default 64 MiB
	 */
	public void setMaxSwallowSize(long bytes) {
		this.endpoint.settings().setMaxSwallowSize((bytes >= 0) ? bytes : Long.MAX_VALUE);
	}

	/**
	 * Returns how much of a body that nobody has read is received after the response.
	 * @return the most bytes
	 */
	public long getMaxSwallowSize() {
		return this.endpoint.settings().getMaxSwallowSize();
	}

	/**
	 * Returns how many clients have left before they had their response, since the
	 * connector was created. Each is worth a line at debug level, and no more.
	 * @return the number of connections
	 */
	public long getClientAborts() {
		return this.endpoint.openConnections().getAbandoned();
	}

	/**
	 * Returns the account of all packets and peers that were rejected.
	 * @return the live counters
	 */
	public RejectionLog getRejections() {
		return this.endpoint.rejections();
	}

	HttpParser uriParser() {
		return this.uriParser;
	}

	AtomicBoolean headSizeWarned() {
		return this.headSizeWarned;
	}

	BulkBuffers bulkBuffers() {
		return this.bulkBuffers;
	}

	UwsgiEndpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * Forgets a processor that is not going to serve another request.
	 * @param processor the processor
	 */
	void retire(UwsgiProcessor processor) {
		this.handler.retire(processor);
	}

	@Override
	protected Log getLog() {
		return log;
	}

	@Override
	protected String getNamePrefix() {
		return "uwsgi-epoll";
	}

	@Override
	protected String getProtocolName() {
		return "Uwsgi";
	}

	@Override
	protected Processor createProcessor() {
		return new UwsgiProcessor(this, getAdapter());
	}

	@Override
	protected Processor createUpgradeProcessor(SocketWrapperBase<?> wrapper, UpgradeToken upgradeToken) {
		HttpUpgradeHandler handler = upgradeToken.httpUpgradeHandler();
		if (handler instanceof InternalHttpUpgradeHandler) {
			return new UpgradeProcessorInternal(wrapper, upgradeToken, null);
		}
		return new UpgradeProcessorExternal(wrapper, upgradeToken, null);
	}

	// What the protocol does not have: other protocols to switch to, and TLS.

	@Override
	protected @Nullable UpgradeProtocol getNegotiatedProtocol(String name) {
		return null;
	}

	@Override
	protected @Nullable UpgradeProtocol getUpgradeProtocol(String name) {
		return null;
	}

	@Override
	public void addUpgradeProtocol(UpgradeProtocol upgradeProtocol) {
		log.warn("The uwsgi protocol cannot be upgraded to " + upgradeProtocol.getClass().getSimpleName()
				+ "; the proxy is where HTTP/2 is configured");
	}

	@Override
	public UpgradeProtocol[] findUpgradeProtocols() {
		return new UpgradeProtocol[0];
	}

	@Override
	public void addSslHostConfig(SSLHostConfig sslHostConfig) {
		addSslHostConfig(sslHostConfig, false);
	}

	@Override
	public void addSslHostConfig(SSLHostConfig sslHostConfig, boolean replace) {
		log.warn("The uwsgi protocol has no TLS; the proxy is where certificates are configured");
	}

	@Override
	public SSLHostConfig[] findSslHostConfigs() {
		return new SSLHostConfig[0];
	}

	/**
	 * Tomcat's handler, which can let go of a processor.
	 */
	private static final class RetiringHandler extends ConnectionHandler<UwsgiChannel> {

		private final BulkBuffers bulkBuffers;

		RetiringHandler(UwsgiProtocol protocol) {
			super(protocol);
			this.bulkBuffers = protocol.bulkBuffers();
		}

		// Called when the sockets have been closed, to let go of what is kept for reuse.
		@Override
		public void recycle() {
			super.recycle();
			this.bulkBuffers.clear();
		}

		void retire(UwsgiProcessor processor) {
			unregister(processor);
		}

	}

}
