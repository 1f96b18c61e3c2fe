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

/**
 * Where a uwsgi socket listens. There is one notation for configuration, logs and
 * metrics: {@link Object#toString()} of every address can be {@linkplain #parse(String)
 * parsed} back to an equal address.
 */
public sealed interface UwsgiAddress permits UnixAddress, AbstractAddress, TcpAddress, InheritedAddress {

	/**
	 * Parses an address as it is written in configuration. Surrounding white space is
	 * ignored. Accepted forms:
	 * <ul>
	 * <li>{@code /run/app.sock}, {@code ./app.sock}, {@code unix:/run/app.sock} and any
	 * other text without a colon: a unix socket at that path. As in uWSGI a bare number
	 * is a file name, not a port.</li>
	 * <li>{@code @name}, {@code unix:@name}: a unix socket in the abstract
	 * namespace.</li>
	 * <li>{@code host:port}, {@code [v6]:port}: TCP on that name or address.</li>
	 * <li>{@code :port}: TCP on all interfaces (IPv4).</li>
	 * <li>{@code fd://N}: the listening socket inherited as descriptor N.</li>
	 * </ul>
	 * Port 0 lets the kernel choose a port. Nothing is resolved or opened here.
	 * @param text the text to parse
	 * @return the address
	 * @throws IllegalArgumentException if the text has none of these forms; the message
	 * contains the text, what is wrong with it and the accepted forms
	 */
	static UwsgiAddress parse(String text) {
		return new AddressParser(text).parse();
	}

}
