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
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * What Tomcat wants to know of a connection but the proxy has dealt with: addresses, of
 * which only those between proxy and server are left, TLS, and forms of I/O that are
 * switched off for the endpoint. Also keeps account of a peer that has left.
 */
abstract class ProxiedSocketWrapper extends SocketWrapperBase<UwsgiChannel> {

	private static final Log log = LogFactory.getLog(UwsgiSocketWrapper.class);

	private static final String LOOPBACK_ADDRESS = "127.0.0.1";

	private static final String LOOPBACK_NAME = "localhost";

	private final UwsgiEndpoint endpoint;

	private final Peer peer;

	// Read and written by whoever reads and writes, one after the other.

	private volatile boolean peerLeft;

	private volatile boolean readError;

	private volatile boolean writeError;

	// The request that the connection is for, once a processor has taken it up.
	private volatile @Nullable RequestAccount account;

	ProxiedSocketWrapper(UwsgiChannel channel, Peer peer, UwsgiEndpoint endpoint) {
		super(channel, endpoint);
		this.endpoint = endpoint;
		this.peer = peer;
	}

	Peer peer() {
		return this.peer;
	}

	/**
	 * Takes note of a peer that has left without its response.
	 * @param ex how that was noticed
	 */
	void peerLeft(IOException ex) {
		if (!this.peerLeft) {
			this.peerLeft = true;
			this.endpoint.openConnections().abandoned();
			if (log.isDebugEnabled()) {
				log.debug("The client of " + this.peer.describe() + " has left: " + ex);
			}
		}
	}

	/**
	 * Ends the connection under whoever uses it. To be followed by {@link #close()}.
	 * @param answer what to send if nothing has been sent so far, the whole buffer
	 * @return whether it has been sent
	 */
	boolean end(ByteBuffer answer) {
		return getSocket().end(answer.clear());
	}

	@Nullable RequestAccount account() {
		return this.account;
	}

	void setAccount(@Nullable RequestAccount account) {
		this.account = account;
	}

	/**
	 * Takes note of a body that could not be read in full.
	 */
	void readFailed() {
		this.readError = true;
	}

	boolean hasReadError() {
		return this.readError;
	}

	/**
	 * Takes note of a response that could not be written in full.
	 */
	void writeFailed() {
		this.writeError = true;
	}

	boolean hasWriteError() {
		return this.writeError;
	}

	@Override
	protected void populateRemoteHost() {
		this.remoteHost = (this.peer.address() != null) ? this.peer.address().getAddress().getHostName()
				: LOOPBACK_NAME;
	}

	@Override
	protected void populateRemoteAddr() {
		this.remoteAddr = (this.peer.address() != null) ? this.peer.address().getAddress().getHostAddress()
				: LOOPBACK_ADDRESS;
	}

	@Override
	protected void populateRemotePort() {
		this.remotePort = (this.peer.address() != null) ? this.peer.address().getPort() : 0;
	}

	@Override
	protected void populateLocalName() {
		this.localName = LOOPBACK_NAME;
	}

	@Override
	protected void populateLocalAddr() {
		InetAddress address = this.endpoint.localInetAddress();
		this.localAddr = (address != null) ? address.getHostAddress() : LOOPBACK_ADDRESS;
	}

	@Override
	protected void populateLocalPort() {
		this.localPort = Math.max(0, this.endpoint.getLocalPort());
	}

	@Override
	public @Nullable SendfileDataBase createSendfileData(String filename, long position, long length) {
		return null;
	}

	@Override
	public SendfileState processSendfile(SendfileDataBase data) {
		return SendfileState.ERROR;
	}

	@Override
	public void doClientAuth(SSLSupport sslSupport) {
		// The proxy has talked TLS to the client, and has said by now what it knows.
	}

	@Override
	public @Nullable SSLSupport getSslSupport() {
		return null;
	}

	@Override
	protected <A> OperationState<A> newOperationState(boolean read, ByteBuffer[] buffers, int offset, int length,
			BlockingMode block, long timeout, TimeUnit unit, A attachment, CompletionCheck check,
			CompletionHandler<Long, ? super A> handler, Semaphore semaphore,
			VectoredIOCompletionHandler<A> completion) {
		throw new UnsupportedOperationException("Asynchronous I/O is switched off for this endpoint");
	}

	@Override
	public void setAppReadBufHandler(ApplicationBufferHandler handler) {
		// Only of use with TLS, where decrypted bytes may not fit.
	}

	// Tomcat's -1 stands for no timeout; a year is as good and cannot overflow.
	static long millis(long timeout) {
		return (timeout > 0) ? timeout : TimeUnit.DAYS.toMillis(365);
	}

	static long deadline(long timeoutMillis) {
		return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis(timeoutMillis));
	}

}
