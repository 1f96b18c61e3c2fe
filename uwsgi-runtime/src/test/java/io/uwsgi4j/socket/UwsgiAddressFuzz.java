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

package io.uwsgi4j.socket;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * An address is written as something that means the same, whether it was parsed or made
 * of its parts, and what is no address is refused with a reason.
 */
public final class UwsgiAddressFuzz {

	private UwsgiAddressFuzz() {
	}

	/**
	 * Parses a text, and makes addresses of it.
	 * @param input the text in UTF-8
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		String text = new String(input, StandardCharsets.UTF_8);
		check("accepted forms", () -> UwsgiAddress.parse(text));
		check("", () -> new TcpAddress(text, 1));
		check("", () -> new AbstractAddress(text));
		check("", () -> new UnixAddress(Path.of(text)));
	}

	private static void check(String reason, Supplier<UwsgiAddress> source) {
		UwsgiAddress address;
		try {
			address = source.get();
		}
		catch (IllegalArgumentException ex) {
			if (ex.getMessage() == null || !ex.getMessage().contains(reason)) {
				throw new AssertionError("A refusal without a reason", ex);
			}
			return;
		}
		checkNotation(address);
	}

	private static void checkNotation(UwsgiAddress address) {
		String written = address.toString();
		if (written.chars().anyMatch(Character::isISOControl)) {
			throw new AssertionError("An address with control characters");
		}
		if (address instanceof TcpAddress tcp && (tcp.port() < 0 || tcp.port() > 65535)) {
			throw new AssertionError("port: " + tcp.port());
		}
		UwsgiAddress again = UwsgiAddress.parse(written);
		if (!again.equals(address) || !again.toString().equals(written)) {
			throw new AssertionError("'%s' means %s".formatted(written, again));
		}
	}

}
