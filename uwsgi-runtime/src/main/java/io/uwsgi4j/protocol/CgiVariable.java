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

package io.uwsgi4j.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Variables with a meaning of their own. Every other variable is either a request header
 * ({@code HTTP_*}) or unknown.
 */
public enum CgiVariable {

	/** Scheme of authentication that the proxy applied. */
	AUTH_TYPE,

	/** Length of the body in decimal digits; empty or absent if there is none. */
	CONTENT_LENGTH,

	/** Media type of the body; empty or absent if there is none. */
	CONTENT_TYPE,

	/** Set to {@code on} or {@code 1} if the client used TLS. */
	HTTPS,

	/** Client certificate as uWSGI's HTTPS router sends it. */
	HTTPS_CC,

	/** Decoded and normalised path behind {@code SCRIPT_NAME}. */
	PATH_INFO,

	/** Query without the question mark. */
	QUERY_STRING,

	/** Address of the client, or {@code unix:}. */
	REMOTE_ADDR,

	/** Port of the client, or empty. */
	REMOTE_PORT,

	/** User that the proxy authenticated. */
	REMOTE_USER,

	/** Method of the request. */
	REQUEST_METHOD,

	/** Scheme the client used, {@code http} or {@code https}. */
	REQUEST_SCHEME,

	/** Target of the request as the client sent it. */
	REQUEST_URI,

	/** Part of the path that leads to the application. */
	SCRIPT_NAME,

	/** Address on which the proxy received the request. */
	SERVER_ADDR,

	/** Name of the server in the proxy's configuration. */
	SERVER_NAME,

	/** Port on which the proxy received the request, or empty. */
	SERVER_PORT,

	/** Version of HTTP that the client used. */
	SERVER_PROTOCOL,

	/** TLS cipher suite. */
	SSL_CIPHER,

	/** Client certificate in PEM, possibly URL-encoded. */
	SSL_CLIENT_CERT,

	/** TLS version. */
	SSL_PROTOCOL,

	/** TLS session. */
	SSL_SESSION_ID,

	/** Scheme that takes precedence over all other hints. */
	UWSGI_SCHEME,

	/** Secret that the proxy shares with the application. */
	UWSGI_SECRET;

	private static final int TABLE_SIZE = 128;

	private static final @Nullable CgiVariable[] TABLE = new CgiVariable[TABLE_SIZE];

	static {
		for (CgiVariable variable : values()) {
			int slot = slot(variable.bytes, 0, variable.bytes.length);
			while (TABLE[slot] != null) {
				slot = (slot + 1) % TABLE_SIZE;
			}
			TABLE[slot] = variable;
		}
	}

	private final byte[] bytes = name().getBytes(StandardCharsets.US_ASCII);

	/**
	 * Finds a variable by its name.
	 * @param bytes an array that contains the name
	 * @param start position of the first byte of the name
	 * @param length length of the name, at least 1
	 * @return the variable, or {@code null} if the name is none of them
	 */
	public static @Nullable CgiVariable find(byte[] bytes, int start, int length) {
		int slot = slot(bytes, start, length);
		CgiVariable candidate = TABLE[slot];
		while (candidate != null) {
			if (Arrays.equals(candidate.bytes, 0, candidate.bytes.length, bytes, start, start + length)) {
				return candidate;
			}
			slot = (slot + 1) % TABLE_SIZE;
			candidate = TABLE[slot];
		}
		return null;
	}

	private static int slot(byte[] bytes, int start, int length) {
		int hash = length * 31 + bytes[start];
		hash = hash * 31 + bytes[start + length - 1];
		hash = hash * 31 + bytes[start + length / 2];
		return Math.floorMod(hash, TABLE_SIZE);
	}

}
