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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.NativeInetAddress;
import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.policy.RejectionLog;
import io.uwsgi4j.socket.ListenerSocket;
import io.uwsgi4j.socket.TcpAddress;
import io.uwsgi4j.socket.UwsgiAddress;
import io.uwsgi4j.worker.CorePool;
import io.uwsgi4j.worker.CoreThreads;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.Acceptor;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of the connector: binds them, owns the event loop and the cores, and keeps
 * account of the open connections. Its life cycle is Tomcat's: bind, start, pause,
 * resume, stop, unbind, any number of times.
 */
final class UwsgiEndpoint extends AbstractEndpoint<UwsgiChannel, UwsgiChannel> {

	private static final Log log = LogFactory.getLog(UwsgiEndpoint.class);

	private static final long TIMEOUT_CHECK_MILLIS = 500;

	private static final Duration CORE_IDLE_TIME = Duration.ofMinutes(1);

	private final Set<LingeringClose> lingering = ConcurrentHashMap.newKeySet();

	// Every descriptor that was accepted and not closed yet, whatever its state.
	private final AtomicInteger openConnections = new AtomicInteger();

	private final RejectionLog rejections = new RejectionLog();

	private volatile List<ListenerSocket> listeners = List.of();

	private final ConnectorSettings settings = new ConnectorSettings();

	private PeerGate peerGate = new PeerGate(PeerPolicy.allowing(PeerPolicy.LOOPBACK), this.rejections);

	private int connectionLimit = super.getMaxConnections();

	// Set from start to stop; read by all threads, and by those of cores that outlive it.
	private volatile @Nullable EventLoop loop;

	private volatile @Nullable ConnectionSource source;

	private @Nullable CorePool cores;

	// What was configured before the cores took its place.
	private @Nullable Executor configuredExecutor;

	UwsgiEndpoint() {
		setUseSendfile(false);
		// The wrapper implements the classic calls only.
		setUseAsyncIO(false);
		// Never started. Tomcat's graceful shutdown wants one to talk to.
		this.acceptor = new Acceptor<>(this);
	}

	ConnectorSettings settings() {
		return this.settings;
	}

	List<ListenerSocket> listeners() {
		return this.listeners;
	}

	int getListen() {
		return this.settings.getListenOptions().backlog();
	}

	RejectionLog rejections() {
		return this.rejections;
	}

	@Override
	public void setAcceptCount(int acceptCount) {
		super.setAcceptCount(acceptCount);
		if (acceptCount > 0) {
			this.settings.setListenOptions(this.settings.getListenOptions().withBacklog(acceptCount));
		}
	}

	@Override
	public int getAcceptCount() {
		return getListen();
	}

	@Override
	public @Nullable String getId() {
		List<UwsgiAddress> addresses = this.settings.getAddresses();
		return addresses.isEmpty() ? null : String.join(",", addresses.stream().map(Object::toString).toList());
	}

	// The port that names and log lines show: that of the first socket, if it has one.
	@Override
	public int getPort() {
		List<UwsgiAddress> addresses = this.settings.getAddresses();
		return (!addresses.isEmpty() && addresses.get(0) instanceof TcpAddress tcp) ? tcp.port() : 0;
	}

	@Override
	protected @Nullable InetSocketAddress getLocalAddress() {
		List<ListenerSocket> listeners = this.listeners;
		return listeners.isEmpty() ? null : listeners.get(0).inetAddress();
	}

	@Nullable InetAddress localInetAddress() {
		InetSocketAddress address = getLocalAddress();
		return (address != null) ? address.getAddress() : null;
	}

	// Connection limit: Tomcat's own latch would block the event loop.

	@Override
	public void setMaxConnections(int maxConnections) {
		this.connectionLimit = maxConnections;
	}

	@Override
	public int getMaxConnections() {
		return this.connectionLimit;
	}

	@Override
	public long getConnectionCount() {
		return this.openConnections.get();
	}

	@Override
	protected long countDownConnection() {
		// Counted when the descriptor is closed, which may be later.
		return this.openConnections.get();
	}

	boolean hasRoomForConnection() {
		return this.connectionLimit < 0 || this.openConnections.get() < this.connectionLimit;
	}

	void connectionClosed() {
		this.openConnections.decrementAndGet();
		ConnectionSource source = this.source;
		if (source != null) {
			source.connectionClosed();
		}
	}

	@Override
	public void bind() throws IOException {
		if (!Epoll.isAvailable()) {
			throw UnusableSettings.noNativeEpoll(Epoll.unavailabilityCause());
		}
		this.peerGate = new PeerGate(UnusableSettings.check(this.settings), this.rejections);
		this.listeners = SocketBinding.bindAll(this.settings);
	}

	@Override
	public void unbind() throws Exception {
		closeListeners();
		super.unbind();
		// Lets go of the processors that were kept for reuse, and of their buffers.
		getHandler().recycle();
	}

	@Override
	public void startInternal() {
		if (this.running) {
			return;
		}
		this.paused = false;
		EventLoop loop = new EventLoop(getName() + "-loop", this.threadPriority);
		this.loop = loop;
		createExecutor();
		this.running = true;
		CorePool cores = this.cores;
		BooleanSupplier coresAvailable = (cores != null) ? cores::hasCapacity : () -> true;
		AcceptLoop source = new AcceptLoop(loop, this, coresAvailable);
		if (cores != null) {
			cores.setCapacityListener(source::coreFreed);
		}
		this.source = source;
		loop.scheduleRepeatedly(this::checkTimeouts, TIMEOUT_CHECK_MILLIS);
		source.start(this.listeners);
	}

	@Override
	public void pause() {
		super.pause();
		ConnectionSource source = this.source;
		if (source != null) {
			source.pause();
		}
	}

	@Override
	public void resume() {
		super.resume();
		ConnectionSource source = this.source;
		if (source != null) {
			source.resume();
		}
	}

	@Override
	protected void doCloseServerSocket() {
		ConnectionSource source = this.source;
		if (source != null) {
			source.drainAndStop();
		}
		closeListeners();
	}

	@Override
	public void stopInternal() {
		if (!this.running) {
			return;
		}
		pause();
		this.running = false;
		ConnectionSource source = this.source;
		if (source != null) {
			source.stop();
		}
		getConnections().forEach(SocketWrapperBase::close);
		this.lingering.forEach(LingeringClose::finish);
		shutdownExecutor();
		loop().stop();
		this.source = null;
		this.loop = null;
	}

	private void closeListeners() {
		List<ListenerSocket> listeners = this.listeners;
		this.listeners = List.of();
		listeners.forEach(ListenerSocket::close);
	}

	/**
	 * Creates the cores, unless an executor of somebody else's is to run the requests.
	 */
	@Override
	public void createExecutor() {
		Executor configured = getExecutor();
		this.configuredExecutor = configured;
		if (configured != null && !(configured instanceof VirtualThreadExecutor)) {
			return;
		}
		boolean virtual = configured != null || getUseVirtualThreads();
		CoreThreads threads = virtual ? VirtualThreads::start : CoreThreads.platform(this.threadPriority);
		// Both sizes read as -1 while an executor is set from outside.
		setExecutor(null);
		CorePool cores = new CorePool(getName(), getMaxThreads(), getMinSpareThreads(), CORE_IDLE_TIME, threads);
		this.cores = cores;
		setExecutor(cores);
		// The sizes are those of the cores.
		this.internalExecutor = true;
	}

	@Override
	public void shutdownExecutor() {
		CorePool cores = this.cores;
		if (cores != null) {
			this.cores = null;
			cores.close();
			setExecutor(this.configuredExecutor);
		}
	}

	EventLoop loop() {
		EventLoop loop = this.loop;
		if (loop == null) {
			throw new IllegalStateException("The endpoint is not running");
		}
		return loop;
	}

	/**
	 * Takes a new connection. Called in the event loop.
	 * @param fd the descriptor
	 * @param address address of the peer as accept(2) gave it, or {@code null} if the
	 * socket is a unix socket
	 */
	void accepted(int fd, byte @Nullable [] address) {
		LinuxSocket socket = LinuxSocket.newSocket(fd);
		UwsgiChannel channel = new UwsgiChannel(socket, loop());
		this.openConnections.incrementAndGet();
		InetSocketAddress peer = (address != null) ? NativeInetAddress.address(address, 1, address[0]) : null;
		if (peer != null && !this.peerGate.admits(peer.getAddress())) {
			channel.close();
			connectionClosed();
			return;
		}
		UwsgiSocketWrapper wrapper = new UwsgiSocketWrapper(channel, peer, this);
		this.connections.put(channel, wrapper);
		dispatch(wrapper, SocketEvent.OPEN_READ);
	}

	/**
	 * Hands a connection to a core.
	 * @param wrapper the connection
	 * @param event what has happened to it
	 */
	void dispatch(UwsgiSocketWrapper wrapper, SocketEvent event) {
		if (!processSocket(wrapper, event, true)) {
			wrapper.close();
		}
	}

	void forget(UwsgiSocketWrapper wrapper) {
		this.connections.remove(wrapper.getSocket());
	}

	void lingering(LingeringClose close) {
		this.lingering.add(close);
	}

	boolean lingered(LingeringClose close) {
		return this.lingering.remove(close);
	}

	private void checkTimeouts() {
		long now = System.nanoTime();
		for (SocketWrapperBase<UwsgiChannel> wrapper : this.connections.values()) {
			((UwsgiSocketWrapper) wrapper).checkTimeouts(now);
		}
	}

	@Override
	protected SocketProcessorBase<UwsgiChannel> createSocketProcessor(SocketWrapperBase<UwsgiChannel> wrapper,
			SocketEvent event) {
		return new ConnectionTask(getHandler(), wrapper, event);
	}

	// The acceptor that is never started would call these.

	@Override
	protected UwsgiChannel serverSocketAccept() {
		throw new UnsupportedOperationException("Connections come from the event loop");
	}

	@Override
	protected boolean setSocketOptions(UwsgiChannel channel) {
		throw new UnsupportedOperationException("Connections come from the event loop");
	}

	@Override
	protected void destroySocket(UwsgiChannel channel) {
		channel.close();
	}

	@Override
	protected Log getLog() {
		return log;
	}

}
