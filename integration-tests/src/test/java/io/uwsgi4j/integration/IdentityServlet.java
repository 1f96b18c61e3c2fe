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

package io.uwsgi4j.integration;

import java.io.IOException;
import java.security.cert.X509Certificate;

import jakarta.servlet.ServletConnection;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Tells who the application takes client and server for, one {@code name=value} per line.
 */
final class IdentityServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
		StringBuilder text = new StringBuilder();
		line(text, "scheme", request.getScheme());
		line(text, "secure", request.isSecure());
		line(text, "server", request.getServerName() + ":" + request.getServerPort());
		line(text, "local", request.getLocalName() + ":" + request.getLocalPort());
		line(text, "localAddr", request.getLocalAddr());
		line(text, "remoteAddr", request.getRemoteAddr());
		line(text, "remoteHost", request.getRemoteHost());
		line(text, "remotePort", request.getRemotePort());
		line(text, "remoteUser", request.getRemoteUser());
		line(text, "authType", request.getAuthType());
		line(text, "principal", (request.getUserPrincipal() != null) ? request.getUserPrincipal().getName() : "nobody");
		line(text, "url", request.getRequestURL());
		line(text, "link", ServletUriComponentsBuilder.fromRequest(request).replacePath("/next").toUriString());
		line(text, "forwardedFor", request.getHeader("X-Forwarded-For"));
		tellConnection(request, text);
		tellTls(request, text);
		response.setContentType("text/plain;charset=UTF-8");
		response.getWriter().write(text.toString());
	}

	private static void tellConnection(HttpServletRequest request, StringBuilder text) {
		ServletConnection connection = request.getServletConnection();
		line(text, "requestId", request.getRequestId());
		line(text, "connectionId", connection.getConnectionId());
		line(text, "connectionProtocol", connection.getProtocol());
		line(text, "protocolConnectionId", connection.getProtocolConnectionId());
		line(text, "connectionSecure", connection.isSecure());
	}

	private static void tellTls(HttpServletRequest request, StringBuilder text) {
		line(text, "tlsProtocol", request.getAttribute("jakarta.servlet.request.secure_protocol"));
		line(text, "cipher", request.getAttribute("jakarta.servlet.request.cipher_suite"));
		line(text, "tlsSession", request.getAttribute("jakarta.servlet.request.ssl_session_id"));
		X509Certificate[] certificates = (X509Certificate[]) request
			.getAttribute("jakarta.servlet.request.X509Certificate");
		line(text, "certificates", (certificates != null) ? certificates.length : 0);
		if (certificates != null) {
			line(text, "subject", certificates[0].getSubjectX500Principal().getName());
			line(text, "serial", certificates[0].getSerialNumber());
		}
	}

	private static void line(StringBuilder text, String name, Object value) {
		text.append(name).append('=').append(value).append('\n');
	}

}
