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
 * A listening socket that this process was started with, written {@code fd://3}: from
 * systemd socket activation or from a master process. It belongs to whoever opened it, so
 * it is neither closed nor unlinked, and its mode and owner are not touched. It becomes
 * non-blocking, however, for everybody who shares it.
 *
 * @param fd the number of the descriptor, 0 or more
 */
public record InheritedAddress(int fd) implements UwsgiAddress {

	/**
	 * Creates an address for a descriptor, whether or not it is open.
	 * @param fd the number of the descriptor, 0 or more
	 * @throws IllegalArgumentException if the number is negative
	 */
	public InheritedAddress {
		if (fd < 0) {
			throw new IllegalArgumentException("the descriptor must not be negative: " + fd);
		}
	}

	@Override
	public String toString() {
		return "fd://" + this.fd;
	}

}
