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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EpochSecondsTests {

	@ParameterizedTest
	@CsvSource({ "1700000000.123, 1700000000123000", "t=1700000000.123, 1700000000123000",
			"1700000000, 1700000000000000", "0, 0", "1.1234567, 1123456", ".5, 500000" })
	void whenTextIsATimeThenItIsRead(String text, long micros) {
		assertThat(EpochSeconds.parseMicros(text)).isEqualTo(micros);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "t=", "-1", "+1", "1e9", "1.2.3", ".", "now", "99999999999999999999",
			"111111111111111111111", "0x10", "1 " })
	void whenTextIsNoTimeThenItIsUnknown(String text) {
		assertThat(EpochSeconds.parseMicros(text)).isEqualTo(-1);
	}

}
