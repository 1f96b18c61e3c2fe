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

package io.uwsgi4j.spring.boot.actuate;

import java.util.List;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * A change of settings that cannot be made.
 */
public final class InvalidSettingsException extends InvalidEndpointRequestException {

	private static final long serialVersionUID = 1L;

	private final List<String> changeable;

	InvalidSettingsException(String reason, List<String> changeable) {
		super("%s. Settings that can be changed: %s".formatted(reason, String.join(", ", changeable)), reason);
		this.changeable = List.copyOf(changeable);
	}

	/**
	 * Returns what could be changed.
	 * @return the names of the settings
	 */
	public List<String> changeable() {
		return this.changeable;
	}

}
