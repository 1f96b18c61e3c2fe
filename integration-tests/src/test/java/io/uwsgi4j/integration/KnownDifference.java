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

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where an answer over uwsgi is not the one over HTTP, and why that is right, or cannot
 * be helped. Explained to users in {@code docs/differences.md}.
 */
enum KnownDifference {

	/** HTTP/2 has none, and clients must not use it; Tomcat sends none. */
	REASON_PHRASE("reason: .+", "reason: "),

	/** Names of headers have no case; variables have one of their own. */
	HEADER_NAME_CASE("body: headerNames=.*", "body: headerNames=.*"),

	/** A proxy has to put into headers what uwsgi has variables for. */
	FORWARDED_HEADERS("", "body: header\\.x-forwarded-.*"),

	/** Over HTTP only the port of nginx's own connection is known. */
	REMOTE_PORT("body: remotePort=\\{client port}", "body: remotePort=\\d+"),

	/**
	 * Over HTTP the local end is that of the connection between nginx and application.
	 */
	LOCAL_NAME_AND_PORT("body: local(Name=app\\.example|Port=\\{port})", "body: local(Name=.*|Port=\\d+)"),

	/** Says how the application was reached. */
	CONNECTION_PROTOCOL("body: connectionProtocol=uwsgi", "body: connectionProtocol=http/1.1"),

	/**
	 * The client's version is a variable; over HTTP it is the version of nginx's request.
	 */
	CLIENT_PROTOCOL("body: protocol=HTTP/1\\.[02]", "body: protocol=HTTP/1\\.1"),

	/** The client used the port that it names. */
	PORT_OF_HOST("body: (url=http://[^{]+:\\d+/.*|serverPort=\\d+)", "body: (url=.*|serverPort=.*)"),

	/** HTTP/1.0 has no Host, and the proxy's name is as good. */
	MISSING_HOST(Pages.SERVED, Pages.TOMCAT_400),

	/** Both refuse; the connector has no page of its own to brand. */
	REFUSAL_PAGE(Pages.CONNECTOR_400, Pages.TOMCAT_400),

	/** Not to be written into logs and headers. */
	CONTROL_CHARACTER_IN_PATH(Pages.CONNECTOR_400, Pages.SERVED),

	/** nginx has seen another path, and may have decided by it. */
	DOTS_BEFORE_PARAMETER(Pages.CONNECTOR_400, Pages.SERVED),

	/** nginx cuts it off in what it decodes, and passes it on in what it repeats. */
	FRAGMENT(Pages.SERVED, Pages.TOMCAT_400),

	/** nginx sends the variable whether there is such a header or not. */
	EMPTY_CONTENT_TYPE("body: contentType=null", "body: (contentType|header\\.content-type)="),

	/** They are about the connection between client and nginx. */
	HOP_BY_HOP_HEADERS("", "body: header\\.(proxy-connection|trailer)=.*"),

	/** Not a header of HTTP, but a way to attack scripts. */
	PROXY_HEADER("", "body: header\\.proxy=.*"),

	/** This is how WebSocket works without configuration. */
	UPGRADE_HEADERS("body: header\\.(connection|upgrade)=.*", ""),

	/** The limit is another one, and larger. */
	REQUEST_HEAD_SIZE(Pages.SERVED, Pages.TOMCAT_400),

	/** The limit is another one, and larger. */
	REQUEST_HEADER_COUNT(Pages.SERVED, Pages.TOMCAT_400),

	/** The limit has its own status. */
	TOO_MANY_HEADERS(Pages.CONNECTOR_431, Pages.TOMCAT_400),

	/** A packet cannot say more than 65535 bytes, so nginx refuses. */
	TOO_LARGE_FOR_A_PACKET("status: 500|head: Content-.*|body: .*", Pages.TOMCAT_400),

	/** HTTP has no such property. */
	LIMIT_POST(Pages.CONNECTOR_413, Pages.SERVED),

	/** The limit is another one, and larger. */
	RESPONSE_HEAD_SIZE(Pages.SERVED, "status: 500|head: (Content-Length|Transfer-Encoding): .*"),

	/** Tomcat drops the whole header. */
	NON_LATIN_HEADER("head: X-Euro: \\?", ""),

	/** nginx lets the application have it. */
	SERVER_HEADER("head: Server: own", "head: Server: nginx/.*"),

	/** nginx lets the application have it. */
	DATE_HEADER("head: Date: Thu, 01 Jan 1970 00:00:00 GMT", "head: Date: \\{now}"),

	/** nginx removes it, as a relic of some HTTP servers. */
	PAD_HEADER("head: X-Pad: 1", ""),

	/** There are no chunks, and so no trailers. nginx drops them over HTTP. */
	TRAILER_FIELDS("status: 500|head: (Content-.*|Transfer-Encoding: chunked)|body: .*\"status\":500.*",
			"status: 200|head: (Content-Length|Transfer-Encoding): .*|body: (with trailers)?"),

	/** Without a length the end of the connection is the end of the body. */
	ABORTED_RESPONSE("end: complete", "end: cut off");

	/** What shows whenever the application tells what it has seen. */
	static final Set<KnownDifference> OF_WHAT_IS_TOLD = EnumSet.range(HEADER_NAME_CASE, CONNECTION_PROTOCOL);

	private final DifferingLines lines;

	KnownDifference(String uwsgi, String http) {
		this.lines = DifferingLines.of(uwsgi, http);
	}

	/**
	 * Removes from two answers what this difference explains.
	 * @param uwsgiLines the answer over uwsgi
	 * @param httpLines the answer over HTTP
	 * @return whether that was a difference
	 */
	boolean remove(List<String> uwsgiLines, List<String> httpLines) {
		return this.lines.remove(uwsgiLines, httpLines);
	}

	/**
	 * Answers of which everything differs but what nginx adds.
	 */
	private static final class Pages {

		static final String SERVED = "status: 200"
				+ "|head: (Content-Type|Content-Length|Transfer-Encoding|X-Header-0): .*|body: .*";

		static final String TOMCAT_400 = "status: 400|head: Content-(Type|Language|Length): .*|body: .*HTTP Status 400 .*";

		static final String CONNECTOR_400 = "status: 400|head: Content-(Type|Length): .*|body: (400 Bad Request)?";

		static final String CONNECTOR_413 = "status: 413|head: Content-(Type|Length): .*|body: (413 Content Too Large)?";

		static final String CONNECTOR_431 = "status: 431|head: Content-(Type|Length): .*"
				+ "|body: (431 Request Header Fields Too Large)?";

	}

}
