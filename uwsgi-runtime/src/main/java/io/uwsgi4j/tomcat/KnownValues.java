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

package io.uwsgi4j.tomcat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.uwsgi4j.protocol.VarBlock;

/**
 * Values that nearly every request has, so that no string has to be made for them.
 */
final class KnownValues {

	private static final String[] TEXTS = { "http", "https", "HTTP/1.1", "HTTP/2.0", "HTTP/1.0", "HTTP/3.0" };

	private static final byte[][] BYTES = Arrays.stream(TEXTS)
		.map((text) -> text.getBytes(StandardCharsets.US_ASCII))
		.toArray(byte[][]::new);

	private KnownValues() {
	}

	/**
	 * Returns the value of a variable.
	 * @param vars the variables
	 * @param index the variable
	 * @return the value, always the same string if it is a known one
	 */
	static String of(VarBlock vars, int index) {
		int start = vars.valueStart(index);
		int end = start + vars.valueLength(index);
		for (int i = 0; i < BYTES.length; i++) {
			if (Arrays.equals(vars.bytes(), start, end, BYTES[i], 0, BYTES[i].length)) {
				return TEXTS[i];
			}
		}
		return vars.value(index);
	}

}
