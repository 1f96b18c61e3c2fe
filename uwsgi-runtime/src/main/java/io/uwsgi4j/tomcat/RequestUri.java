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
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

import io.uwsgi4j.protocol.VarBlock;
import org.apache.catalina.util.URLEncoder;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.HexUtils;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which path a request is for. {@code REQUEST_URI} is what the client sent, and
 * is used as it stands, unless the proxy has rewritten the path: then {@code PATH_INFO}
 * says something else, and wins, because that is what an application behind
 * {@code proxy_pass} would see. Paths are compared one character per byte.
 */
final class RequestUri {

	private static final Pattern DOTS_BEFORE_PARAMETER = Pattern.compile("/(\\.|%2[eE]){1,2};");

	private RequestUri() {
	}

	/**
	 * Returns whether the path of a {@code REQUEST_URI} is the one the proxy means.
	 * @param rawPath path as the client sent it, without the query
	 * @param scriptName the part of the path that leads to the application
	 * @param pathInfo decoded path, normalised by the proxy
	 * @return whether the two are the same path
	 */
	static boolean isUnchanged(String rawPath, String scriptName, String pathInfo) {
		String decoded = decode(rawPath);
		if (decoded == null) {
			// Not a path that a proxy could have decoded; Tomcat will refuse it.
			return true;
		}
		String sent = normalize(decoded);
		// Configurations that set SCRIPT_NAME often leave it in PATH_INFO as well.
		return sent.equals(normalize(scriptName + pathInfo)) || sent.equals(normalize(pathInfo));
	}

	/**
	 * Encodes a path that the proxy has decoded.
	 * @param path decoded path
	 * @return the path as a client would send it
	 */
	static String encode(String path) {
		String absolute = path.startsWith("/") ? path : "/" + path;
		return URLEncoder.DEFAULT.encode(absolute, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Returns where the path starts in a target that may be absolute.
	 * @param vars the variables
	 * @param index the variable with the target
	 * @return position of the first byte of the path, or of the end if there is none
	 */
	static int pathStart(VarBlock vars, int index) {
		byte[] bytes = vars.bytes();
		int start = vars.valueStart(index);
		int end = start + vars.valueLength(index);
		if (start == end || bytes[start] == '/') {
			return start;
		}
		int authority = authorityStart(vars.value(index));
		if (authority < 0) {
			return start;
		}
		for (int i = start + authority; i < end; i++) {
			if (bytes[i] == '/' || bytes[i] == '?') {
				return i;
			}
		}
		return end;
	}

	/**
	 * Looks for a byte that must not be in a target as it is.
	 * @param text a part of the target
	 * @param allowed the bytes that may be in it
	 * @return the first other one, or -1 if there is none
	 */
	static int firstBad(ByteChunk text, IntPredicate allowed) {
		byte[] bytes = text.getBytes();
		for (int i = text.getStart(); i < text.getEnd(); i++) {
			if (!allowed.test(bytes[i])) {
				return bytes[i] & 0xff;
			}
		}
		return -1;
	}

	/**
	 * Looks for a dot segment with a parameter, such as {@code /..;/}. Tomcat takes the
	 * parameter off and resolves the dots; proxies do not, and may have decided by the
	 * path that they have seen who may see what.
	 * @param path the path, not decoded
	 * @return whether there is one
	 */
	static boolean hasDotsBeforeParameter(ByteChunk path) {
		return path.indexOf(';', 0) >= 0 && DOTS_BEFORE_PARAMETER.matcher(path.toString()).find();
	}

	private static int authorityStart(String target) {
		if (target.regionMatches(true, 0, "http://", 0, 7)) {
			return 7;
		}
		return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
	}

	private static @Nullable String decode(String path) {
		int percent = path.indexOf('%');
		if (percent < 0) {
			return path;
		}
		StringBuilder decoded = new StringBuilder(path.length());
		int position = 0;
		while (percent >= 0) {
			if (percent + 2 >= path.length()) {
				return null;
			}
			int high = HexUtils.getDec(path.charAt(percent + 1));
			int low = HexUtils.getDec(path.charAt(percent + 2));
			if (high < 0 || low < 0) {
				return null;
			}
			decoded.append(path, position, percent).append((char) (high << 4 | low));
			position = percent + 3;
			percent = path.indexOf('%', position);
		}
		return decoded.append(path, position, path.length()).toString();
	}

	// What proxies do: one slash for many, and dot segments resolved.
	private static String normalize(String path) {
		if (path.isEmpty()) {
			return "/";
		}
		if (!path.contains("//") && !path.contains("/.")) {
			return path;
		}
		StringBuilder normal = new StringBuilder(path.length());
		String[] segments = path.split("/", -1);
		for (int i = 0; i < segments.length; i++) {
			boolean last = i == segments.length - 1;
			String segment = segments[i];
			if (segment.equals("..")) {
				normal.setLength(Math.max(0, normal.lastIndexOf("/")));
			}
			else if (!segment.isEmpty() && !segment.equals(".")) {
				normal.append('/').append(segment);
				continue;
			}
			if (last) {
				normal.append('/');
			}
		}
		return normal.toString();
	}

}
