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

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the name of a client, for connectors with {@code enableLookups}.
 */
final class RemoteHost {

	private RemoteHost() {
	}

	static String lookUp(String address) {
		try {
			return InetAddress.getByName(address).getHostName();
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

	/**
	 * Returns whether a text looks like an address, of IPv4 or IPv6, without looking it
	 * up.
	 * @param text what the proxy says
	 * @return whether it is no name, and nothing else
	 */
	static boolean isAddress(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character != '.' && character != ':' && Character.digit(character, 16) < 0) {
				return character == '%' && i > 0 && text.indexOf(':') >= 0;
			}
		}
		return text.length() > 1;
	}

}
