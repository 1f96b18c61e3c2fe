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

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;

import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * One connection, as Tomcat sees it. It has buffers of its own only after an upgrade;
 * until then the processor that serves the request lends its own, so that a connection
 * that waits costs little.
 */
final class UwsgiSocketWrapper extends ProxiedSocketWrapper implements UwsgiChannel.Listener {

	private static final SocketBufferHandler NO_BUFFERS = new SocketBufferHandler(0, 0, false);

	private static final int UPGRADED_BUFFER_SIZE = UwsgiProcessor.READ_BUFFER_SIZE;

	// nginx connects first and writes a moment later: a few attempts are cheaper than
	// asking the event loop to watch the connection.
	private static final int READ_ATTEMPTS = 4;

	private final UwsgiEndpoint endpoint;

	private final UwsgiChannel channel;

	private boolean ownsBuffers;

	// Set while the connection waits in the event loop for the rest of its packet.
	private volatile @Nullable PartialPacket parked;

	// When a pending request for an event turns into a timeout, by System.nanoTime().
	private volatile long readDeadline;

	private volatile long writeDeadline;

	private volatile boolean linger;

	UwsgiSocketWrapper(UwsgiChannel channel, @Nullable InetSocketAddress peer, UwsgiEndpoint endpoint) {
		super(channel, peer, endpoint);
		this.endpoint = endpoint;
		this.channel = channel;
		this.socketBufferHandler = NO_BUFFERS;
		setReadTimeout(endpoint.getConnectionTimeout());
		setWriteTimeout(endpoint.getConnectionTimeout());
		channel.setListener(this);
	}

	void lend(SocketBufferHandler buffers) {
		if (!this.ownsBuffers) {
			this.socketBufferHandler = buffers;
		}
	}

	void takeBack(SocketBufferHandler buffers) {
		if (this.socketBufferHandler == buffers) {
			this.socketBufferHandler = NO_BUFFERS;
		}
	}

	/**
	 * Gives the connection buffers of its own, for a life after the request.
	 */
	void useOwnBuffers() {
		this.socketBufferHandler = new SocketBufferHandler(UPGRADED_BUFFER_SIZE, UPGRADED_BUFFER_SIZE, true);
		this.ownsBuffers = true;
	}

	/**
	 * Leaves the connection to the event loop until the rest of its packet has arrived.
	 * Takes effect with the next registration for reading.
	 * @param received the bytes that have arrived so far
	 */
	void park(byte[] received) {
		PartialPacket before = this.parked;
		long deadline = (before != null) ? before.deadlineNanos() : deadline(getReadTimeout());
		this.parked = new PartialPacket(received, deadline);
	}

	@Nullable PartialPacket unpark() {
		PartialPacket packet = this.parked;
		this.parked = null;
		return packet;
	}

	@Override
	public void readable() {
		PartialPacket packet = this.parked;
		if (packet == null) {
			this.endpoint.dispatch(this, SocketEvent.OPEN_READ);
		}
		else {
			readMore(packet);
		}
	}

	@Override
	public void writable() {
		this.endpoint.dispatch(this, SocketEvent.OPEN_WRITE);
	}

	private void readMore(PartialPacket packet) {
		try {
			ByteBuffer scratch = this.endpoint.loop().scratch();
			this.channel.receive(scratch);
			packet.append(scratch.flip());
			if (packet.isReady(this.endpoint.settings().getPacketLimits().maxBlockSize())) {
				this.endpoint.dispatch(this, SocketEvent.OPEN_READ);
			}
			else {
				this.channel.request(UwsgiChannel.READ);
			}
		}
		catch (IOException ex) {
			// The peer has given up; there is no request that anybody could be told
			// about.
			close();
		}
	}

	/**
	 * Ends what has been waited for too long. Called by the event loop once in a while.
	 * @param nowNanos the current time by {@link System#nanoTime()}
	 */
	void checkTimeouts(long nowNanos) {
		PartialPacket packet = this.parked;
		if (packet != null) {
			if (packet.isOverdue(nowNanos) && this.channel.withdraw(UwsgiChannel.READ)) {
				close();
			}
			return;
		}
		boolean readOverdue = nowNanos - this.readDeadline >= 0 && this.channel.withdraw(UwsgiChannel.READ);
		boolean writeOverdue = nowNanos - this.writeDeadline >= 0 && this.channel.withdraw(UwsgiChannel.WRITE);
		if (readOverdue || writeOverdue) {
			setError(new SocketTimeoutException());
			this.endpoint.dispatch(this, SocketEvent.ERROR);
		}
	}

	@Override
	public int read(boolean block, byte[] target, int offset, int length) throws IOException {
		int count = populateReadBuffer(target, offset, length);
		if (count == 0) {
			fill(block);
			count = populateReadBuffer(target, offset, length);
		}
		return count;
	}

	@Override
	public int read(boolean block, ByteBuffer to) throws IOException {
		int count = populateReadBuffer(to);
		if (count == 0) {
			fill(block);
			count = populateReadBuffer(to);
		}
		return count;
	}

	@Override
	public boolean isReadyForRead() throws IOException {
		if (this.socketBufferHandler.isReadBufferEmpty()) {
			fill(false);
		}
		return !this.socketBufferHandler.isReadBufferEmpty();
	}

	/**
	 * Reads into the read buffer, which is then ready to be written to once more.
	 * @param block whether to wait for at least one byte
	 * @return the number of bytes that were read
	 * @throws EOFException at the end of the stream
	 */
	int fill(boolean block) throws IOException {
		requireOpen();
		this.socketBufferHandler.configureReadBufferForWrite();
		ByteBuffer buffer = this.socketBufferHandler.getReadBuffer();
		int count = this.channel.receive(buffer);
		while (block && count == 0) {
			if (!this.channel.await(UwsgiChannel.READ, getReadTimeoutMillis())) {
				throw new SocketTimeoutException();
			}
			count = this.channel.receive(buffer);
		}
		return count;
	}

	/**
	 * Reads into the read buffer, giving a peer that has only just connected the time to
	 * write.
	 * @return the number of bytes that were read
	 * @throws EOFException at the end of the stream
	 */
	int fillPatiently() throws IOException {
		int count = fill(false);
		for (int attempt = 1; count == 0 && attempt < READ_ATTEMPTS; attempt++) {
			Thread.yield();
			count = fill(false);
		}
		return count;
	}

	@Override
	protected boolean flushNonBlocking() throws IOException {
		if (!this.socketBufferHandler.isWriteBufferEmpty()) {
			doWrite(false);
		}
		boolean dataLeft = !this.socketBufferHandler.isWriteBufferEmpty();
		if (!dataLeft && !this.nonBlockingWriteBuffer.isEmpty()) {
			dataLeft = this.nonBlockingWriteBuffer.write(this::writeFromBuffer, false);
			if (!dataLeft && !this.socketBufferHandler.isWriteBufferEmpty()) {
				doWrite(false);
				dataLeft = !this.socketBufferHandler.isWriteBufferEmpty();
			}
		}
		return dataLeft;
	}

	private boolean writeFromBuffer(ByteBuffer from, boolean block) throws IOException {
		if (block) {
			writeBlocking(from);
		}
		else {
			writeNonBlockingInternal(from);
		}
		return from.hasRemaining();
	}

	@Override
	protected void doWrite(boolean block, ByteBuffer from) throws IOException {
		requireOpen();
		if (block && this.previousIOException != null) {
			throw new IOException(this.previousIOException);
		}
		int count = 1;
		while (from.hasRemaining() && count > 0) {
			count = this.channel.send(from);
			if (count == 0 && block) {
				awaitWritable();
				count = 1;
			}
		}
	}

	// Without this, a write to a connection that another thread has closed would go on
	// for
	// ever, as there is neither room in its buffers nor anything in them to send.
	private void requireOpen() throws ClosedChannelException {
		if (isClosed()) {
			throw new ClosedChannelException();
		}
	}

	private void awaitWritable() throws IOException {
		if (!this.channel.await(UwsgiChannel.WRITE, getWriteTimeoutMillis())) {
			this.previousIOException = new SocketTimeoutException();
			throw this.previousIOException;
		}
	}

	@Override
	public void registerReadInterest() {
		this.readDeadline = deadline(getReadTimeout());
		this.channel.request(UwsgiChannel.READ);
	}

	@Override
	public void registerWriteInterest() {
		this.writeDeadline = deadline(getWriteTimeout());
		this.channel.request(UwsgiChannel.WRITE);
	}

	/**
	 * Makes the close wait for the peer to finish sending: bytes that arrive at a closed
	 * socket, or are left unread in it, would destroy the response on its way.
	 */
	void lingerOnClose() {
		this.linger = true;
	}

	@Override
	protected void doClose() {
		this.endpoint.forget(this);
		if (this.linger && this.channel.isOpen()) {
			new LingeringClose(this.channel, this.endpoint).start();
		}
		else {
			this.channel.close();
			this.endpoint.connectionClosed();
		}
		// Not freed: another thread may still be in the middle of a read or write.
		this.socketBufferHandler = NO_BUFFERS;
	}

	private long getReadTimeoutMillis() {
		return millis(getReadTimeout());
	}

	private long getWriteTimeoutMillis() {
		return millis(getWriteTimeout());
	}

	// Tomcat's -1 stands for no timeout; a year is as good and cannot overflow.
	private static long millis(long timeout) {
		return (timeout > 0) ? timeout : TimeUnit.DAYS.toMillis(365);
	}

	private static long deadline(long timeoutMillis) {
		return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis(timeoutMillis));
	}

}
