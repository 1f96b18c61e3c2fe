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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.uwsgi4j.policy.RequestPolicy;
import io.uwsgi4j.protocol.PacketLimits;
import io.uwsgi4j.socket.ListenOptions;
import io.uwsgi4j.socket.UwsgiAddress;
import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the connector. They bear the names of uWSGI's options, are read when
 * the connector starts, and must not be changed afterwards. Threads, connection limit,
 * timeout and executor are set by the properties that all of Tomcat's protocol handlers
 * have.
 */
public abstract class AbstractUwsgiProtocol extends AbstractProtocol<UwsgiChannel> {

	private static final int DEFAULT_TIMEOUT_SECONDS = 60;

	private final ConnectorSettings settings;

	private boolean deferAccept = true;

	AbstractUwsgiProtocol(UwsgiEndpoint endpoint) {
		super(endpoint);
		this.settings = endpoint.settings();
		setTcpNoDelay(false);
		setSocketTimeout(DEFAULT_TIMEOUT_SECONDS);
	}

	/**
	 * Sets where to listen.
	 * @param sockets at least one address
	 */
	public void setSockets(List<UwsgiAddress> sockets) {
		this.settings.setAddresses(sockets);
	}

	/**
	 * Returns where to listen, as configured.
	 * @return the addresses
	 */
	public List<UwsgiAddress> getSockets() {
		return this.settings.getAddresses();
	}

	/**
	 * Sets where to listen.
	 * @param sockets addresses in the form of {@link UwsgiAddress#parse}, separated by
	 * commas
	 * @throws IllegalArgumentException if one of them cannot be parsed
	 */
	public void setSocket(String sockets) {
		setSockets(Arrays.stream(sockets.split(",")).map(String::trim).map(UwsgiAddress::parse).toList());
	}

	/**
	 * Sets how many connections may wait to be accepted (uWSGI: {@code listen}); the same
	 * as Tomcat's {@code acceptCount}.
	 * @param backlog the length of the listen queue, at least 1, default 1024
	 */
	public void setListen(int backlog) {
		options(options().withBacklog(backlog));
	}

	/**
	 * Returns how many connections may wait to be accepted.
	 * @return the length of the listen queue
	 */
	public int getListen() {
		return options().backlog();
	}

	/**
	 * Sets the mode of a socket file (uWSGI: {@code chmod-socket}).
	 * @param mode octal digits, default 660
	 * @throws IllegalArgumentException if it is not a mode
	 */
	public void setChmodSocket(String mode) {
		options(options().withMode(ListenOptions.parseMode(mode)));
	}

	/**
	 * Returns the mode of a socket file.
	 * @return octal digits
	 */
	public String getChmodSocket() {
		return Integer.toOctalString(options().mode());
	}

	/**
	 * Sets the owner of a socket file (uWSGI: {@code chown-socket}).
	 * @param owner {@code user}, {@code user:group} or {@code :group}, by name or number,
	 * or {@code null} to leave it alone
	 */
	public void setChownSocket(@Nullable String owner) {
		options(options().withOwner(owner));
	}

	/**
	 * Returns the owner of a socket file.
	 * @return the owner, or {@code null} if it is left alone
	 */
	public @Nullable String getChownSocket() {
		return options().owner();
	}

	/**
	 * Sets whether a socket file is removed at the end (uWSGI: {@code vacuum}).
	 * @param vacuum default true
	 */
	public void setVacuum(boolean vacuum) {
		options(options().withVacuum(vacuum));
	}

	/**
	 * Returns whether a socket file is removed at the end.
	 * @return whether it is removed
	 */
	public boolean isVacuum() {
		return options().vacuum();
	}

	/**
	 * Sets whether several processes may listen on the same TCP port (uWSGI:
	 * {@code reuse-port}).
	 * @param reusePort default false
	 */
	public void setReusePort(boolean reusePort) {
		options(options().withReusePort(reusePort));
	}

	/**
	 * Returns whether several processes may listen on the same TCP port.
	 * @return whether they may
	 */
	public boolean isReusePort() {
		return options().reusePort();
	}

	@Override
	public void setTcpNoDelay(boolean tcpNoDelay) {
		super.setTcpNoDelay(tcpNoDelay);
		// Also called by the constructor of the superclass.
		if (this.settings != null) {
			options(options().withTcpNoDelay(tcpNoDelay));
		}
	}

	/**
	 * Sets whether the kernel probes idle TCP connections (uWSGI: {@code so-keepalive}).
	 * @param keepAlive default false
	 */
	public void setSoKeepalive(boolean keepAlive) {
		options(options().withKeepAlive(keepAlive));
	}

	/**
	 * Returns whether the kernel probes idle TCP connections.
	 * @return whether it does
	 */
	public boolean isSoKeepalive() {
		return options().keepAlive();
	}

	/**
	 * Sets whether a TCP connection is only accepted when its first bytes have arrived
	 * (uWSGI: the opposite of {@code no-defer-accept}).
	 * @param deferAccept default true
	 */
	public void setDeferAccept(boolean deferAccept) {
		this.deferAccept = deferAccept;
		applyDeferAccept();
	}

	/**
	 * Returns whether a TCP connection is only accepted when its first bytes have
	 * arrived.
	 * @return whether accepting is deferred
	 */
	public boolean isDeferAccept() {
		return this.deferAccept;
	}

	/**
	 * Sets the longest wait for one read or write, and for a packet to be complete
	 * (uWSGI: {@code socket-timeout}); the same as Tomcat's {@code connectionTimeout}, in
	 * seconds.
	 * @param seconds at least 1, default 60
	 */
	public void setSocketTimeout(int seconds) {
		if (seconds < 1) {
			throw new IllegalArgumentException("socket-timeout: %d (expected: >= 1)".formatted(seconds));
		}
		setConnectionTimeout(Math.toIntExact(Math.min(Integer.MAX_VALUE, TimeUnit.SECONDS.toMillis(seconds))));
	}

	/**
	 * Returns the longest wait for one read or write.
	 * @return the timeout in seconds, rounded up
	 */
	public int getSocketTimeout() {
		return (getConnectionTimeout() + 999) / 1000;
	}

	@Override
	public void setConnectionTimeout(int timeout) {
		super.setConnectionTimeout(timeout);
		applyDeferAccept();
	}

	/**
	 * Sets the largest block of variables (uWSGI: {@code buffer-size}).
	 * @param bytes 1 to 65535, the default
	 */
	public void setBufferSize(int bytes) {
		this.settings.setPacketLimits(new PacketLimits(bytes, getMaxVars()));
	}

	/**
	 * Returns the largest block of variables.
	 * @return the size in bytes
	 */
	public int getBufferSize() {
		return this.settings.getPacketLimits().maxBlockSize();
	}

	/**
	 * Sets the largest number of variables (uWSGI: {@code max-vars}).
	 * @param maxVars at least 1, default 1000
	 */
	public void setMaxVars(int maxVars) {
		this.settings.setPacketLimits(new PacketLimits(getBufferSize(), maxVars));
	}

	/**
	 * Returns the largest number of variables.
	 * @return the number of variables
	 */
	public int getMaxVars() {
		return this.settings.getPacketLimits().maxVars();
	}

	/**
	 * Sets the longest request body (uWSGI: {@code limit-post}).
	 * @param bytes the length, 0 for no limit, the default
	 */
	public void setLimitPost(long bytes) {
		RequestPolicy before = this.settings.getRequestPolicy();
		this.settings.setRequestPolicy(new RequestPolicy(bytes, before.trustRemoteUser(), before.allowedVars()));
	}

	/**
	 * Returns the longest request body.
	 * @return the length in bytes, 0 for no limit
	 */
	public long getLimitPost() {
		return this.settings.getRequestPolicy().limitPost();
	}

	/**
	 * Sets whether a body is received in full before a core is taken for its request
	 * (uWSGI: {@code post-buffering}). A longer body goes to a temporary file. Chunked
	 * bodies, whose length is not known, are not collected.
	 * @param bytes the longest body that is kept in memory, 0 to let the application wait
	 * for bodies, the default
	 * @throws IllegalArgumentException if it is negative
	 */
	public void setPostBuffering(long bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException("post-buffering: %d (expected: >= 0)".formatted(bytes));
		}
		this.settings.setPostBuffering(bytes);
	}

	/**
	 * Returns the longest body that is kept in memory before a core is taken.
	 * @return the length in bytes, 0 if bodies are not collected
	 */
	public long getPostBuffering() {
		return this.settings.getPostBuffering();
	}

	/**
	 * Sets whether {@code REMOTE_USER} and {@code AUTH_TYPE} are believed.
	 * @param trustRemoteUser default false
	 */
	public void setTrustRemoteUser(boolean trustRemoteUser) {
		RequestPolicy before = this.settings.getRequestPolicy();
		this.settings.setRequestPolicy(new RequestPolicy(before.limitPost(), trustRemoteUser, before.allowedVars()));
	}

	/**
	 * Returns whether {@code REMOTE_USER} and {@code AUTH_TYPE} are believed.
	 * @return whether they are
	 */
	public boolean isTrustRemoteUser() {
		return this.settings.getRequestPolicy().trustRemoteUser();
	}

	/**
	 * Sets which further variables become request attributes of the same name.
	 * @param pattern regular expression for the whole name, or {@code null} for none, the
	 * default
	 * @throws java.util.regex.PatternSyntaxException if it is not a regular expression
	 */
	public void setAllowedVars(@Nullable String pattern) {
		RequestPolicy before = this.settings.getRequestPolicy();
		this.settings.setRequestPolicy(new RequestPolicy(before.limitPost(), before.trustRemoteUser(),
				(pattern != null) ? Pattern.compile(pattern) : null));
	}

	/**
	 * Returns which further variables become request attributes.
	 * @return a regular expression, or {@code null} for none
	 */
	public @Nullable String getAllowedVars() {
		Pattern pattern = this.settings.getRequestPolicy().allowedVars();
		return (pattern != null) ? pattern.pattern() : null;
	}

	/**
	 * Sets whether one thread accepts all connections and hands them over to the cores,
	 * instead of the kernel waking the core that will serve. It is always so on virtual
	 * threads, with an executor of somebody else's, and where Netty's epoll_wait cannot
	 * be called directly.
	 * @param handOver default false
	 */
	public void setHandOver(boolean handOver) {
		this.settings.setHandOver(handOver);
	}

	/**
	 * Returns whether one thread accepts all connections.
	 * @return whether that was asked for
	 */
	public boolean isHandOver() {
		return this.settings.isHandOver();
	}

	private ListenOptions options() {
		return this.settings.getListenOptions();
	}

	private void options(ListenOptions options) {
		this.settings.setListenOptions(options);
	}

	private void applyDeferAccept() {
		options(options().withDeferAcceptSeconds(this.deferAccept ? Math.max(1, getSocketTimeout()) : 0));
	}

}
