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

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

import org.springframework.boot.convert.DurationStyle;

/**
 * The value of a setting as it would be written into a properties file, apart from
 * numbers and booleans, which stay what they are.
 */
final class SettingValue {

	private SettingValue() {
	}

	static Object of(Object value) {
		if (value instanceof Number || value instanceof Boolean) {
			return value;
		}
		if (value instanceof Duration duration) {
			boolean whole = duration.toMillisPart() == 0;
			return DurationStyle.SIMPLE.print(duration, whole ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
		}
		if (value instanceof Collection<?> collection) {
			return collection.stream().map(SettingValue::of).toList();
		}
		return value.toString();
	}

}
