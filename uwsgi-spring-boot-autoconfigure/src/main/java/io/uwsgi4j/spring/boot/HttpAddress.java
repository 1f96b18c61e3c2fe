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

package io.uwsgi4j.spring.boot;

import io.uwsgi4j.socket.TcpAddress;
import io.uwsgi4j.socket.UwsgiAddress;

/**
 * Reads the address of the plain HTTP connector. In contrast to the address of a uwsgi
 * socket, a bare number is a port.
 */
final class HttpAddress {

	private HttpAddress() {
	}

	static TcpAddress parse(String text) {
		boolean bare = !text.isEmpty() && text.chars().allMatch((character) -> character >= '0' && character <= '9');
		if (UwsgiAddress.parse(bare ? ":" + text : text) instanceof TcpAddress address) {
			return address;
		}
		throw new IllegalArgumentException("not an address for HTTP (expected: port, :port, host:port or [v6]:port)");
	}

}
