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
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Random;

/**
 * Unused names next to a socket, for the moment in which it is set up. The kernel goes on
 * listing a socket ({@code ss -lx}, {@code /proc/net/unix}) under the name it was bound
 * to, so the name contains that of the socket where it fits.
 */
final class TemporaryNames {

	private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

	private static final int RANDOM_CHARACTERS = 6;

	private static final int ATTEMPTS = 100;

	// not to be guessed by whoever may write to the directory as well
	private final Random random = new SecureRandom();

	private final Path path;

	private final int room;

	TemporaryNames(UnixAddress address) {
		this.path = address.path();
		this.room = SocketConstants.MAX_PATH_BYTES - PathEncoding.byteLength(this.path)
				+ PathEncoding.byteLength(fileName());
	}

	/**
	 * Returns a name that is not used at the moment and not longer than a socket may
	 * have.
	 * @return an absolute path in the directory of the socket
	 * @throws IOException if there is no room for another name
	 */
	Path next() throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			Path candidate = this.path.resolveSibling(randomName());
			if (!candidate.equals(this.path) && !Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)) {
				return candidate;
			}
		}
		throw new IOException("no unused name of at most " + this.room + " bytes found next to it");
	}

	private String randomName() {
		String prefix = "." + fileName() + ".";
		if (PathEncoding.byteLength(Path.of(prefix)) + RANDOM_CHARACTERS <= this.room) {
			return prefix + randomCharacters(RANDOM_CHARACTERS);
		}
		if (this.room > RANDOM_CHARACTERS) {
			return "." + randomCharacters(RANDOM_CHARACTERS);
		}
		return randomCharacters(this.room);
	}

	private String randomCharacters(int count) {
		StringBuilder characters = new StringBuilder(count);
		for (int i = 0; i < count; i++) {
			characters.append(ALPHABET.charAt(this.random.nextInt(ALPHABET.length())));
		}
		return characters.toString();
	}

	private Path fileName() {
		return Objects.requireNonNull(this.path.getFileName(), "an address has a file name");
	}

}
