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

import java.io.Serial;

/**
 * A packet that cannot be decoded. It says what is wrong, not what to do about it.
 * Carries no stack trace: bad input is ordinary input.
 */
public final class PacketException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Fault fault;

	PacketException(Fault fault, String message) {
		super(message, null, false, false);
		this.fault = fault;
	}

	/**
	 * Returns what kind of fault was found.
	 * @return the kind of fault
	 */
	public Fault fault() {
		return this.fault;
	}

	/**
	 * The kinds of fault.
	 */
	public enum Fault {

		/**
		 * The header announces a block that is larger than the limit.
		 */
		BLOCK_TOO_LARGE,

		/**
		 * The block holds more variables than the limit.
		 */
		TOO_MANY_VARS,

		/**
		 * A name or a value runs past the end of the block, or a name is empty.
		 */
		MALFORMED_BLOCK,

		/**
		 * The first bytes are those of another protocol.
		 */
		FOREIGN_PROTOCOL

	}

}
