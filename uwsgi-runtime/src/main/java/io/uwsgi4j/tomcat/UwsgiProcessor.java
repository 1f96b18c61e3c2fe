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
import io.uwsgi4j.protocol.Modifier;
import io.uwsgi4j.protocol.PacketException;
import io.uwsgi4j.protocol.VarBlock;
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
import org.apache.tomcat.util.net.SocketEvent;
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

	private @Nullable UwsgiSocketWrapper connection;

	private @Nullable UpgradeToken upgradeToken;

	// Whether the rest of the request body is to be received before the connection ends.
	private boolean swallow = true;

	// Whether the packet was read in full, so that the length of the body is known.
	private boolean bodyKnown;

	// Whether it must not serve another request.
	private boolean retired;

	UwsgiProcessor(UwsgiProtocol protocol, Adapter adapter) {
		super(protocol, adapter);
	}

	@Override
	public SocketState process(SocketWrapperBase<?> socketWrapper, SocketEvent status) throws IOException {
		if (isAsync()) {
			this.account.resumed();
		}
		SocketState state = super.process(socketWrapper, status);
		if (state == SocketState.LONG && !this.account.left()) {
			// Nobody waits for what was about to be waited for.
			state = SocketState.CLOSED;
		}
		if (state != SocketState.LONG && state != SocketState.OPEN) {
			// Before the peer can see the end of the response.
			this.account.end(this.connection);
		}
		return state;
	}

	@Override
	protected SocketState service(SocketWrapperBase<?> socketWrapper) throws IOException {
		RequestInfo info = this.request.getRequestProcessor();
		info.setStage(org.apache.coyote.Constants.STAGE_PARSE);
		UwsgiSocketWrapper wrapper = (UwsgiSocketWrapper) socketWrapper;
		attach(wrapper);
		try {
			Rejection rejection = wrapper.peer().refusal();
			if (rejection == null && !this.receiver.receive(wrapper)) {
				rejection = wrapper.parking().enter(this.receiver.partialPacket(wrapper.patienceNanos()));
				if (rejection == null) {
					// Tomcat takes the processor away and waits for the connection.
					return SocketState.OPEN;
				}
			}
			this.request.markStartTime();
			rejection = (rejection != null) ? rejection : prepareRequest(wrapper);
			if (rejection != null) {
				reject(rejection, wrapper);
			}
			else if (this.receiver.packet().modifier1() == Modifier.PING) {
				pong(wrapper);
				return SocketState.CLOSED;
			}
			else if (parkForBody(wrapper)) {
				return SocketState.OPEN;
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
		wrapper.setAccount(this.account);
		wrapper.lend(this.buffers);
		this.output.start(wrapper);
	}

	// Leaves the connection to the event loop if the body is to be collected first and
	// has not arrived yet.
	private boolean parkForBody(UwsgiSocketWrapper wrapper) {
		ConnectorSettings settings = this.protocol.endpoint().settings();
		long length = this.request.getContentLengthLong();
		if (settings.getPostBuffering() == 0 || this.receiver.collected() != null || length <= this.input.available()) {
			return false;
		}
		PartialBody partial;
		try {
			partial = this.input.collect(this.receiver.packet().receivedBytes(), settings, wrapper.patienceNanos());
		}
		catch (IOException ex) {
			reject(PartialBody.notStored(ex), wrapper);
			return false;
		}
		if (!this.account.withdraw()) {
			// Given up in this very moment.
			partial.close();
			setErrorState(ErrorState.CLOSE_NOW, null);
			return false;
		}
		wrapper.parking().enter(partial);
		return true;
	}

	private @Nullable Rejection prepareRequest(UwsgiSocketWrapper wrapper) throws PacketException {
		int modifier = this.receiver.packet().modifier1();
		VarBlock vars = this.receiver.packet().vars();
		Rejection rejection = this.packetGate.check(modifier, vars);
		if (rejection != null || modifier == Modifier.PING) {
			return rejection;
		}
		this.request.getRequestProcessor().setStage(org.apache.coyote.Constants.STAGE_PREPARE);
		this.account.begin(vars);
		rejection = this.mapper.map(vars, modifier, this.request, wrapper);
		if (rejection != null) {
			return rejection;
		}
		this.input.start(wrapper, this.mapper.isChunked(), this.request.getContentLengthLong(),
				this.protocol.getLimitPost());
		this.bodyKnown = true;
		PartialBody collected = this.receiver.collected();
		return (collected != null) ? useCollected(collected) : prepareHost();
	}

	private @Nullable Rejection useCollected(PartialBody body) {
		if (body.failure() != null) {
			return body.failure();
		}
		this.input.use(body.body());
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
		// No port, or an empty one, which Tomcat takes for 0.
		if (this.request.getServerPort() <= 0) {
			this.request.setServerPort(this.mapper.serverPort());
		}
		return null;
	}

	private void pong(UwsgiSocketWrapper wrapper) throws IOException {
		byte[] pong = Modifier.pong();
		wrapper.write(true, pong, 0, pong.length);
		wrapper.flush(true);
	}

	private void reject(Rejection rejection, UwsgiSocketWrapper wrapper) {
		this.account.beginUnreadable();
		this.protocol.getRejections().report(rejection, wrapper.peer().describe());
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
		this.account.handled();
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
			this.account.failed();
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
			// An error for Tomcat's statistics, but what was sent for those who are told.
			int status = this.response.getStatus();
			this.response.setStatus(getErrorState().isError() ? 500 : status);
			this.request.updateCounters();
			this.response.setStatus(status);
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

	// Tomcat does not keep a processor that still claims to be one of an upgraded
	// connection when it has been recycled.
	@Override
	public boolean isUpgrade() {
		return this.upgradeToken != null || this.retired;
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
		this.account.end(this.connection);
		this.account.recycle();
		if (this.output.isInUse()) {
			// What that thread has to say would hit the next request.
			this.retired = true;
			this.protocol.retire(this);
		}
		getAdapter().checkRecycled(this.request, this.response);
		super.recycle();
		if (this.connection != null) {
			this.connection.takeBack(this.buffers);
			this.connection.setAccount(null);
			this.connection = null;
		}
		this.socketWrapper = null;
		this.buffers.reset();
		this.receiver.recycle();
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
