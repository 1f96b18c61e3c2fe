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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.uwsgi4j.policy.Rejection;
import io.uwsgi4j.policy.RequestPolicy;
import io.uwsgi4j.protocol.Modifier;
import io.uwsgi4j.protocol.PacketDecoder;
import io.uwsgi4j.protocol.PacketException;
import io.uwsgi4j.protocol.PacketLimits;
import io.uwsgi4j.protocol.VarBlock;
import io.uwsgi4j.test.Packets;
import org.apache.coyote.Request;
import org.apache.tomcat.util.http.parser.HttpParser;
import org.apache.tomcat.util.net.SSLSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a packet contains, a request that is made of it has a method, a path, headers
 * and a length that nobody can mistake, and the path is the one that the proxy has seen.
 */
public final class RequestMapperFuzz {

	private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?]*)");

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%/-]+");

	private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*");

	private static final Set<String> DROPPED = Set.of("content-length", "content-type", "expect", "proxy", "keep-alive",
			"proxy-connection", "te", "trailer", "transfer-encoding", "connection");

	private static final Set<String> SAID_ONCE = Set.of("REQUEST_METHOD", "REQUEST_URI", "SERVER_PROTOCOL",
			"CONTENT_LENGTH", "REMOTE_USER", "AUTH_TYPE");

	private static final Set<String> ATTRIBUTES = Set.of(SSLSupport.CIPHER_SUITE_KEY, SSLSupport.SECURE_PROTOCOL_KEY,
			SSLSupport.SESSION_ID_KEY);

	private static final RequestPolicy OPEN = new RequestPolicy(1000, true, Pattern.compile(".*"));

	private static final UwsgiSocketWrapper CONNECTION = UnconnectedSocket.create();

	private RequestMapperFuzz() {
	}

	/**
	 * Maps a packet, as it is and with lengths that fit.
	 * @param input the packet; what follows it is ignored
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		map(input, RequestPolicy.defaults());
		byte[] repaired = repair(input);
		map(repaired, RequestPolicy.defaults());
		map(repaired, OPEN);
	}

	// Nearly every change breaks a length, and would not come further than the decoder
	private static byte[] repair(byte[] input) {
		List<Map.Entry<byte[], byte[]>> vars = new ArrayList<>();
		ByteBuffer left = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
		left.position(Math.min(PacketDecoder.HEADER_SIZE, input.length));
		while (left.remaining() >= Short.BYTES) {
			byte[] name = take(left);
			byte[] value = (left.remaining() >= Short.BYTES) ? take(left) : new byte[0];
			if (name.length > 0) {
				vars.add(Map.entry(name, value));
			}
		}
		boolean request = input.length > 0 && Modifier.isRequest(Byte.toUnsignedInt(input[0]));
		return Packets.packet(request ? input[0] : Modifier.REQUEST, 0, Packets.encode(vars));
	}

	private static byte[] take(ByteBuffer left) {
		byte[] text = new byte[Math.min(Short.toUnsignedInt(left.getShort()), left.remaining())];
		left.get(text);
		return text;
	}

	/**
	 * Maps a packet as it is mapped by default.
	 * @param input the packet
	 * @return what the request is, {@code null} if there is none
	 */
	static @Nullable Request map(byte[] input) {
		return map(input, RequestPolicy.defaults());
	}

	private static @Nullable Request map(byte[] input, RequestPolicy policy) {
		PacketDecoder decoder = new PacketDecoder(PacketLimits.defaults());
		VarBlock vars;
		try {
			if (!decoder.decode(ByteBuffer.wrap(input))) {
				return null;
			}
			vars = decoder.vars();
		}
		catch (PacketException ex) {
			return null;
		}
		int modifier = decoder.modifier1();
		if (modifier == Modifier.PING || new PacketGate(null).check(modifier, vars) != null) {
			return null;
		}
		List<Map.Entry<String, String>> received = list(vars);
		RequestMapper mapper = new RequestMapper(policy, new HttpParser(null, null));
		Request request = new Request();
		Rejection rejection = mapper.map(vars, modifier, request, CONNECTION);
		// A body that is collected first has its packet mapped twice, and names change
		Request again = new Request();
		Rejection second = mapper.map(vars, modifier, again, CONNECTION);
		check((rejection == null) == (second == null), "A packet is refused twice or not at all");
		if (rejection != null) {
			check(rejection.detail().contains("expected"), "A refusal says what is expected");
			return null;
		}
		new Mapped(received, request, mapper, policy, modifier).check();
		check(describe(request).equals(describe(again)), "A packet means the same twice");
		return request;
	}

	private static List<Map.Entry<String, String>> list(VarBlock vars) {
		List<Map.Entry<String, String>> list = new ArrayList<>();
		for (int i = 0; i < vars.size(); i++) {
			list.add(Map.entry(vars.name(i), vars.value(i)));
		}
		return list;
	}

	private static String describe(Request request) {
		return request.getMethod() + ' ' + request.requestURI() + '?' + request.queryString() + ' ' + request.protocol()
				+ ' ' + headers(request) + request.getContentLengthLong() + ' ' + request.scheme()
				+ request.remoteAddr() + request.getRemotePort() + request.localName() + request.getLocalPort()
				+ request.getAttributes();
	}

	private static List<Map.Entry<String, String>> headers(Request request) {
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		for (int i = 0; i < request.getMimeHeaders().size(); i++) {
			headers.add(Map.entry(request.getMimeHeaders().getName(i).toString(),
					String.valueOf(request.getMimeHeaders().getValue(i).toStringType())));
		}
		return headers;
	}

	private static void check(boolean condition, String promise) {
		if (!condition) {
			throw new AssertionError(promise);
		}
	}

	/**
	 * A request and where it comes from.
	 *
	 * @param received the variables as they came
	 * @param request the request
	 * @param mapper who has made the request
	 * @param policy what was allowed
	 * @param modifier the modifier of the packet
	 */
	private record Mapped(List<Map.Entry<String, String>> received, Request request, RequestMapper mapper,
			RequestPolicy policy, int modifier) {

		void check() {
			SAID_ONCE.forEach(this::checkSaidOnce);
			checkLine();
			checkHeaders();
			checkLength();
			checkPath();
			checkOrigin();
			checkAttributes();
		}

		private void checkSaidOnce(String name) {
			List<String> values = all(name);
			for (int i = 1; i < values.size(); i++) {
				holds(values.get(i - 1).isEmpty() || values.get(i).isEmpty(), "It is said once, or taken back");
			}
		}

		private void checkLine() {
			holds(TOKEN.matcher(this.request.getMethod()).matches(), "The method is a token");
			holds(this.request.getMethod().equals(last("REQUEST_METHOD")), "The method is the one that was sent");
			holds(PATH.matcher(text(this.request.requestURI())).matches(), "The path is encoded");
			holds(QUERY.matcher(text(this.request.queryString())).matches(), "The query is encoded");
			String protocol = text(this.request.protocol());
			holds(protocol.startsWith("HTTP/") && isClean(protocol), "The protocol is HTTP");
		}

		private void checkHeaders() {
			List<Map.Entry<String, String>> expected = new ArrayList<>();
			boolean upgrade = false;
			for (Map.Entry<String, String> variable : this.received) {
				if (variable.getKey().startsWith("HTTP_")) {
					String name = lowerCase(variable.getKey().substring(5)).replace('_', '-');
					upgrade |= name.equals("upgrade");
					if (!DROPPED.contains(name)) {
						expected.add(Map.entry(name, variable.getValue()));
					}
				}
			}
			List<Map.Entry<String, String>> found = headers(this.request);
			for (Map.Entry<String, String> header : found) {
				holds(TOKEN.matcher(header.getKey()).matches(), "A name is a token");
				holds(isClean(header.getValue()), "A value has no control characters");
			}
			holds(upgrade || found.stream().noneMatch((header) -> header.getKey().equals("connection")),
					"The client's connection is not of interest");
			found.removeIf((header) -> DROPPED.contains(header.getKey()));
			Matcher absolute = ABSOLUTE.matcher(String.valueOf(last("REQUEST_URI")));
			if (absolute.lookingAt()) {
				String host = found.stream()
					.filter((header) -> header.getKey().equals("host"))
					.map(Map.Entry::getValue)
					.findFirst()
					.orElse("");
				holds(host.equalsIgnoreCase(absolute.group(1)), "The host is the one in the target");
				found.removeIf((header) -> header.getKey().equals("host"));
				expected.removeIf((header) -> header.getKey().equals("host"));
			}
			holds(found.equals(expected), "All headers are there, in their order, and no others");
		}

		private void checkLength() {
			List<String> lengths = all("CONTENT_LENGTH");
			List<String> told = valuesOf("content-length");
			holds(told.size() <= 1, "There is one length");
			holds(valuesOf("transfer-encoding").isEmpty(), "Nothing contradicts the length");
			String length = lengths.isEmpty() ? "" : lengths.get(lengths.size() - 1);
			long known = this.request.getContentLengthLong();
			if (length.isEmpty()) {
				holds(known == -1 && told.isEmpty(), "No length is no length");
			}
			else {
				holds(length.chars().allMatch((digit) -> digit >= '0' && digit <= '9'), "A length is digits");
				holds(!this.mapper.isChunked() && known == Long.parseLong(length),
						"The length is the one that was sent");
				holds(told.equals(List.of(length)), "The application is told the same length");
				holds(this.policy.limitPost() == 0 || known <= this.policy.limitPost(), "The body is not too long");
			}
			holds(valuesOf("content-type").size() <= 1, "There is one type");
		}

		// Whoever decides by path in front of us must have decided about this one
		private void checkPath() {
			String uri = last("REQUEST_URI");
			String info = last("PATH_INFO");
			String path = text(this.request.requestURI());
			holds(uri != null || info != null, "There is a path");
			if (info == null || path.equals(info) || path.equals("*")) {
				return;
			}
			String decoded = decode(path);
			if (decoded != null) {
				String script = (last("SCRIPT_NAME") != null && this.modifier != 30) ? last("SCRIPT_NAME") : "";
				holds(List.of(normalize(info), normalize(script + info), normalize("/" + info))
					.contains(normalize(decoded)), "The path is the one that the proxy has seen");
			}
		}

		private void checkOrigin() {
			String scheme = text(this.request.scheme());
			holds(scheme.matches("[a-z][a-z0-9+.-]*"), "The scheme is one");
			for (String text : new String[] { text(this.request.remoteAddr()), text(this.request.localAddr()),
					text(this.request.localName()), text(this.request.getRemoteUser()),
					text(this.request.getAuthType()) }) {
				holds(isClean(text), "What is logged has no control characters");
			}
			holds(!text(this.request.remoteAddr()).isEmpty(), "There is an address");
			holds(isPort(this.request.getRemotePort()) && isPort(this.request.getLocalPort()), "A port is one");
			holds(this.mapper.serverPort() == -1 || isPort(this.mapper.serverPort()), "A port is one, or none");
			holds(this.policy.trustRemoteUser() || this.request.getRemoteUser().isNull(), "Nobody is trusted");
		}

		private void checkAttributes() {
			Set<String> names = this.request.getAttributes().keySet();
			holds(this.policy.allowedVars() != null || ATTRIBUTES.containsAll(names), "Only what is allowed is there");
			holds(names.stream().noneMatch((name) -> name.startsWith("HTTP_")), "A header is no attribute");
		}

		// The last one counts, and one that is empty counts as none, except for a path
		private @Nullable String last(String name) {
			List<String> all = all(name);
			String value = all.isEmpty() ? "" : all.get(all.size() - 1);
			boolean there = !value.isEmpty() || (name.equals("PATH_INFO") && !all.isEmpty());
			return there ? value : null;
		}

		private List<String> all(String name) {
			return this.received.stream().filter((var) -> var.getKey().equals(name)).map(Map.Entry::getValue).toList();
		}

		private List<String> valuesOf(String name) {
			List<String> values = new ArrayList<>();
			Enumeration<String> found = this.request.getMimeHeaders().values(name);
			while (found.hasMoreElements()) {
				values.add(found.nextElement());
			}
			return values;
		}

		private void holds(boolean condition, String promise) {
			if (!condition) {
				throw new AssertionError(promise + ": " + describe(this.request) + " of " + this.received);
			}
		}

		private static String text(org.apache.tomcat.util.buf.MessageBytes bytes) {
			return (bytes.toString() != null) ? bytes.toString() : "";
		}

		private static boolean isPort(int port) {
			return port >= 0 && port <= 65535;
		}

		private static boolean isClean(String text) {
			return text.chars().allMatch((character) -> character >= ' ' && character != 0x7f || character == '\t');
		}

		private static String lowerCase(String name) {
			StringBuilder lower = new StringBuilder();
			name.chars().forEach((c) -> lower.append((char) ((c >= 'A' && c <= 'Z') ? c + 32 : c)));
			return lower.toString();
		}

		private static @Nullable String decode(String path) {
			byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
			StringBuilder decoded = new StringBuilder();
			for (int i = 0; i < bytes.length; i++) {
				if (bytes[i] == '%') {
					if (i + 2 >= bytes.length || Character.digit(bytes[i + 1], 16) < 0
							|| Character.digit(bytes[i + 2], 16) < 0) {
						return null;
					}
					decoded.append((char) (Character.digit(bytes[i + 1], 16) * 16 + Character.digit(bytes[i + 2], 16)));
					i += 2;
				}
				else {
					decoded.append((char) (bytes[i] & 0xff));
				}
			}
			return decoded.toString();
		}

		// RFC 3986, section 5.2.4, after many slashes have become one
		private static List<String> normalize(String path) {
			List<String> segments = new ArrayList<>();
			boolean directory = true;
			for (String segment : path.split("/", -1)) {
				directory = segment.isEmpty() || segment.equals(".") || segment.equals("..");
				if (segment.equals("..") && !segments.isEmpty()) {
					segments.remove(segments.size() - 1);
				}
				if (!directory) {
					segments.add(segment);
				}
			}
			segments.add(directory ? "/" : "");
			return segments;
		}

	}

}
