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

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.uwsgi4j.test.Packets;
import org.apache.tomcat.util.http.RequestUtil;

import org.springframework.util.StringUtils;

/**
 * What is wrong with a packet, by rules that are written down once more, in the words of
 * the standards and not of the connector.
 */
final class PacketRules {

	private static final Set<Integer> REQUESTS = Set.of(0, 5, 7, 8, 9, 14, 30);

	private static final int PING = 100;

	private static final Set<String> MEANINGFUL = Set.of("AUTH_TYPE", "CONTENT_LENGTH", "CONTENT_TYPE", "HTTPS",
			"PATH_INFO", "QUERY_STRING", "REMOTE_ADDR", "REMOTE_PORT", "REMOTE_USER", "REQUEST_METHOD",
			"REQUEST_SCHEME", "REQUEST_URI", "SCRIPT_NAME", "SERVER_ADDR", "SERVER_NAME", "SERVER_PORT",
			"SERVER_PROTOCOL", "SSL_CIPHER", "SSL_PROTOCOL", "SSL_SESSION_ID", "UWSGI_SCHEME");

	private static final List<String> ONCE = List.of("AUTH_TYPE", "CONTENT_LENGTH", "REMOTE_USER", "REQUEST_METHOD",
			"REQUEST_URI", "SERVER_PROTOCOL");

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern CONTROL = Pattern.compile(".*[\\x00-\\x08\\x0a-\\x1f\\x7f].*", Pattern.DOTALL);

	// RFC 3986: what a path and a query may consist of.
	private static final String PATH_CHARACTER = "[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}";

	private static final Pattern PATH = Pattern.compile("/(" + PATH_CHARACTER + ")*+");

	private static final Pattern QUERY = Pattern.compile("(" + PATH_CHARACTER + "|[?%])*+");

	private static final Pattern DOTS_BEFORE_PARAMETER = Pattern.compile("/(\\.|%2[Ee]){1,2};");

	private static final Pattern ESCAPED_SEPARATOR = Pattern.compile("(?i).*%(2f|5c).*");

	private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";

	private static final Pattern HOST = Pattern
		.compile("(" + LABEL + "(\\." + LABEL + ")*\\.?|\\[[0-9A-Fa-f:.]+])?(:\\d{0,9})?");

	private static final Pattern AUTHORITY = Pattern.compile("(?i)https?://([^/?]*).*", Pattern.DOTALL);

	private PacketRules() {
	}

	static boolean isRequest(SentPacket packet) {
		return REQUESTS.contains(packet.modifier()) && isWhole(packet) && !packet.isMalformed();
	}

	static boolean isForAnotherLanguage(SentPacket packet) {
		return isRequest(packet) && packet.modifier() != 0 && packet.modifier() != 30;
	}

	static boolean isForNobody(SentPacket packet) {
		return isWhole(packet) && !REQUESTS.contains(packet.modifier()) && packet.modifier() != PING;
	}

	private static boolean isWhole(SentPacket packet) {
		return packet.modifier() >= 0 && !packet.isIncomplete();
	}

	static boolean isHeader(String variable) {
		return variable.startsWith("HTTP_");
	}

	/**
	 * Returns the header that a variable becomes.
	 * @param variable the name of the variable
	 * @return the name of the header
	 */
	static String headerName(String variable) {
		return variable.substring(5).toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static List<String> headers(SentPacket packet, String name) {
		return packet.variables()
			.stream()
			.filter((entry) -> isHeader(entry.getKey()) && headerName(entry.getKey()).equals(name))
			.map(Map.Entry::getValue)
			.toList();
	}

	static boolean hasControlCharacter(SentPacket packet) {
		return packet.variables()
			.stream()
			.filter((entry) -> isHeader(entry.getKey()) || MEANINGFUL.contains(entry.getKey()))
			.anyMatch((entry) -> CONTROL.matcher(entry.getValue()).matches());
	}

	static boolean hasBadHeaderName(SentPacket packet) {
		return packet.names()
			.filter(PacketRules::isHeader)
			.anyMatch((name) -> !TOKEN.matcher(name.substring(5)).matches());
	}

	/**
	 * Returns whether there are two values where there is one in a request. An empty one
	 * takes back what has been said before.
	 * @param packet the packet
	 * @return whether a value follows another one
	 */
	static boolean saysTwice(SentPacket packet) {
		return ONCE.stream()
			.map(packet::values)
			.anyMatch((values) -> IntStream.range(1, values.size())
				.anyMatch((index) -> !values.get(index - 1).isEmpty() && !values.get(index).isEmpty()));
	}

	static boolean hasBadLength(SentPacket packet) {
		String length = packet.value("CONTENT_LENGTH");
		return !length.isEmpty() && !isLength(length);
	}

	static boolean hasBadMethod(SentPacket packet) {
		return !TOKEN.matcher(packet.value("REQUEST_METHOD")).matches();
	}

	static boolean hasNoTarget(SentPacket packet) {
		return packet.value("REQUEST_URI").isEmpty() && packet.values("PATH_INFO").isEmpty();
	}

	static boolean hasBadEncoding(SentPacket packet) {
		List<String> encodings = headers(packet, "transfer-encoding");
		return packet.value("CONTENT_LENGTH").isEmpty() && (encodings.size() > 1 || encodings.stream()
			.map(String::strip)
			.anyMatch((encoding) -> !encoding.isEmpty() && !encoding.equalsIgnoreCase("chunked")));
	}

	static boolean isChunked(SentPacket packet) {
		return packet.value("CONTENT_LENGTH").isEmpty()
				&& headers(packet, "transfer-encoding").stream().anyMatch((encoding) -> !encoding.isBlank());
	}

	static boolean isCutOff(SentPacket packet) {
		String length = packet.value("CONTENT_LENGTH");
		return isLength(length) && new BigInteger(length).longValue() > packet.rest().length;
	}

	private static boolean isLength(String text) {
		return text.matches("[0-9]+") && new BigInteger(text).bitLength() < Long.SIZE;
	}

	/**
	 * Returns whether a target of absolute form names another host than {@code Host}, or
	 * none.
	 * @param packet the packet
	 * @return whether there are two opinions about the host
	 */
	static boolean hasTwoHosts(SentPacket packet) {
		List<String> hosts = headers(packet, "host");
		String target = targetHost(packet);
		return hosts.size() > 1 || target != null && (target.isEmpty()
				|| hosts.stream().anyMatch((host) -> !host.isEmpty() && !host.equalsIgnoreCase(target)));
	}

	static boolean hasBadHost(SentPacket packet) {
		String target = targetHost(packet);
		return (target != null && !(HOST.matcher(target).matches() && target.matches("[^:].*")))
				|| headers(packet, "host").stream()
					.anyMatch((host) -> !HOST.matcher(host).matches() || host.startsWith(":"));
	}

	/**
	 * Returns the scheme, as the documentation says where it comes from.
	 * @param packet the packet
	 * @return the scheme
	 */
	static String scheme(SentPacket packet) {
		String https = packet.value("HTTPS");
		boolean secure = https.equals("1") || https.toLowerCase(Locale.ROOT).startsWith("on");
		String scheme = packet.value("UWSGI_SCHEME");
		if (scheme.isEmpty()) {
			scheme = secure ? "https" : packet.value("REQUEST_SCHEME");
		}
		return scheme.matches("[A-Za-z][A-Za-z0-9+.-]*") ? scheme.toLowerCase(Locale.ROOT) : "http";
	}

	/**
	 * Returns the host in a target of absolute form.
	 * @param packet the packet
	 * @return the host, or {@code null} if the target is a path
	 */
	static String targetHost(SentPacket packet) {
		Matcher matcher = AUTHORITY.matcher(packet.value("REQUEST_URI"));
		return matcher.matches() ? matcher.group(1) : null;
	}

	static boolean hasBadTarget(SentPacket packet) {
		String target = packet.value("REQUEST_URI");
		if (targetHost(packet) != null) {
			target = target.replaceFirst("(?i)^https?://[^/?]*", "");
		}
		String path = target.replaceFirst("(?s)\\?.*", "");
		String query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
		return isBadRawPath(path.isEmpty() ? "/" : path) || isBadPath(packet.value("PATH_INFO"))
				|| isBadPath(packet.value("SCRIPT_NAME") + packet.value("PATH_INFO")) || !QUERY.matcher(query).matches()
				|| !QUERY.matcher(packet.value("QUERY_STRING")).matches();
	}

	/**
	 * Returns whether a dot segment has a parameter, in the path that the proxy means.
	 * @param packet the packet
	 * @return whether the container would resolve it
	 */
	static boolean hasDotsBeforeParameter(SentPacket packet) {
		String path = packet.value("REQUEST_URI").replaceFirst("(?s)\\?.*", "");
		return DOTS_BEFORE_PARAMETER.matcher(path).find() && (packet.values("PATH_INFO").isEmpty()
				|| DOTS_BEFORE_PARAMETER.matcher(packet.value("PATH_INFO")).find());
	}

	static boolean hasBadRemoteAddress(SentPacket packet) {
		String address = packet.value("REMOTE_ADDR");
		return !address.isEmpty() && !address.equals("unix:")
				&& !address.matches("[0-9A-Fa-f.:]{2,}|[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*%.*");
	}

	/**
	 * Returns whether uWSGI, at least 2.0.21, would die of a packet: it takes a scheme
	 * for UTF-8, whoever has written it.
	 * @param packet the packet
	 * @return whether there is such a scheme
	 */
	static boolean isDeadly(SentPacket packet) {
		return !isUtf8(packet.value("UWSGI_SCHEME") + packet.value("HTTP_X_FORWARDED_PROTO"));
	}

	/**
	 * Returns what a container makes of a decoded path.
	 * @param path the path
	 * @return the path without parameters and dot segments, or {@code null} if it leads
	 * above the root
	 */
	static String plain(String path) {
		String absolute = path.startsWith("/") ? path : "/" + path;
		return RequestUtil.normalize(absolute.replaceAll(";[^/]*", ""), false);
	}

	private static boolean isBadRawPath(String path) {
		return !PATH.matcher(path).matches() || ESCAPED_SEPARATOR.matcher(path.replaceAll(";[^/]*", "")).matches()
				|| isBadPath(StringUtils.uriDecode(path.replaceAll(";[^/]*", ""), StandardCharsets.ISO_8859_1));
	}

	private static boolean isBadPath(String path) {
		return CONTROL.matcher(path).matches() || path.contains("\\") || plain(path) == null || !isUtf8(path);
	}

	private static boolean isUtf8(String octets) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Packets.octets(octets)));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

}
