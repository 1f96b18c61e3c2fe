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

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.uwsgi4j.test.Telling;

import org.springframework.util.StringUtils;

/**
 * Where our connector takes a packet otherwise than uWSGI, and why that is right.
 * Explained to users in {@code docs/differences.md}.
 */
enum UwsgiDifference {

	/** Reading fails in both applications; uWSGI says so to nobody. */
	CUT_OFF_BODY(request(PacketRules::isCutOff).and(ComparedPacket::isDroppedByUwsgi), "status: (400|408)|version: .*",
			"answer: none"),

	/** The proxy would have to make up an answer. */
	REFUSAL_IS_ANSWERED((compared) -> compared.isRefused() && compared.isDroppedByUwsgi(),
			"status: (400|413|431|501)|version: .*", "answer: none"),

	/** uWSGI looks for the next variable two bytes further on. */
	BROKEN_BLOCK(packet(SentPacket::isMalformed), Lines.REFUSED, Lines.ANY),

	/** No packet but a request and a ping is of use to an application in Java. */
	OTHER_MODIFIER(packet(PacketRules::isForNobody), "status: (400|431|501)|version: .*", Lines.ANY),

	/** Configurations are copied together with the modifier of the former language. */
	MODIFIER_OF_ANOTHER_LANGUAGE(packet(PacketRules::isForAnotherLanguage).and(ComparedPacket::isDroppedByUwsgi),
			Lines.ANY, "answer: none"),

	/** It could end up in logs and headers. */
	CONTROL_CHARACTER(request(PacketRules::hasControlCharacter), Lines.REFUSED, Lines.ANY),

	/** It could be another header by the time it is written. */
	HEADER_NAME(request(PacketRules::hasBadHeaderName), Lines.REFUSED, Lines.ANY),

	/** What the request is, and whose, is no matter of opinion. */
	SAID_TWICE(request(PacketRules::saysTwice), Lines.REFUSED, Lines.ANY),

	/** It is where the request ends; uWSGI takes the digits in front, or 0. */
	CONTENT_LENGTH(request(PacketRules::hasBadLength), Lines.REFUSED, Lines.ANY),

	/** Nobody knows where such a body ends. */
	TRANSFER_ENCODING(request(PacketRules::hasBadEncoding), Lines.REFUSED, Lines.ANY),

	/** There is no request without. */
	METHOD(request(PacketRules::hasBadMethod), Lines.REFUSED, Lines.ANY),

	/** There is no request without. */
	NO_TARGET(request(PacketRules::hasNoTarget), Lines.REFUSED, Lines.ANY),

	/** The proxy may have chosen the application by the other one. */
	TWO_HOSTS(request(PacketRules::hasTwoHosts), Lines.REFUSED, Lines.ANY),

	/** It ends up in links. */
	HOST(request(PacketRules::hasBadHost), Lines.REFUSED, Lines.ANY),

	/** The container has the same methods over uwsgi as over HTTP. */
	METHOD_OF_THE_SERVER(request((packet) -> List.of("TRACE", "CONNECT").contains(packet.value("REQUEST_METHOD"))),
			"status: (405|501)|version: .*", Lines.ANY),

	/** It has a second meaning: Tomcat's HTTP connector refuses it, too. */
	TARGET(request(PacketRules::hasBadTarget).and((compared) -> !compared.isServed()), Lines.REFUSED, Lines.ANY),

	/** The container would resolve the dots, and the proxy has not. */
	DOTS_BEFORE_PARAMETER(request(PacketRules::hasDotsBeforeParameter), Lines.REFUSED, Lines.ANY),

	/** The servlet API has an address always, and another one would be a lie. */
	REMOTE_ADDRESS(request(PacketRules::hasBadRemoteAddress), Lines.REFUSED, Lines.ANY),

	/** That is a question to the server, which answers it. */
	OPTIONS_OF_THE_SERVER(request(
			(packet) -> packet.value("REQUEST_METHOD").equals("OPTIONS") && packet.value("REQUEST_URI").equals("*")),
			"status: 200|version: .*", Lines.ANY),

	/** A body that is not complete is none. */
	BROKEN_CHUNKS(request(PacketRules::isChunked).and((compared) -> !compared.isServed()),
			"status: (400|408)|version: .*", Lines.ANY),

	/** nginx does not understand each of them, and the application must not choose. */
	VERSION_OF_THE_ANSWER(Lines.BOTH_SERVED, "version: HTTP/1\\.1", "version: .*"),

	/** They are the proxy's, and nothing is to happen by their names. */
	OTHER_VARIABLES(Lines.BOTH_SERVED, "", "var\\..*"),

	/** A variable is the header, and its twin could be another one. */
	CONTENT_HEADERS(Lines.BOTH_SERVED, "header\\.content-(length|type)=.*", "header\\.content-(length|type)=.*"),

	/** They are about the connection between client and proxy. */
	HEADERS_OF_THE_CONNECTION(Lines.BOTH_SERVED, "",
			"header\\.(connection|expect|keep-alive|proxy-connection|te|trailer|transfer-encoding)=.*"),

	/** Not a header of HTTP, but a way to attack scripts. */
	PROXY_HEADER(Lines.BOTH_SERVED, "", "header\\.proxy=.*"),

	/** A dictionary has one value for a name; a servlet has all of them. */
	REPEATED_HEADER(UwsgiDifference::hasAllRepeatedHeaders, "", "") {
		@Override
		DifferingLines lines(ComparedPacket compared) {
			String repeated = "header\\.("
					+ repeatedHeaders(compared.packet()).stream().map(Pattern::quote).collect(Collectors.joining("|"))
					+ ")=.*";
			return DifferingLines.of(repeated, repeated);
		}
	},

	/** The host of a target in absolute form is the one of the request. */
	HOST_OF_TARGET(UwsgiDifference::hasHostOfTarget, "header\\.host=.*|server=.*", "header\\.host=|server=.*"),

	/** The context path is the application's own, and known at its start. */
	SCRIPT_NAME(UwsgiDifference::isInScript, "context=|path=.*", "context=.+|path=.*"),

	/** The container takes them off, as over HTTP. */
	PATH_PARAMETER((compared) -> compared.theirs("path").contains(";") && hasPlainPath(compared), "path=.*", "path=.*"),

	/** The container resolves dots and slashes that the proxy has left. */
	DOTS_AND_SLASHES(UwsgiDifference::hasPlainPath, "path=.*", "path=.*"),

	/** Some proxies have the target only. */
	NO_PATH_INFO((compared) -> compared.packet().value("PATH_INFO").isEmpty() && hasDecodedTarget(compared), "path=.*",
			"path="),

	/** The path of an absolute target. */
	ABSOLUTE_TARGET(
			(compared) -> !compared.theirs("uri").startsWith("/")
					&& (compared.ours("uri").equals("/") || compared.theirs("uri").endsWith(compared.ours("uri"))),
			"uri=.*", "uri=.*"),

	/** The target that a client would have to send for the path that the proxy means. */
	REWRITTEN_TARGET((compared) -> !compared.packet().values("PATH_INFO").isEmpty() && hasDecodedTarget(compared),
			"uri=.*", "uri=.*"),

	/** Not every proxy sends the variable. */
	QUERY_OF_TARGET(UwsgiDifference::hasQueryOfTarget, "query=.*", "query=null"),

	/** A client can write it. */
	FORWARDED_SCHEME(scheme("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_SSL"), "scheme=.*", "scheme=.*"),

	/** nginx sends it, and uWSGI knows {@code HTTPS} only. */
	REQUEST_SCHEME(scheme("REQUEST_SCHEME"), "scheme=.*", "scheme=http"),

	/** Links begin with it, so it has to be one. */
	SPELLING_OF_SCHEME(scheme("UWSGI_SCHEME", "HTTPS"), "scheme=.*", "scheme=.*"),

	/** Applications compare it. */
	PROTOCOL((compared) -> !compared.theirs("protocol").startsWith("HTTP/"), "protocol=HTTP/1\\.1", "protocol=.*"),

	/** The servlet API has a host and a port always. */
	HOST_AND_PORT(UwsgiDifference::hasCompletedHost, "server=.*", "server=.*"),

	/**
	 * The client of a proxy's own unix socket, or of a proxy that does not say, has none.
	 */
	NO_REMOTE_ADDRESS((compared) -> List.of("null", "unix:").contains(compared.theirs("remote")),
			"remote=127\\.0\\.0\\.1", "remote=.*"),

	/** Only if the proxy is trusted to have authenticated somebody. */
	REMOTE_USER(Lines.BOTH_SERVED, "user=null", "user=.*"),

	/** It is a number. */
	DIGITS_OF_LENGTH(
			(compared) -> compared.theirs("length").replaceFirst("^0+(?=\\d)", "").equals(compared.ours("length")),
			"length=\\d+", "length=0\\d+"),

	/** uWSGI has functions for that, which applications have to call. */
	CHUNKED_BODY(request(PacketRules::isChunked), "body=.*", "body=");

	/** What decides about the answer as a whole. */
	static final Set<UwsgiDifference> OF_THE_WHOLE_ANSWER = EnumSet.range(CUT_OFF_BODY, BROKEN_CHUNKS);

	/** What shows in what the applications tell, if both are asked. */
	static final Set<UwsgiDifference> OF_WHAT_IS_TOLD = EnumSet
		.complementOf(EnumSet.range(CUT_OFF_BODY, BROKEN_CHUNKS));

	private final Predicate<ComparedPacket> condition;

	private final DifferingLines lines;

	UwsgiDifference(Predicate<ComparedPacket> condition, String ours, String theirs) {
		this.condition = condition;
		this.lines = DifferingLines.of(ours, theirs);
	}

	/**
	 * Removes from two answers what this difference explains.
	 * @param compared the packet and the answers in full
	 * @param ours our answer
	 * @param theirs the answer of uWSGI
	 * @return whether that was a difference
	 */
	boolean remove(ComparedPacket compared, List<String> ours, List<String> theirs) {
		return this.condition.test(compared) && lines(compared).remove(ours, theirs);
	}

	DifferingLines lines(ComparedPacket compared) {
		return this.lines;
	}

	private static Predicate<ComparedPacket> packet(Predicate<SentPacket> condition) {
		return (compared) -> condition.test(compared.packet());
	}

	private static Predicate<ComparedPacket> request(Predicate<SentPacket> condition) {
		return packet(PacketRules::isRequest).and(packet(condition));
	}

	private static Predicate<ComparedPacket> scheme(String... variables) {
		return (compared) -> Stream.of(variables).anyMatch((name) -> !compared.packet().value(name).isEmpty())
				&& compared.ours("scheme").equals(PacketRules.scheme(compared.packet()));
	}

	private static List<String> repeatedHeaders(SentPacket packet) {
		return packet.names()
			.filter(PacketRules::isHeader)
			.map(PacketRules::headerName)
			.filter((name) -> PacketRules.headers(packet, name).size() > 1)
			.distinct()
			.toList();
	}

	private static boolean hasAllRepeatedHeaders(ComparedPacket compared) {
		List<String> repeated = repeatedHeaders(compared.packet());
		return !repeated.isEmpty() && repeated.stream().allMatch((name) -> {
			String all = Telling.escape(String.join("|", PacketRules.headers(compared.packet(), name)));
			return List.of(all, "").contains(compared.ours("header." + name));
		});
	}

	private static boolean hasHostOfTarget(ComparedPacket compared) {
		String host = PacketRules.targetHost(compared.packet());
		return host != null && compared.ours("header.host").equals(Telling.escape(host))
				&& compared.ours("server").startsWith(compared.ours("header.host"));
	}

	private static boolean isInScript(ComparedPacket compared) {
		String script = compared.theirs("context");
		return !script.isEmpty() && (compared.packet().value("PATH_INFO").isEmpty()
				|| Stream.of(script + compared.theirs("path"), compared.theirs("path"))
					.map(PacketRules::plain)
					.anyMatch(compared.ours("path")::equals));
	}

	// With or without a slash at the end, if there is a dot behind it.
	private static boolean hasPlainPath(ComparedPacket compared) {
		String path = compared.ours("path");
		String plain = PacketRules.plain(compared.theirs("path"));
		if (plain == null) {
			return hasDecodedTarget(compared);
		}
		return path.equals(plain) || (path + "/").equals(plain) && compared.ours("uri").endsWith("/.");
	}

	private static boolean hasDecodedTarget(ComparedPacket compared) {
		String target = compared.ours("uri").replaceAll(";[^/]*", "");
		return compared.ours("path")
			.equals(PacketRules.plain(Telling.escape(StringUtils.uriDecode(target, StandardCharsets.UTF_8))));
	}

	private static boolean hasQueryOfTarget(ComparedPacket compared) {
		String target = compared.packet().value("REQUEST_URI");
		return target.contains("?")
				&& compared.ours("query").equals(Telling.escape(target.substring(target.indexOf('?') + 1)));
	}

	private static boolean hasCompletedHost(ComparedPacket compared) {
		String host = PacketRules.headers(compared.packet(), "host")
			.stream()
			.filter((value) -> !value.isEmpty())
			.map((value) -> value.replaceFirst(":0*$", ""))
			.findFirst()
			.orElse(compared.packet().value("SERVER_NAME"));
		return host.isEmpty() || host.equals("_")
				|| compared.ours("server").matches(Pattern.quote(Telling.escape(host)) + ":\\d+");
	}

	/**
	 * What several differences are made of.
	 */
	private static final class Lines {

		static final String ANY = ".*";

		static final String REFUSED = "status: 400|version: HTTP/1\\.1";

		static final Predicate<ComparedPacket> BOTH_SERVED = (compared) -> compared.isServed()
				&& compared.isServedByUwsgi();

	}

}
