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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the one notation for addresses, see {@link UwsgiAddress#parse(String)}.
 */
final class AddressParser {

	private static final String ACCEPTED_FORMS = "/path, ./path, unix:/path, @name, unix:@name, host:port, :port,"
			+ " [v6]:port, fd://N";

	private static final String UNIX_PREFIX = "unix:";

	private static final String FD_PREFIX = "fd://";

	// at most nine digits, so that it is always an int
	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

	// whatever a resolver may know, but no wildcards, URLs or paths, nor what starts like
	// one of the other forms
	private static final Pattern HOST_NAME = Pattern
		.compile("(?!\\.|unix$)[^\\p{IsWhite_Space}\\p{IsControl}:/*@%\\[\\]]*");

	private static final Pattern IPV6 = Pattern.compile("([0-9a-fA-F:.]+)(%[0-9a-zA-Z._-]+)?");

	private final String text;

	AddressParser(String text) {
		this.text = text.strip();
	}

	UwsgiAddress parse() {
		try {
			return parseForm();
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("invalid socket address '" + this.text + "': " + ex.getMessage()
					+ " (accepted forms: " + ACCEPTED_FORMS + ")", ex);
		}
	}

	private UwsgiAddress parseForm() {
		if (this.text.isEmpty()) {
			throw new IllegalArgumentException("it is empty");
		}
		if (this.text.startsWith(FD_PREFIX)) {
			return parseInherited(this.text.substring(FD_PREFIX.length()));
		}
		if (this.text.startsWith(UNIX_PREFIX)) {
			return parseUnix(this.text.substring(UNIX_PREFIX.length()));
		}
		return isTcp() ? parseTcp() : parseUnix(this.text);
	}

	private boolean isTcp() {
		char first = this.text.charAt(0);
		return first != '/' && first != '.' && first != '@' && this.text.indexOf(':') >= 0;
	}

	private static InheritedAddress parseInherited(String number) {
		if (!NUMBER.matcher(number).matches()) {
			throw new IllegalArgumentException("'" + number + "' is not the number of a descriptor");
		}
		return new InheritedAddress(Integer.parseInt(number));
	}

	private static UwsgiAddress parseUnix(String name) {
		if (name.startsWith("@")) {
			return new AbstractAddress(name.substring(1));
		}
		if (name.isEmpty()) {
			throw new IllegalArgumentException("the path is empty");
		}
		try {
			return new UnixAddress(Path.of(name));
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException("not a path in the encoding of this JVM's file names ("
					+ PathEncoding.name() + "): " + ex.getReason(), ex);
		}
	}

	private TcpAddress parseTcp() {
		int colon = this.text.lastIndexOf(':');
		String host = this.text.substring(0, colon);
		int port = parsePort(this.text.substring(colon + 1));
		if (host.startsWith("[") && host.endsWith("]")) {
			String literal = host.substring(1, host.length() - 1);
			requireIpv6(literal);
			return new TcpAddress(literal, port);
		}
		if (isIpv6(host)) {
			throw new IllegalArgumentException("an IPv6 address must be in brackets");
		}
		requireHostName(host);
		return new TcpAddress(host, port);
	}

	private static int parsePort(String port) {
		if (port.isEmpty()) {
			throw new IllegalArgumentException("the port is missing; 0 lets the kernel choose one");
		}
		if (!NUMBER.matcher(port).matches()) {
			throw new IllegalArgumentException("'" + port + "' is not a port");
		}
		return Integer.parseInt(port);
	}

	/**
	 * Refuses what cannot be a host.
	 * @param host a host name or address, an IPv6 address without brackets, or empty
	 * @throws IllegalArgumentException if it is none of these
	 */
	static void requireHost(String host) {
		if (!isIpv6(host)) {
			requireHostName(host);
		}
	}

	private static void requireHostName(String host) {
		if (!HOST_NAME.matcher(host).matches()) {
			throw new IllegalArgumentException("'" + host + "' is not a host name or address");
		}
	}

	/**
	 * Refuses a name that would break up log lines, or that could not be read back.
	 * @param what what the value is
	 * @param value the name
	 * @throws IllegalArgumentException if the name contains control characters or ends
	 * with white space
	 */
	static void requireWritable(String what, String value) {
		if (value.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException("the " + what + " must not contain control characters");
		}
		if (!value.equals(value.stripTrailing())) {
			throw new IllegalArgumentException("the " + what + " must not end with white space");
		}
	}

	private static void requireIpv6(String literal) {
		if (!isIpv6(literal)) {
			throw new IllegalArgumentException("'" + literal + "' is not an IPv6 address");
		}
	}

	private static boolean isIpv6(String literal) {
		Matcher matcher = IPV6.matcher(literal);
		if (literal.indexOf(':') < 0 || !matcher.matches()) {
			return false;
		}
		try {
			// in brackets nothing but a scope would be looked up, and that is left out
			InetAddress.getByName("[" + matcher.group(1) + "]");
			return true;
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
