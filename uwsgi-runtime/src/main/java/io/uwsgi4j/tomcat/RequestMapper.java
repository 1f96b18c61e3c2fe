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
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntPredicate;

import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.policy.RequestPolicy;
import io.uwsgi4j.protocol.CgiVariable;
import io.uwsgi4j.protocol.Modifier;
import io.uwsgi4j.protocol.VarBlock;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.http.parser.HttpParser;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Turns the variables of a packet into a Coyote request. Only known variables, request
 * headers and variables that are explicitly allowed make a difference; all others are
 * dropped. Values stay where they were received. Belongs to one processor.
 */
final class RequestMapper {

	private static final int MAX_PORT = 65535;

	private static final int ABSENT = -1;

	private final RequestPolicy policy;

	private final IntPredicate pathCharacters;

	private final IntPredicate queryCharacters;

	private final HeaderMapper headers = new HeaderMapper();

	// Position of each variable in the block, the last one if it is repeated.
	private final int[] indexes = new int[CgiVariable.values().length];

	private VarBlock vars = VarBlock.empty();

	private boolean chunked;

	RequestMapper(RequestPolicy policy, HttpParser uriParser) {
		this.policy = policy;
		this.pathCharacters = uriParser::isAbsolutePathRelaxed;
		this.queryCharacters = uriParser::isQueryRelaxed;
	}

	/**
	 * Fills in the request, except for the host.
	 * @param vars the variables
	 * @param modifier the modifier of the packet
	 * @param request the request to fill in
	 * @param wrapper the connection, for what the proxy does not say
	 * @return why the packet is not a request, or {@code null} if it is one
	 */
	@Nullable Rejection map(VarBlock vars, int modifier, Request request, SocketWrapperBase<?> wrapper) {
		this.vars = vars;
		Rejection rejection = sort(request);
		if (rejection == null) {
			rejection = mapBody(request);
		}
		if (rejection == null) {
			rejection = mapTarget(request, modifier);
		}
		if (rejection == null) {
			rejection = mapOrigin(request, wrapper);
		}
		if (rejection == null) {
			mapServer(request, wrapper);
			mapTls(request);
			mapUser(request);
		}
		return rejection;
	}

	/**
	 * Returns whether the body of the request that was mapped last is chunked, and thus
	 * of unknown length.
	 * @return whether the body is chunked
	 */
	boolean isChunked() {
		return this.chunked;
	}

	/**
	 * Returns the value of a variable of the request that was mapped last.
	 * @param variable the variable
	 * @return its value, or {@code null} if it is absent or empty
	 */
	@Nullable String text(CgiVariable variable) {
		int index = index(variable);
		return (index != ABSENT && this.vars.valueLength(index) > 0) ? this.vars.value(index) : null;
	}

	private @Nullable Rejection sort(Request request) {
		Arrays.fill(this.indexes, ABSENT);
		this.headers.start(request.getMimeHeaders());
		for (int i = 0; i < this.vars.size(); i++) {
			Rejection rejection = HeaderMapper.isHeader(this.vars, i) ? this.headers.add(this.vars, i)
					: sortVariable(i, request);
			if (rejection != null) {
				return rejection;
			}
		}
		this.headers.finish(this.vars);
		return null;
	}

	private @Nullable Rejection sortVariable(int index, Request request) {
		CgiVariable variable = CgiVariable.find(this.vars.bytes(), this.vars.nameStart(index),
				this.vars.nameLength(index));
		if (variable == null) {
			mapUnknown(index, request);
			return null;
		}
		// One that is empty is none, or takes back what the stock file says.
		if (RequestPolicy.isSaidOnce(variable) && text(variable) != null && this.vars.valueLength(index) > 0) {
			return Rejection.badVariable(variable + ": 2 of them (expected: 1)");
		}
		this.indexes[variable.ordinal()] = index;
		return isOpaque(variable) ? null : HeaderMapper.checkValue(this.vars, index);
	}

	// PEM has line ends, DER can have anything, and a secret is none if it is logged.
	private static boolean isOpaque(CgiVariable variable) {
		return variable == CgiVariable.SSL_CLIENT_CERT || variable == CgiVariable.HTTPS_CC
				|| variable == CgiVariable.UWSGI_SECRET;
	}

	private void mapUnknown(int index, Request request) {
		if (this.policy.allowedVars() != null) {
			String name = this.vars.name(index);
			if (this.policy.allowsVariable(name)) {
				request.setAttribute(name, this.vars.value(index));
			}
		}
	}

	private @Nullable Rejection mapBody(Request request) {
		this.chunked = false;
		long length = RequestPolicy.NO_BODY;
		int index = index(CgiVariable.CONTENT_LENGTH);
		if (index != ABSENT) {
			length = RequestPolicy.contentLength(this.vars.bytes(), this.vars.valueStart(index),
					this.vars.valueLength(index));
		}
		if (length == RequestPolicy.INVALID) {
			return Rejection.badVariable("CONTENT_LENGTH: '%s' (expected: digits)".formatted(this.vars.value(index)));
		}
		MimeHeaders target = request.getMimeHeaders();
		if (length == RequestPolicy.NO_BODY) {
			String encoding = this.headers.transferEncoding(this.vars);
			this.chunked = encoding.equalsIgnoreCase("chunked");
			if (!this.chunked && !encoding.isEmpty()) {
				return Rejection.badVariable("HTTP_TRANSFER_ENCODING: '%s' (expected: chunked)".formatted(encoding));
			}
		}
		else {
			request.setContentLength(length);
			this.headers.addValue(target, "content-length", this.vars, index);
		}
		int type = index(CgiVariable.CONTENT_TYPE);
		if (type != ABSENT && this.vars.valueLength(type) > 0) {
			this.headers.addValue(target, "content-type", this.vars, type);
		}
		return this.policy.checkBodyLength(length);
	}

	private @Nullable Rejection mapTarget(Request request, int modifier) {
		int method = index(CgiVariable.REQUEST_METHOD);
		if (method == ABSENT || !HeaderMapper.isToken(this.vars, method)) {
			return Rejection.badVariable("REQUEST_METHOD: '%s' (expected: a token)"
				.formatted((method != ABSENT) ? this.vars.value(method) : ""));
		}
		request.setMethod(this.vars.bytes(), this.vars.valueStart(method), this.vars.valueLength(method));
		mapProtocol(request);
		Rejection rejection = mapPath(request, modifier);
		return (rejection != null) ? rejection : checkTarget(request);
	}

	private void mapProtocol(Request request) {
		int index = index(CgiVariable.SERVER_PROTOCOL);
		String protocol = (index != ABSENT) ? KnownValues.of(this.vars, index) : null;
		request.protocol().setString((protocol != null && protocol.startsWith("HTTP/")) ? protocol : "HTTP/1.1");
	}

	private @Nullable Rejection mapPath(Request request, int modifier) {
		int uri = index(CgiVariable.REQUEST_URI);
		int pathInfo = index(CgiVariable.PATH_INFO);
		if (uri == ABSENT || this.vars.valueLength(uri) == 0) {
			if (pathInfo == ABSENT) {
				return Rejection.badVariable("REQUEST_URI and PATH_INFO: both absent (expected: one of them)");
			}
			useDecodedPath(request, modifier);
			return null;
		}
		byte[] bytes = this.vars.bytes();
		int start = RequestUri.pathStart(this.vars, uri);
		int end = this.vars.valueStart(uri) + this.vars.valueLength(uri);
		if (start > this.vars.valueStart(uri)) {
			Rejection rejection = TargetHost.map(this.vars, uri, start, request.getMimeHeaders());
			if (rejection != null) {
				return rejection;
			}
		}
		int question = ByteChunk.findByte(bytes, start, end, (byte) '?');
		int pathEnd = (question < 0) ? end : question;
		if (pathInfo != ABSENT && isRewritten(start, pathEnd, pathInfo, modifier)) {
			useDecodedPath(request, modifier);
			return null;
		}
		if (start == pathEnd) {
			setUri(request, "/");
		}
		else {
			request.requestURI().setBytes(bytes, start, pathEnd - start);
		}
		if (!useQueryString(request) && question >= 0) {
			request.queryString().setBytes(bytes, question + 1, end - question - 1);
		}
		return null;
	}

	private boolean isRewritten(int start, int end, int pathInfo, int modifier) {
		byte[] bytes = this.vars.bytes();
		int infoStart = this.vars.valueStart(pathInfo);
		int infoEnd = infoStart + this.vars.valueLength(pathInfo);
		if (Arrays.equals(bytes, start, end, bytes, infoStart, infoEnd)) {
			return false;
		}
		String rawPath = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
		return !rawPath.equals("*")
				&& !RequestUri.isUnchanged(rawPath, scriptName(modifier), this.vars.value(pathInfo));
	}

	private void useDecodedPath(Request request, int modifier) {
		String pathInfo = text(CgiVariable.PATH_INFO);
		String path = scriptName(modifier) + ((pathInfo != null) ? pathInfo : "");
		setUri(request, RequestUri.encode(path));
		useQueryString(request);
	}

	// Tomcat takes a URI that is not in bytes for one that has been decoded and checked.
	private static void setUri(Request request, String uri) {
		byte[] bytes = uri.getBytes(StandardCharsets.ISO_8859_1);
		request.requestURI().setBytes(bytes, 0, bytes.length);
	}

	private String scriptName(int modifier) {
		String scriptName = text(CgiVariable.SCRIPT_NAME);
		boolean partOfPathInfo = modifier == Modifier.REQUEST_WITH_SCRIPT_NAME_IN_PATH;
		return (scriptName == null || partOfPathInfo || scriptName.equals("/")) ? "" : scriptName;
	}

	// A proxy that has rewritten the query says so here. An empty value is no statement:
	// there are peers that send one whatever the target is.
	private boolean useQueryString(Request request) {
		int index = index(CgiVariable.QUERY_STRING);
		if (index == ABSENT || this.vars.valueLength(index) == 0) {
			return false;
		}
		request.queryString().setBytes(this.vars.bytes(), this.vars.valueStart(index), this.vars.valueLength(index));
		return true;
	}

	private @Nullable Rejection checkTarget(Request request) {
		int bad = RequestUri.firstBad(request.requestURI().getByteChunk(), this.pathCharacters);
		if (bad >= 0) {
			return Rejection.badVariable("path: byte 0x%02x (expected: percent-encoded)".formatted(bad));
		}
		if (RequestUri.hasDotsBeforeParameter(request.requestURI().getByteChunk())) {
			return Rejection
				.badVariable("path: '%s' (expected: no ';' behind a segment of dots)".formatted(request.requestURI()));
		}
		bad = RequestUri.firstBad(request.queryString().getByteChunk(), this.queryCharacters);
		return (bad < 0) ? null
				: Rejection.badVariable("query: byte 0x%02x (expected: percent-encoded)".formatted(bad));
	}

	// None, or that of a client of the proxy's own unix socket, is replaced. Something
	// else cannot be: the replacement is loopback, which many applications trust.
	private @Nullable Rejection mapOrigin(Request request, SocketWrapperBase<?> wrapper) {
		String address = text(CgiVariable.REMOTE_ADDR);
		if (address == null || address.equals("unix:")) {
			address = wrapper.getRemoteAddr();
		}
		else if (!RemoteHost.isAddress(address)) {
			return Rejection.badVariable("REMOTE_ADDR: '%s' (expected: an address)".formatted(address));
		}
		request.remoteAddr().setString(address);
		request.setRemotePort(port(CgiVariable.REMOTE_PORT, 0));
		request.peerAddr().setString(wrapper.getRemoteAddr());
		return null;
	}

	private void mapServer(Request request, SocketWrapperBase<?> wrapper) {
		request.scheme().setString(scheme());
		String address = text(CgiVariable.SERVER_ADDR);
		request.localAddr()
			.setString((address != null && RemoteHost.isAddress(address)) ? address : wrapper.getLocalAddr());
		String name = text(CgiVariable.SERVER_NAME);
		request.localName().setString((name != null && !name.equals("_")) ? name : wrapper.getLocalName());
		request.setLocalPort(port(CgiVariable.SERVER_PORT, 0));
	}

	private String scheme() {
		String scheme = text(CgiVariable.UWSGI_SCHEME);
		if (scheme == null) {
			String https = text(CgiVariable.HTTPS);
			if (https != null && (https.equals("1") || https.regionMatches(true, 0, "on", 0, 2))) {
				return "https";
			}
			int index = index(CgiVariable.REQUEST_SCHEME);
			scheme = (index != ABSENT) ? KnownValues.of(this.vars, index) : null;
		}
		if (scheme == null || scheme.equals("http") || scheme.equals("https")) {
			return (scheme != null) ? scheme : "http";
		}
		return HttpParser.isScheme(scheme) ? scheme.toLowerCase(Locale.ROOT) : "http";
	}

	private void mapTls(Request request) {
		String cipher = text(CgiVariable.SSL_CIPHER);
		if (cipher != null) {
			request.setAttribute(SSLSupport.CIPHER_SUITE_KEY, cipher);
		}
		String protocol = text(CgiVariable.SSL_PROTOCOL);
		if (protocol != null) {
			request.setAttribute(SSLSupport.SECURE_PROTOCOL_KEY, protocol);
		}
		String session = text(CgiVariable.SSL_SESSION_ID);
		if (session != null) {
			request.setAttribute(SSLSupport.SESSION_ID_KEY, session);
		}
	}

	private void mapUser(Request request) {
		if (this.policy.trustRemoteUser()) {
			String user = text(CgiVariable.REMOTE_USER);
			String authType = text(CgiVariable.AUTH_TYPE);
			if (user != null) {
				request.getRemoteUser().setString(user);
			}
			if (authType != null) {
				request.getAuthType().setString(authType);
			}
		}
	}

	/**
	 * Returns the port on which the proxy received the request that was mapped last.
	 * @return the port, or -1 if it is not known
	 */
	int serverPort() {
		return port(CgiVariable.SERVER_PORT, -1);
	}

	private int port(CgiVariable variable, int otherwise) {
		int index = index(variable);
		if (index == ABSENT) {
			return otherwise;
		}
		long port = RequestPolicy.contentLength(this.vars.bytes(), this.vars.valueStart(index),
				this.vars.valueLength(index));
		return (port > 0 && port <= MAX_PORT) ? (int) port : otherwise;
	}

	private int index(CgiVariable variable) {
		return this.indexes[variable.ordinal()];
	}

}
