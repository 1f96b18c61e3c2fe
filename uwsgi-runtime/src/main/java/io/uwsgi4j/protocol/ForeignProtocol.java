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

import org.jspecify.annotations.Nullable;

/**
 * Protocols that reach a uwsgi socket by mistake, told by their first four bytes. A uwsgi
 * header that looks the same would carry a modifier that no request uses.
 */
enum ForeignProtocol {

	HTTP("HTTP was spoken to a uwsgi socket (use uwsgi_pass instead of proxy_pass)", "GET ", "POST", "HEAD", "PUT ",
			"DELE", "OPTI", "PATC", "TRAC", "CONN", "PRI "),

	PROXY("The PROXY protocol was spoken to a uwsgi socket (switch it off for this upstream)", "PROX"),

	TLS("TLS was spoken to a uwsgi socket (use uwsgi_pass without suwsgi:// or https)", "\26\3\0", "\26\3\1", "\26\3\2",
			"\26\3\3", "\26\3\4");

	private static final ForeignProtocol[] VALUES = values();

	private final String description;

	private final byte[][] prefixes;

	ForeignProtocol(String description, String... prefixes) {
		this.description = description;
		this.prefixes = new byte[prefixes.length][];
		for (int i = 0; i < prefixes.length; i++) {
			this.prefixes[i] = prefixes[i].getBytes(StandardCharsets.ISO_8859_1);
		}
	}

	String description() {
		return this.description;
	}

	static @Nullable ForeignProtocol detect(byte[] firstBytes) {
		for (ForeignProtocol candidate : VALUES) {
			if (candidate.matches(firstBytes)) {
				return candidate;
			}
		}
		return null;
	}

	private boolean matches(byte[] firstBytes) {
		for (byte[] prefix : this.prefixes) {
			if (startsWith(firstBytes, prefix)) {
				return true;
			}
		}
		return false;
	}

	private static boolean startsWith(byte[] bytes, byte[] prefix) {
		for (int i = 0; i < prefix.length; i++) {
			if (bytes[i] != prefix[i]) {
				return false;
			}
		}
		return true;
	}

}
