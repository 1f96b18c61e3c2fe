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

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

import io.uwsgi4j.protocol.ResponseHead;
import org.apache.coyote.Response;
import org.apache.coyote.http11.HeadersTooLargeException;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.FastHttpDateFormat;
import org.apache.tomcat.util.http.Method;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Decides which headers a response has and formats its head. The connection to the proxy
 * ends with the response, and the proxy deals with the client: nothing is said about
 * chunks, keep-alive or trailers. Belongs to one processor.
 */
final class ResponsePreparer {

	private static final Log log = LogFactory.getLog(ResponsePreparer.class);

	// nginx's uwsgi_buffer_size, unless configured otherwise, on most machines.
	private static final int COMMON_PROXY_BUFFER = 4096;

	private final ResponseHead head = new ResponseHead();

	// Shared by all processors of a connector: one hint is enough.
	private final AtomicBoolean sizeWarned;

	private boolean body;

	private int headerCount;

	ResponsePreparer(AtomicBoolean sizeWarned) {
		this.sizeWarned = sizeWarned;
	}

	/**
	 * Completes the headers and formats the head.
	 * @param response the response
	 * @param method method of the request, {@code null} if there was none
	 * @param server value of the {@code Server} header, or {@code null}
	 * @return the head, valid until the next call
	 * @throws HeadersTooLargeException if the head is larger than any proxy takes
	 */
	ResponseHead prepare(Response response, @Nullable String method, @Nullable String server) {
		int status = response.getStatus();
		boolean bodyAllowed = status >= 200 && status != 204 && status != 205 && status != 304;
		this.body = bodyAllowed && !Method.HEAD.equals(method);
		if (!bodyAllowed) {
			response.setContentLength((status == 205) ? 0 : -1);
		}
		completeHeaders(response, status, bodyAllowed, server);
		format(status, response.getMimeHeaders());
		checkSize();
		return this.head;
	}

	/**
	 * Returns whether the response that was prepared last has a body.
	 * @return whether its body is to be sent
	 */
	boolean hasBody() {
		return this.body;
	}

	/**
	 * Returns how many headers the response that was prepared last has.
	 * @return the number of header lines
	 */
	int headerCount() {
		return this.headerCount;
	}

	private void completeHeaders(Response response, int status, boolean bodyAllowed, @Nullable String server) {
		MimeHeaders headers = response.getMimeHeaders();
		if (bodyAllowed || status == 204) {
			addContentHeaders(response, headers);
		}
		long length = response.getContentLengthLong();
		if (length >= 0) {
			headers.setValue("Content-Length").setLong(length);
		}
		if (headers.getValue("Date") == null) {
			headers.addValue("Date").setString(FastHttpDateFormat.getCurrentDate());
		}
		if (server != null) {
			headers.setValue("Server").setString(server);
		}
	}

	private void addContentHeaders(Response response, MimeHeaders headers) {
		String type = response.getContentType();
		if (type != null) {
			headers.setValue("Content-Type").setString(type);
			// Otherwise nginx collects events until its buffers are full.
			if (type.startsWith("text/event-stream") && headers.getValue("X-Accel-Buffering") == null) {
				headers.addValue("X-Accel-Buffering").setString("no");
			}
		}
		String language = response.getContentLanguage();
		if (language != null) {
			headers.setValue("Content-Language").setString(language);
		}
	}

	private void format(int status, MimeHeaders headers) {
		this.head.start(status);
		this.headerCount = 0;
		for (int i = 0; i < headers.size(); i++) {
			MessageBytes name = headers.getName(i);
			if (status == 101 || !isHopByHop(name)) {
				append(name);
				this.head.colon();
				append(headers.getValue(i));
				this.head.endLine();
				this.headerCount++;
			}
		}
		this.head.endLine();
	}

	private static boolean isHopByHop(MessageBytes name) {
		return switch (name.getLength()) {
			case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
			case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
			default -> false;
		};
	}

	private void append(MessageBytes text) {
		if (text.getType() == MessageBytes.T_BYTES) {
			ByteChunk bytes = text.getByteChunk();
			this.head.append(bytes.getBytes(), bytes.getStart(), bytes.getLength());
		}
		else if (!text.isNull()) {
			this.head.append(text.toString());
		}
	}

	private void checkSize() {
		int length = this.head.length();
		if (length > ResponseHead.MAX_SIZE) {
			throw new HeadersTooLargeException(
					"The head of the response has %d bytes (expected: <= %d)".formatted(length, ResponseHead.MAX_SIZE));
		}
		if (length > COMMON_PROXY_BUFFER && this.sizeWarned.compareAndSet(false, true)) {
			log.warn(
					"A response head of %d bytes exceeds the 4096 bytes that nginx takes by default, and becomes a 502 "
						.formatted(length) + "(\"upstream sent too big header\") unless uwsgi_buffer_size is raised");
		}
	}

	static byte[] text(int status) {
		String line = new String(new ResponseHead().start(status).bytes(), StandardCharsets.US_ASCII);
		return (line.substring("HTTP/1.1 ".length(), line.indexOf('\r')) + "\n").getBytes(StandardCharsets.US_ASCII);
	}

}
