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
import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a socket cannot be bound. It says what is wrong and what to do about it, in
 * words meant for the operator.
 */
public final class SocketBindException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	// a Path cannot be serialized
	private final transient UwsgiAddress address;

	private final String description;

	private final String action;

	/**
	 * Creates an exception.
	 * @param address the address that was to be bound
	 * @param description what is wrong; it names the address
	 * @param action what the operator can do about it
	 * @param cause the failure underneath, or {@code null}
	 */
	public SocketBindException(UwsgiAddress address, String description, String action, @Nullable Throwable cause) {
		super(description, cause);
		this.address = address;
		this.description = description;
		this.action = action;
	}

	/**
	 * Returns this failure for an address that was not set by {@code uwsgi.socket}, which
	 * is what the binders speak of.
	 * @param property the property that set the address
	 * @return a failure that names the property
	 */
	public SocketBindException forProperty(String property) {
		return new SocketBindException(this.address, property + ": " + this.description,
				this.action.replaceAll("uwsgi\\.socket\\b", property), getCause());
	}

	/**
	 * Returns the address that was to be bound.
	 * @return the address as it was asked for
	 */
	public UwsgiAddress address() {
		return this.address;
	}

	/**
	 * Returns what is wrong.
	 * @return the description, the same text as {@link #getMessage()}
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns what the operator can do about it.
	 * @return the action
	 */
	public String action() {
		return this.action;
	}

}
