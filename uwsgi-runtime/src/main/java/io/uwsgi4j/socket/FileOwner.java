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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The owner that {@code uwsgi.chown-socket} asks for.
 *
 * @param address the address of the socket
 * @param text the value of the property
 * @param user the name or number of the user, or {@code null} to leave it
 * @param group the name or number of the group, or {@code null} to leave it
 */
record FileOwner(UwsgiAddress address, String text, @Nullable String user, @Nullable String group) {

	private static final Pattern SYNTAX = Pattern.compile("[^:\\s]+(:[^:\\s]+)?|:[^:\\s]+");

	private static final Pattern NUMBER = Pattern.compile("[0-9]+");

	// the next one means "leave it" to chown
	private static final long MAX_ID = 0xFFFFFFFEL;

	private static final int MAX_ID_DIGITS = 10;

	/**
	 * Reads the value of the property; names are not looked up yet.
	 * @param address the address of the socket
	 * @param text the value of the property
	 * @return the owner
	 * @throws SocketBindException if the value is malformed
	 */
	static FileOwner parse(UwsgiAddress address, String text) throws SocketBindException {
		if (!SYNTAX.matcher(text).matches()) {
			throw failure(address, text, "it is not of the form user, user:group or :group", null);
		}
		int colon = text.indexOf(':');
		if (colon < 0) {
			return new FileOwner(address, text, text, null);
		}
		return new FileOwner(address, text, (colon > 0) ? text.substring(0, colon) : null, text.substring(colon + 1));
	}

	/**
	 * Changes owner and group of a file; a symbolic link is not followed.
	 * @param file the file to change
	 * @throws SocketBindException if there is no such user or group or this process must
	 * not hand files over to them
	 */
	void apply(Path file) throws SocketBindException {
		try {
			if (this.group != null) {
				changeGroup(file, this.group);
			}
			if (this.user != null) {
				changeUser(file, this.user);
			}
		}
		catch (SocketBindException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw failure("not permitted to this process (" + ProcFs.user() + "): " + Errno.reason(ex), ex);
		}
	}

	private void changeUser(Path file, String name) throws IOException {
		if (NUMBER.matcher(name).matches()) {
			Files.setAttribute(file, "unix:uid", parseId(name), LinkOption.NOFOLLOW_LINKS);
		}
		else {
			view(file).setOwner(findUser(file, name));
		}
	}

	private void changeGroup(Path file, String name) throws IOException {
		if (NUMBER.matcher(name).matches()) {
			Files.setAttribute(file, "unix:gid", parseId(name), LinkOption.NOFOLLOW_LINKS);
		}
		else {
			view(file).setGroup(findGroup(file, name));
		}
	}

	private UserPrincipal findUser(Path file, String name) throws IOException {
		try {
			return principals(file).lookupPrincipalByName(name);
		}
		catch (UserPrincipalNotFoundException ex) {
			throw failure("there is no user '" + name + "'", ex);
		}
	}

	private GroupPrincipal findGroup(Path file, String name) throws IOException {
		try {
			return principals(file).lookupPrincipalByGroupName(name);
		}
		catch (UserPrincipalNotFoundException ex) {
			throw failure("there is no group '" + name + "'", ex);
		}
	}

	private int parseId(String number) throws SocketBindException {
		if (number.length() > MAX_ID_DIGITS || Long.parseLong(number) > MAX_ID) {
			throw failure("the number " + number + " is greater than " + MAX_ID, null);
		}
		return Integer.parseUnsignedInt(number);
	}

	private static PosixFileAttributeView view(Path file) {
		return Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
	}

	private static UserPrincipalLookupService principals(Path file) {
		return file.getFileSystem().getUserPrincipalLookupService();
	}

	private SocketBindException failure(String reason, @Nullable Throwable cause) {
		return failure(this.address, this.text, reason, cause);
	}

	private static SocketBindException failure(UwsgiAddress address, String text, String reason,
			@Nullable Throwable cause) {
		return new SocketBindException(address,
				"cannot bind " + address + ": uwsgi.chown-socket '" + text + "' cannot be applied: " + reason,
				"Set uwsgi.chown-socket to an existing user or group, by name or number. Only root may give a socket"
						+ " to another user; any other user may give it to a group it is a member of, as in"
						+ " uwsgi.chown-socket=:www-data.",
				cause);
	}

}
