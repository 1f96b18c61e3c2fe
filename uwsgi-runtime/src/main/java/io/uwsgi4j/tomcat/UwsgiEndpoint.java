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
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
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

	private final RefusedConnections refused = new RefusedConnections();

	private final Set<LingeringClose> lingering = ConcurrentHashMap.newKeySet();

	private final ConnectionCounter openConnections = new ConnectionCounter(super.getMaxConnections());

	private final RejectionLog rejections = new RejectionLog();

	private final Monitoring monitoring = new Monitoring();

	private volatile List<ListenerSocket> listeners = List.of();

	private final ConnectorSettings settings = new ConnectorSettings();

	private PeerGate peerGate = PeerGate.loopback(this.rejections);

	// Set from start to stop; read by all threads, and by those of cores that outlive it.
	private volatile @Nullable EventLoop loop;

	private volatile ConnectionSource source = ConnectionSource.NONE;

	private @Nullable CorePool cores;

	// What was configured before the cores took its place.
	private @Nullable Executor configuredExecutor;

	UwsgiEndpoint() {
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

	RejectionLog rejections() {
		return this.rejections;
	}

	Monitoring monitoring() {
		return this.monitoring;
	}

	boolean isAccepting() {
		return this.running && !this.paused;
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
		return this.settings.getListenOptions().backlog();
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

	@Override
	public void setMaxConnections(int maxConnections) {
		this.openConnections.setLimit(maxConnections);
	}

	@Override
	public int getMaxConnections() {
		return this.openConnections.getLimit();
	}

	@Override
	public long getConnectionCount() {
		return this.openConnections.getCount();
	}

	@Override
	protected long countDownConnection() {
		// Counted when the descriptor is closed, which may be later.
		return this.openConnections.getCount();
	}

	ConnectionCounter openConnections() {
		return this.openConnections;
	}

	void connectionClosed(Peer peer) {
		peer.disconnected();
		this.openConnections.closed();
		this.source.connectionClosed();
	}

	@Override
	public void bind() throws IOException {
		if (!Epoll.isAvailable()) {
			throw UnusableSettings.noNativeEpoll(Epoll.unavailabilityCause());
		}
		this.peerGate = new PeerGate(UnusableSettings.check(this.settings), this.settings.getCredentialPolicy(),
				new PeerLoad.Ledger(this.settings.getPeerLimits()), this.rejections);
		this.listeners = SocketBinding.bindAll(this.settings);
		this.monitoring.stats().bind(this.settings);
	}

	@Override
	public void unbind() throws Exception {
		closeListeners();
		this.monitoring.stats().close();
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
		if (this.source == ConnectionSource.NONE) {
			this.source = new AcceptLoop(loop, this, () -> true);
		}
		loop.scheduleRepeatedly(this::checkTimeouts, TIMEOUT_CHECK_MILLIS);
		this.monitoring.start(this, Math.max(1, getMaxThreads()), this.listeners);
		this.source.start(this.listeners);
		this.monitoring.stats().start(this);
	}

	@Override
	public void pause() {
		super.pause();
		this.source.pause();
	}

	@Override
	public void resume() {
		super.resume();
		this.source.resume();
	}

	@Override
	protected void doCloseServerSocket() {
		this.source.drainAndStop();
		// Unix sockets refuse newcomers by now; they are closed, and their files go,
		// last.
		this.listeners.stream().filter((listener) -> !listener.isUnix()).forEach(ListenerSocket::close);
	}

	@Override
	public void stopInternal() {
		if (!this.running) {
			return;
		}
		pause();
		this.running = false;
		this.monitoring.stop();
		this.source.stop();
		if (getBindState() == BindState.SOCKET_CLOSED_ON_STOP) {
			ServingCores.finish(this, this.cores);
		}
		getConnections().forEach(SocketWrapperBase::close);
		this.lingering.forEach(LingeringClose::finish);
		shutdownExecutor();
		loop().stop();
		this.source = ConnectionSource.NONE;
		this.loop = null;
		this.monitoring.stats().stop();
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
		// Both sizes read as -1 while an executor is set from outside.
		setExecutor(null);
		ServingCores created = createCores(configured != null || getUseVirtualThreads());
		this.cores = created.pool();
		this.source = created.source();
		setExecutor(created.pool());
		// The sizes are those of the cores.
		this.internalExecutor = true;
	}

	private ServingCores createCores(boolean virtual) {
		// A virtual thread that waited in the kernel would keep the others from running.
		boolean accepting = !virtual && EpollSet.isAvailable() && !this.settings.isHandOver();
		CoreThreads threads = virtual ? VirtualThreads::start : CoreThreads.platform(this.threadPriority);
		ServingCores.Size size = new ServingCores.Size(getMaxThreads(), getMinSpareThreads());
		return accepting ? ServingCores.accepting(this, size, threads) : ServingCores.handedOver(this, size, threads);
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
	 * Takes a new connection, which has been counted.
	 * @param fd the descriptor
	 * @param address address of the peer as accept(2) gave it, or {@code null} if the
	 * socket is a unix socket
	 * @return what serves the connection, or {@code null} if it was refused
	 */
	@Nullable ConnectionTask admit(int fd, byte @Nullable [] address) {
		UwsgiChannel channel = new UwsgiChannel(new FileDescriptor(fd), loop());
		Peer peer = this.peerGate.admit(fd, address);
		if (peer == null) {
			channel.close();
			connectionClosed(Peer.UNCOUNTED);
			return null;
		}
		UwsgiSocketWrapper wrapper = new UwsgiSocketWrapper(channel, peer, this);
		this.connections.put(channel, wrapper);
		return new ConnectionTask(getHandler(), wrapper, SocketEvent.OPEN_READ);
	}

	/**
	 * Hands a connection to a core.
	 * @param wrapper the connection
	 * @param event what has happened to it
	 */
	void dispatch(UwsgiSocketWrapper wrapper, SocketEvent event) {
		execute(new ConnectionTask(getHandler(), wrapper, event));
	}

	void execute(ConnectionTask task) {
		Executor executor = getExecutor();
		try {
			if (executor == null) {
				throw new RejectedExecutionException("The cores have been stopped");
			}
			executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			this.refused.report(ex);
			task.refuse();
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
		throw new UnsupportedOperationException("Connections come from a ConnectionSource");
	}

	@Override
	protected boolean setSocketOptions(UwsgiChannel channel) {
		throw new UnsupportedOperationException("Connections come from a ConnectionSource");
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
