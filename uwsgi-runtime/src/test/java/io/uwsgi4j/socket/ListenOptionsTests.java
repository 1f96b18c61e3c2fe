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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ListenOptions}.
 */
class ListenOptionsTests {

	@Test
	void defaultsAreTheDocumentedOnes() {
		assertThat(ListenOptions.defaults())
			.isEqualTo(new ListenOptions(1024, 0660, null, true, false, false, false, 0));
	}

	@Test
	void eachOptionCanBeChangedAlone() {
		ListenOptions changed = ListenOptions.defaults()
			.withBacklog(7)
			.withMode(0600)
			.withOwner("user:group")
			.withVacuum(false)
			.withReusePort(true)
			.withTcpNoDelay(true)
			.withKeepAlive(true)
			.withDeferAcceptSeconds(5);
		assertThat(changed).isEqualTo(new ListenOptions(7, 0600, "user:group", false, true, true, true, 5));
		assertThat(ListenOptions.defaults().withKeepAlive(true))
			.isEqualTo(new ListenOptions(1024, 0660, null, true, false, false, true, 0));
	}

	@ParameterizedTest
	@CsvSource({ "660, 432", "0660, 432", "666, 438", "000, 0", "777, 511", "7777, 4095" })
	void modeIsParsedAsOctal(String octal, int mode) {
		assertThat(ListenOptions.parseMode(octal)).isEqualTo(mode);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "66", "66600", "668", "rw-rw----", "0x1b0", "-660", "+660", " 660", "660 " })
	void whenModeIsNotThreeOrFourOctalDigitsThenItIsRefused(String octal) {
		assertThatIllegalArgumentException().isThrownBy(() -> ListenOptions.parseMode(octal))
			.withMessage("invalid mode '" + octal + "' (expected: three or four octal digits, such as 660)");
	}

	@Test
	void whenNumbersAreOutOfRangeThenTheyAreRefused() {
		ListenOptions options = ListenOptions.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> options.withBacklog(0))
			.withMessage("'backlog' must be at least 1: 0");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withMode(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> options.withMode(010000));
		assertThatIllegalArgumentException().isThrownBy(() -> options.withDeferAcceptSeconds(-1));
	}

}
