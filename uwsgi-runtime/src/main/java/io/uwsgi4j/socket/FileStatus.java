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
import java.util.Map;
import java.util.Objects;

/**
 * What {@code stat} says about a file.
 *
 * @param mode the file type and permission bits
 * @param uid the number of the owner
 * @param gid the number of the group
 * @param owner the name of the owner, or the number if it has none
 * @param group the name of the group, or the number if it has none
 * @param device the device that the file is on
 * @param inode the number of the file on its device
 */
record FileStatus(int mode, int uid, int gid, String owner, String group, long device, long inode) {

	private static final int TYPE_MASK = 0170000;

	private static final int TYPE_SOCKET = 0140000;

	private static final int TYPE_SYMBOLIC_LINK = 0120000;

	private static final int TYPE_REGULAR = 0100000;

	private static final int TYPE_DIRECTORY = 0040000;

	private static final int STICKY = 01000;

	private static final int WRITABLE_BY_OTHERS = 0002;

	static FileStatus read(Path path, LinkOption... options) throws IOException {
		Map<String, Object> values = Files.readAttributes(path, "unix:mode,uid,gid,owner,group,dev,ino", options);
		return new FileStatus(number(values, "mode").intValue(), number(values, "uid").intValue(),
				number(values, "gid").intValue(), text(values, "owner"), text(values, "group"),
				number(values, "dev").longValue(), number(values, "ino").longValue());
	}

	private static Number number(Map<String, Object> values, String name) {
		return (Number) Objects.requireNonNull(values.get(name));
	}

	private static String text(Map<String, Object> values, String name) {
		return Objects.requireNonNull(values.get(name)).toString();
	}

	boolean isSocket() {
		return type() == TYPE_SOCKET;
	}

	boolean isDirectory() {
		return type() == TYPE_DIRECTORY;
	}

	/**
	 * Returns whether anybody may remove or replace what this process creates in this
	 * directory.
	 */
	boolean isOpenToOthers() {
		return (this.mode & WRITABLE_BY_OTHERS) != 0 && (this.mode & STICKY) == 0;
	}

	boolean isSameFileAs(FileStatus other) {
		return this.device == other.device && this.inode == other.inode;
	}

	String kind() {
		return switch (type()) {
			case TYPE_SOCKET -> "a socket";
			case TYPE_SYMBOLIC_LINK -> "a symbolic link";
			case TYPE_REGULAR -> "a regular file";
			case TYPE_DIRECTORY -> "a directory";
			default -> "a special file";
		};
	}

	String access() {
		return "mode " + octal(this.mode & ~TYPE_MASK) + ", owner " + this.owner + ":" + this.group + " ("
				+ Integer.toUnsignedString(this.uid) + ":" + Integer.toUnsignedString(this.gid) + ")";
	}

	private int type() {
		return this.mode & TYPE_MASK;
	}

	/**
	 * Formats permission bits as {@code chmod} takes them.
	 * @param permissions the bits
	 * @return at least three octal digits
	 */
	static String octal(int permissions) {
		String digits = Integer.toOctalString(permissions);
		return "0".repeat(Math.max(0, 3 - digits.length())) + digits;
	}

}
