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
 * A unix socket in Linux's abstract namespace, written {@code unix:@name}: it has no file
 * and therefore no mode and no owner, every local process of the same network namespace
 * can connect, and it is gone when the last process closes it.
 *
 * @param name the name without the leading {@code @}
 */
public record AbstractAddress(String name) implements UwsgiAddress {

	/**
	 * Creates an address for a name.
	 * @param name the name without the leading {@code @}
	 * @throws IllegalArgumentException if the name is empty, contains control characters
	 * or ends with white space
	 */
	public AbstractAddress {
		if (name.isEmpty()) {
			throw new IllegalArgumentException("the abstract name is empty");
		}
		AddressParser.requireWritable("abstract name", name);
	}

	@Override
	public String toString() {
		return "unix:@" + this.name;
	}

}
