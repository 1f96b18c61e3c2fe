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

import java.nio.file.Path;

/**
 * A unix socket in the file system, written {@code unix:/run/app.sock}.
 *
 * @param path the absolute path of the socket; a relative path is resolved against the
 * working directory of the process
 */
public record UnixAddress(Path path) implements UwsgiAddress {

	private static final String PARENT = "..";

	/**
	 * Creates an address for a path, whether or not a socket can be bound there: that is
	 * found out by {@link ListenerSocket#bind}.
	 * @param path the absolute or relative path of the socket
	 * @throws IllegalArgumentException if the path has no file name, contains control
	 * characters or ends with white space
	 */
	public UnixAddress {
		path = withoutRedundantDots(path.toAbsolutePath());
		if (path.getFileName() == null || path.endsWith(PARENT)) {
			throw new IllegalArgumentException("the path '" + path + "' has no file name");
		}
		AddressParser.requireWritable("path", path.toString());
	}

	// normalize() removes "link/.." although the parent of a link's target is elsewhere
	private static Path withoutRedundantDots(Path path) {
		for (Path name : path) {
			if (name.toString().equals(PARENT)) {
				return path;
			}
		}
		return path.normalize();
	}

	@Override
	public String toString() {
		return "unix:" + this.path;
	}

}
