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
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import io.uwsgi4j.protocol.CgiVariable;
import io.uwsgi4j.protocol.ResponseHead;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletConnection;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.connector.Request;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.Adapter;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.HeadersTooLargeException;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * What Coyote's request and response ask of the processor while the application runs.
 * Owns the buffers and lends them to the connection that is being served.
 */
abstract class BufferedProcessor extends AbstractProcessor {

	static final int READ_BUFFER_SIZE = 16 * 1024;

	private static final int WRITE_BUFFER_SIZE = 32 * 1024;

	private static final Log log = LogFactory.getLog(UwsgiProcessor.class);

	final UwsgiProtocol protocol;

	final SocketBufferHandler buffers = new SocketBufferHandler(READ_BUFFER_SIZE, WRITE_BUFFER_SIZE, true);

	final PacketGate packetGate;

	final RequestMapper mapper;

	final UwsgiInputBuffer input;

	final UwsgiOutputBuffer output;

	final PacketReceiver receiver;

	final RequestAccount account;

	private final ResponsePreparer preparer;

	BufferedProcessor(UwsgiProtocol protocol, Adapter adapter) {
		super(adapter);
		this.protocol = protocol;
		this.packetGate = new PacketGate(protocol.endpoint().settings().getSecret());
		this.mapper = new RequestMapper(protocol.endpoint().settings().getRequestPolicy(), protocol.uriParser());
		this.preparer = new ResponsePreparer(protocol.headSizeWarned());
		this.input = new UwsgiInputBuffer(this.request, new ReceivedBytes(this.buffers, protocol.bulkBuffers()));
		this.output = new UwsgiOutputBuffer(this.response, () -> isAsync() && !this.request.isRequestThread());
		UwsgiEndpoint endpoint = protocol.endpoint();
		this.receiver = new PacketReceiver(endpoint.settings().getPacketLimits(), this.buffers);
		this.account = new RequestAccount(endpoint, this.receiver.packet(), this.request, this.response, this.output);
		this.request.setInputBuffer(this.input);
		this.response.setOutputBuffer(this.output);
	}

	@Override
	protected void prepareResponse() throws IOException {
		this.response.setCommitted(true);
		if (this.input.failureStatus() != 0 && this.response.getStatus() >= 400) {
			// All that Tomcat knows is that the body could not be read.
			this.response.setStatus(this.input.failureStatus());
		}
		ResponseHead head;
		try {
			head = this.preparer.prepare(this.response, this.request.getMethod(), this.protocol.getServer());
		}
		catch (HeadersTooLargeException ex) {
			this.response.setCommitted(false);
			throw ex;
		}
		this.output.setFile(FileBody.of(this.request));
		this.output.writeHead(head, this.response.getContentLengthLong(), this.preparer.headerCount(),
				this.preparer.hasBody());
	}

	@Override
	protected void finishResponse() throws IOException {
		if (isExceptionPresent()) {
			this.account.failed();
		}
		this.output.finish();
	}

	// Tomcat leaves it for error pages to see, until the response is finished.
	private boolean isExceptionPresent() {
		boolean suspicious = this.response.getStatus() >= 500 || this.response.isError();
		return suspicious && this.request.getNote(CoyoteAdapter.ADAPTER_NOTES) instanceof Request servletRequest
				&& servletRequest.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
	}

	@Override
	protected void flush() throws IOException {
		this.output.flush();
	}

	@Override
	protected boolean flushBufferedWrite() throws IOException {
		return this.output.flushBuffered();
	}

	@Override
	protected boolean isReadyForWrite() {
		return this.output.isReady();
	}

	@Override
	protected void setSwallowResponse() {
		this.output.discard();
	}

	@Override
	protected void ack(ContinueResponseTiming timing) {
		// The proxy has answered the client's expectation, and has no use for a second
		// answer.
	}

	@Override
	protected void earlyHints() {
		// Proxies take the first status line for the final one.
	}

	@Override
	protected int available(boolean doRead) {
		return this.input.available(doRead);
	}

	@Override
	protected void setRequestBody(ByteChunk body) {
		this.input.replay(body);
	}

	@Override
	protected boolean isRequestBodyFullyRead() {
		return this.input.isFinished();
	}

	@Override
	protected void registerReadInterest() {
		this.socketWrapper.registerReadInterest();
	}

	@Override
	protected boolean isTrailerFieldsReady() {
		return this.input.isFinished();
	}

	@Override
	protected boolean getPopulateRequestAttributesFromSocket() {
		// The proxy has said everything about the client.
		return false;
	}

	@Override
	protected void populateHost() {
		this.request.serverName().setString(this.request.localName().toString());
	}

	@Override
	protected void populatePort() {
		this.request.setServerPort(this.mapper.serverPort());
	}

	@Override
	protected void populateRequestAttributeRemoteHost() {
		this.request.remoteHost().setString(RemoteHost.lookUp(this.request.remoteAddr().toString()));
	}

	@Override
	protected void populateSslRequestAttributes() {
		String certificate = this.mapper.text(CgiVariable.SSL_CLIENT_CERT);
		if (certificate == null) {
			certificate = this.mapper.text(CgiVariable.HTTPS_CC);
		}
		if (certificate != null) {
			try {
				this.request.setAttribute(SSLSupport.CERTIFICATE_KEY,
						new X509Certificate[] { ClientCertificate.parse(certificate) });
			}
			catch (CertificateException ex) {
				log.warn("The client certificate that the proxy sent cannot be read: " + ex.getMessage());
			}
		}
	}

	@Override
	protected ServletConnection getServletConnection() {
		return this.socketWrapper.getServletConnection("uwsgi", "");
	}

	@Override
	protected final Log getLog() {
		return log;
	}

}
