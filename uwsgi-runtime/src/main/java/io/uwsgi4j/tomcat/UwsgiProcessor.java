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
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;

import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.policy.Rejection.Reason;
import io.uwsgi4j.protocol.Modifier;
import io.uwsgi4j.protocol.PacketDecoder;
import io.uwsgi4j.protocol.PacketException;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.RequestInfo;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.HeadersTooLargeException;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.ExceptionUtils;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Serves one request at a time: receives the packet, has it decoded, checked and mapped,
 * calls the application, and ends the connection. Tomcat keeps processors for reuse.
 */
final class UwsgiProcessor extends BufferedProcessor {

	// What is left of a body beyond this is received by the event loop.
	private static final long MAX_SKIPPED_BY_CORE = 256 * 1024;

	private static final Log log = LogFactory.getLog(UwsgiProcessor.class);

	private final PacketDecoder decoder;

	private @Nullable UwsgiSocketWrapper connection;

	private @Nullable UpgradeToken upgradeToken;

	// Whether the rest of the request body is to be received before the connection ends.
	private boolean swallow = true;

	// Whether the packet was read in full, so that the length of the body is known.
	private boolean bodyKnown;

	UwsgiProcessor(UwsgiProtocol protocol, Adapter adapter) {
		super(protocol, adapter);
		this.decoder = new PacketDecoder(protocol.endpoint().settings().getPacketLimits());
	}

	@Override
	protected SocketState service(SocketWrapperBase<?> socketWrapper) throws IOException {
		RequestInfo info = this.request.getRequestProcessor();
		info.setStage(org.apache.coyote.Constants.STAGE_PARSE);
		UwsgiSocketWrapper wrapper = (UwsgiSocketWrapper) socketWrapper;
		attach(wrapper);
		try {
			if (!receivePacket(wrapper)) {
				wrapper.park(this.decoder.receivedBytes());
				// Tomcat takes the processor away and waits for the connection.
				return SocketState.OPEN;
			}
			this.request.markStartTime();
			Rejection rejection = prepareRequest(wrapper);
			if (rejection != null) {
				reject(rejection, wrapper);
			}
			else if (this.decoder.modifier1() == Modifier.PING) {
				pong(wrapper);
				return SocketState.CLOSED;
			}
		}
		catch (PacketException ex) {
			this.request.markStartTime();
			reject(Rejection.of(ex), wrapper);
		}
		catch (EOFException ex) {
			// Nobody is there to be answered. Health checks end like this, too.
			return SocketState.CLOSED;
		}
		info.setStage(org.apache.coyote.Constants.STAGE_SERVICE);
		if (!getErrorState().isError()) {
			callApplication();
		}
		return endOfService(info);
	}

	private void attach(UwsgiSocketWrapper wrapper) {
		setSocketWrapper(wrapper);
		this.connection = wrapper;
		wrapper.lend(this.buffers);
		this.output.start(wrapper);
	}

	private boolean receivePacket(UwsgiSocketWrapper wrapper) throws IOException, PacketException {
		PartialPacket parked = wrapper.unpark();
		boolean complete = false;
		if (parked != null) {
			ByteBuffer received = parked.received();
			complete = this.decoder.decode(received);
			keep(received);
		}
		boolean more = true;
		while (!complete && more) {
			more = wrapper.fillPatiently() > 0;
			this.buffers.configureReadBufferForRead();
			complete = this.decoder.decode(this.buffers.getReadBuffer());
		}
		return complete;
	}

	// The first bytes of the body may have come together with the end of the packet.
	private void keep(ByteBuffer body) {
		if (body.hasRemaining()) {
			this.buffers.configureReadBufferForWrite();
			this.buffers.getReadBuffer().put(body);
		}
	}

	private @Nullable Rejection prepareRequest(UwsgiSocketWrapper wrapper) throws PacketException {
		int modifier = this.decoder.modifier1();
		if (modifier == Modifier.PING) {
			return null;
		}
		if (!Modifier.isRequest(modifier)) {
			return new Rejection(Reason.UNSUPPORTED_MODIFIER, "modifier1: %d (expected: 0)".formatted(modifier));
		}
		this.request.getRequestProcessor().setStage(org.apache.coyote.Constants.STAGE_PREPARE);
		Rejection rejection = this.mapper.map(this.decoder.vars(), modifier, this.request, wrapper);
		if (rejection != null) {
			return rejection;
		}
		this.input.start(wrapper, this.mapper.isChunked(), this.request.getContentLengthLong(),
				this.protocol.getLimitPost());
		this.bodyKnown = true;
		return prepareHost();
	}

	private @Nullable Rejection prepareHost() {
		MessageBytes host;
		try {
			host = this.request.getMimeHeaders().getUniqueValue("host");
		}
		catch (IllegalArgumentException ex) {
			return Rejection.badVariable("HTTP_HOST: several of them (expected: 1)");
		}
		parseHost((host != null && host.getLength() > 0) ? host : null);
		if (getErrorState().isError()) {
			return Rejection.badVariable("HTTP_HOST: '%s' (expected: host[:port])".formatted(host));
		}
		if (this.request.getServerPort() < 0) {
			this.request.setServerPort(this.mapper.serverPort());
		}
		return null;
	}

	@Override
	protected void populateHost() {
		this.request.serverName().setString(this.request.localName().toString());
	}

	@Override
	protected void populatePort() {
		this.request.setServerPort(this.mapper.serverPort());
	}

	private void pong(UwsgiSocketWrapper wrapper) throws IOException {
		byte[] pong = Modifier.pong();
		wrapper.write(true, pong, 0, pong.length);
		wrapper.flush(true);
	}

	private void reject(Rejection rejection, UwsgiSocketWrapper wrapper) {
		this.protocol.getRejections().report(rejection, wrapper.describePeer());
		int status = rejection.reason().status();
		this.response.setStatus(status);
		setErrorState(ErrorState.CLOSE_CLEAN, null);
		byte[] text = ResponsePreparer.text(status);
		this.response.setContentType("text/plain;charset=UTF-8");
		this.response.setContentLength(text.length);
		try {
			this.response.doWrite(ByteBuffer.wrap(text));
		}
		catch (IOException ex) {
			setErrorState(ErrorState.CLOSE_CONNECTION_NOW, ex);
		}
		getAdapter().log(this.request, this.response, 0);
	}

	private void callApplication() {
		try {
			getAdapter().service(this.request, this.response);
		}
		catch (InterruptedIOException ex) {
			setErrorState(ErrorState.CLOSE_CONNECTION_NOW, ex);
		}
		catch (HeadersTooLargeException ex) {
			headersTooLarge(ex);
		}
		catch (Throwable ex) {
			ExceptionUtils.handleThrowable(ex);
			log.error("The request failed", ex);
			this.response.setStatus(500);
			setErrorState(ErrorState.CLOSE_CLEAN, ex);
			getAdapter().log(this.request, this.response, 0);
		}
	}

	private void headersTooLarge(HeadersTooLargeException ex) {
		log.error("The response cannot be sent", ex);
		if (this.response.isCommitted()) {
			setErrorState(ErrorState.CLOSE_NOW, ex);
		}
		else {
			this.response.reset();
			this.response.setStatus(500);
			setErrorState(ErrorState.CLOSE_CLEAN, ex);
		}
	}

	private SocketState endOfService(RequestInfo info) {
		boolean pending = isAsync() && !getErrorState().isError();
		if (!pending) {
			endRequest();
			if (getErrorState().isError()) {
				// Counts as an error in Tomcat's statistics.
				this.response.setStatus(500);
			}
			this.request.updateCounters();
		}
		info.setStage(org.apache.coyote.Constants.STAGE_ENDED);
		if (getErrorState().isError()) {
			return SocketState.CLOSED;
		}
		if (pending) {
			return SocketState.LONG;
		}
		return isUpgrade() ? SocketState.UPGRADING : SocketState.CLOSED;
	}

	private void endRequest() {
		if (getErrorState().isIoAllowed()) {
			try {
				action(ActionCode.COMMIT, null);
				this.output.finish();
			}
			catch (IOException ex) {
				setErrorState(ErrorState.CLOSE_CONNECTION_NOW, ex);
			}
			catch (Throwable ex) {
				ExceptionUtils.handleThrowable(ex);
				setErrorState(ErrorState.CLOSE_NOW, ex);
				log.error("The response could not be finished", ex);
			}
		}
		if (getErrorState().isConnectionIoAllowed() && !isUpgrade()) {
			swallowBody();
		}
	}

	// A socket that is closed with unread bytes in it takes the response with it.
	private void swallowBody() {
		UwsgiSocketWrapper wrapper = this.connection;
		if (wrapper == null || !this.swallow) {
			return;
		}
		try {
			if (!this.bodyKnown || !this.input.skipArrived(MAX_SKIPPED_BY_CORE)) {
				wrapper.lingerOnClose();
			}
		}
		catch (IOException ex) {
			// The peer is gone, and with it the rest of the body.
			log.debug("The rest of a request body could not be read", ex);
		}
	}

	@Override
	protected void disableSwallowRequest() {
		this.swallow = false;
	}

	@Override
	protected SocketState dispatchEndRequest() {
		endRequest();
		return SocketState.CLOSED;
	}

	@Override
	protected void doHttpUpgrade(UpgradeToken upgradeToken) {
		this.upgradeToken = upgradeToken;
	}

	@Override
	public @Nullable UpgradeToken getUpgradeToken() {
		return this.upgradeToken;
	}

	@Override
	public boolean isUpgrade() {
		return this.upgradeToken != null;
	}

	@Override
	public @Nullable ByteBuffer getLeftoverInput() {
		this.buffers.configureReadBufferForRead();
		ByteBuffer leftover = this.buffers.getReadBuffer();
		// From here on the connection lives without this processor.
		if (this.connection != null) {
			this.connection.useOwnBuffers();
		}
		return leftover.hasRemaining() ? leftover : null;
	}

	@Override
	public void recycle() {
		getAdapter().checkRecycled(this.request, this.response);
		super.recycle();
		if (this.connection != null) {
			this.connection.takeBack(this.buffers);
			this.connection = null;
		}
		this.socketWrapper = null;
		this.buffers.reset();
		this.decoder.reset();
		this.input.recycle();
		this.output.recycle();
		this.request.recycle();
		this.response.recycle();
		this.upgradeToken = null;
		this.swallow = true;
		this.bodyKnown = false;
	}

	@Override
	public void pause() {
		// One request per connection: there is no next one to hold back.
	}

}
