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
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * One connection, as Tomcat sees it. It has buffers of its own only after an upgrade;
 * until then the processor that serves the request lends its own, so that a connection
 * that waits costs little.
 */
final class UwsgiSocketWrapper extends ProxiedSocketWrapper implements ChannelListener {

	private static final SocketBufferHandler NO_BUFFERS = new SocketBufferHandler(0, 0, false);

	private static final int UPGRADED_BUFFER_SIZE = UwsgiProcessor.READ_BUFFER_SIZE;

	// nginx connects first and writes a moment later. To let it run is cheaper than to
	// sleep; a core that has to sleep after all does so by itself, for a moment only.
	private static final int READ_ATTEMPTS = 4;

	private static final int PATIENCE_MILLIS = 5;

	private final UwsgiEndpoint endpoint;

	private final UwsgiChannel channel;

	private final Parking parking;

	private volatile boolean ownsBuffers;

	private volatile boolean linger;

	UwsgiSocketWrapper(UwsgiChannel channel, Peer peer, UwsgiEndpoint endpoint) {
		super(channel, peer, endpoint);
		this.endpoint = endpoint;
		this.channel = channel;
		this.parking = new Parking(this, channel, endpoint);
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

	boolean isUpgraded() {
		return this.ownsBuffers;
	}

	Parking parking() {
		return this.parking;
	}

	@Override
	public void readable() {
		if (this.parking.isTaken()) {
			this.parking.readable();
		}
		else {
			this.endpoint.dispatch(this, SocketEvent.OPEN_READ);
		}
	}

	@Override
	public void writable() {
		this.endpoint.dispatch(this, SocketEvent.OPEN_WRITE);
	}

	/**
	 * Ends what has been waited for too long. Called by the event loop once in a while.
	 * @param nowNanos the current time by {@link System#nanoTime()}
	 */
	void checkTimeouts(long nowNanos) {
		if (this.parking.isTaken()) {
			this.parking.checkTimeout(nowNanos);
		}
		else if (this.channel.withdrawOverdue(nowNanos)) {
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
		this.socketBufferHandler.configureReadBufferForWrite();
		return receive(this.socketBufferHandler.getReadBuffer(), block);
	}

	/**
	 * Reads into a buffer.
	 * @param buffer a direct buffer with room
	 * @param block whether to wait for at least one byte
	 * @return the number of bytes that were read
	 * @throws EOFException at the end of the stream
	 */
	int receive(ByteBuffer buffer, boolean block) throws IOException {
		requireOpen();
		if (!block) {
			return this.channel.receive(buffer);
		}
		int count = receiveSoon(buffer);
		while (count == 0) {
			if (!this.channel.await(UwsgiChannel.READ, getReadTimeoutMillis())) {
				throw new SocketTimeoutException();
			}
			count = this.channel.receive(buffer);
		}
		return count;
	}

	/**
	 * Reads a part of the request body into a buffer, like
	 * {@link #receive(ByteBuffer, boolean)}. A peer that ends the connection instead has
	 * given up its request.
	 * @param buffer a direct buffer with room
	 * @param block whether to wait for at least one byte
	 * @return the number of bytes that were read
	 */
	int receiveBody(ByteBuffer buffer, boolean block) throws IOException {
		try {
			return receive(buffer, block);
		}
		catch (SocketTimeoutException | ClosedChannelException ex) {
			readFailed();
			throw ex;
		}
		catch (IOException ex) {
			readFailed();
			peerLeft(ex);
			throw ex;
		}
	}

	private int receiveSoon(ByteBuffer buffer) throws IOException {
		int count = this.channel.receive(buffer);
		for (int attempt = 1; count == 0 && attempt < READ_ATTEMPTS; attempt++) {
			Thread.yield();
			count = this.channel.receive(buffer);
		}
		return count;
	}

	/**
	 * Reads into the read buffer, letting a peer that is about to write go first.
	 * @return the number of bytes that were read
	 * @throws EOFException at the end of the stream
	 */
	int fillSoon() throws IOException {
		requireOpen();
		this.socketBufferHandler.configureReadBufferForWrite();
		return receiveSoon(this.socketBufferHandler.getReadBuffer());
	}

	/**
	 * Reads into the read buffer, giving a peer that has only just connected the time to
	 * write.
	 * @return the number of bytes that were read
	 * @throws EOFException at the end of the stream
	 */
	int fillPatiently() throws IOException {
		int count = fillSoon();
		if (count == 0 && CoreIntake.current() != null && this.channel.await(UwsgiChannel.READ, PATIENCE_MILLIS)) {
			count = fill(false);
		}
		return count;
	}

	/**
	 * Writes a part of a file through the write buffer, in which its last bytes stay.
	 * Waits for room.
	 * @param file the file
	 * @param start position of the first byte
	 * @param end position after the last byte
	 * @throws EOFException if the file ends before that
	 */
	void writeFile(FileChannel file, long start, long end) throws IOException {
		long position = start;
		while (position < end) {
			this.socketBufferHandler.configureWriteBufferForWrite();
			ByteBuffer buffer = this.socketBufferHandler.getWriteBuffer();
			if (!buffer.hasRemaining()) {
				doWrite(true);
				continue;
			}
			buffer.limit(buffer.position() + (int) Math.min(buffer.remaining(), end - position));
			int count = file.read(buffer, position);
			buffer.limit(buffer.capacity());
			if (count < 0) {
				throw new EOFException("The file has become shorter");
			}
			position += count;
		}
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
			count = send(from);
			if (count == 0 && block) {
				awaitWritable();
				count = 1;
			}
		}
	}

	private int send(ByteBuffer from) throws IOException {
		try {
			return this.channel.send(from);
		}
		catch (ClosedChannelException ex) {
			throw ex;
		}
		catch (IOException ex) {
			writeFailed();
			peerLeft(ex);
			throw ex;
		}
	}

	// Without this, a write to a connection that another thread has closed would not end,
	// as there is neither room in its buffers nor anything in them to send.
	private void requireOpen() throws ClosedChannelException {
		if (isClosed()) {
			throw new ClosedChannelException();
		}
	}

	private void awaitWritable() throws IOException {
		if (!this.channel.await(UwsgiChannel.WRITE, getWriteTimeoutMillis())) {
			writeFailed();
			this.previousIOException = new SocketTimeoutException();
			throw this.previousIOException;
		}
	}

	@Override
	public void registerReadInterest() {
		this.channel.request(UwsgiChannel.READ, deadline(getReadTimeout()));
	}

	@Override
	public void registerWriteInterest() {
		this.channel.request(UwsgiChannel.WRITE, deadline(getWriteTimeout()));
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
		this.parking.close();
		if (this.linger && this.channel.isOpen()) {
			new LingeringClose(this.channel, peer(), this.endpoint).start();
		}
		else {
			this.channel.close();
			this.endpoint.connectionClosed(peer());
		}
		// Not freed: another thread may still be in the middle of a read or write.
		this.socketBufferHandler = NO_BUFFERS;
	}

	/**
	 * Returns how long the peer may take for the rest of its packet, or for more of a
	 * body.
	 * @return the time in nanoseconds
	 */
	long patienceNanos() {
		return TimeUnit.MILLISECONDS.toNanos(getReadTimeoutMillis());
	}

	private long getReadTimeoutMillis() {
		return millis(getReadTimeout());
	}

	private long getWriteTimeoutMillis() {
		return millis(getWriteTimeout());
	}

}
