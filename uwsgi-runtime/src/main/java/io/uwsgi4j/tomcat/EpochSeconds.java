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

import java.math.BigDecimal;

/**
 * Points in time as proxies write them: seconds since 1970 with a fraction, such as
 * nginx's {@code $msec}.
 */
final class EpochSeconds {

	// "1700000000.123456" and some room; what is longer is none of these.
	private static final int MAX_LENGTH = 20;

	private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE / 1_000_000);

	private EpochSeconds() {
	}

	/**
	 * Reads a point in time.
	 * @param text the text, perhaps with {@code t=} in front
	 * @return the time in microseconds since 1970, -1 if the text is not of this form
	 */
	static long parseMicros(String text) {
		String number = text.startsWith("t=") ? text.substring(2) : text;
		if (number.isEmpty() || number.length() > MAX_LENGTH || !number.chars().allMatch(EpochSeconds::isPart)) {
			return -1;
		}
		try {
			BigDecimal seconds = new BigDecimal(number);
			return (seconds.compareTo(MAX) <= 0) ? seconds.movePointRight(6).longValue() : -1;
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	// No sign and no exponent.
	private static boolean isPart(int character) {
		return character == '.' || (character >= '0' && character <= '9');
	}

}
