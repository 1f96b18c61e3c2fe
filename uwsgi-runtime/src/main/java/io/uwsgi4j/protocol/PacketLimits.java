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

package io.uwsgi4j.protocol;

/**
 * Largest packet that a decoder accepts. The body of a request is not part of the packet
 * and not limited here.
 *
 * @param maxBlockSize largest size of the block of variables in bytes, 1 to
 * {@value #MAX_BLOCK_SIZE} (uWSGI: {@code buffer-size})
 * @param maxVars largest number of variables, at least 1 (uWSGI: {@code max-vars}, where
 * names and values are counted apart)
 */
public record PacketLimits(int maxBlockSize, int maxVars) {

	/**
	 * Largest block of variables that the 16-bit size field of the header can announce.
	 */
	public static final int MAX_BLOCK_SIZE = 65535;

	/**
	 * Largest accepted number of variables where nothing else is configured.
	 */
	public static final int DEFAULT_MAX_VARS = 1000;

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if a limit is out of its range
	 */
	public PacketLimits {
		if (maxBlockSize < 1 || maxBlockSize > MAX_BLOCK_SIZE) {
			throw new IllegalArgumentException(
					"buffer-size: %d (expected: 1-%d)".formatted(maxBlockSize, MAX_BLOCK_SIZE));
		}
		if (maxVars < 1) {
			throw new IllegalArgumentException("max-vars: %d (expected: >= 1)".formatted(maxVars));
		}
	}

	/**
	 * Returns the widest limits: whatever the size field of the header can announce, and
	 * {@value #DEFAULT_MAX_VARS} variables.
	 * @return the default limits
	 */
	public static PacketLimits defaults() {
		return new PacketLimits(MAX_BLOCK_SIZE, DEFAULT_MAX_VARS);
	}

}
