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

package io.uwsgi4j.policy;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import io.uwsgi4j.policy.Rejection.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestPolicy}.
 */
class RequestPolicyTests {

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "007, 7", "4294967296, 4294967296", "9223372036854775807, 9223372036854775807" })
	void whenContentLengthIsDigitsThenItIsRead(String text, long expected) {
		assertThat(contentLength(text)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "+5", "-1", "5 ", " 5", "0x10", "5,5", "1e3", "9223372036854775808",
			"99999999999999999999", "five", "5\0" })
	void whenContentLengthIsAnythingElseThenItIsInvalid(String text) {
		assertThat(contentLength(text)).isEqualTo(RequestPolicy.INVALID);
	}

	@Test
	void whenContentLengthIsEmptyThenThereIsNoBody() {
		assertThat(contentLength("")).isEqualTo(RequestPolicy.NO_BODY);
	}

	@Test
	void whenBodyIsLongerThanTheLimitThenItIsRejected() {
		RequestPolicy policy = new RequestPolicy(100, false, null);
		assertThat(policy.checkBodyLength(100)).isNull();
		Rejection rejection = policy.checkBodyLength(101);
		assertThat(rejection).isNotNull();
		assertThat(rejection.reason()).isEqualTo(Reason.BODY_TOO_LARGE);
		assertThat(rejection.reason().status()).isEqualTo(413);
		assertThat(rejection.detail()).isEqualTo("CONTENT_LENGTH: 101 (expected: <= 100)");
	}

	@Test
	void whenThereIsNoLimitThenEveryLengthPasses() {
		assertThat(RequestPolicy.defaults().checkBodyLength(Long.MAX_VALUE)).isNull();
	}

	@Test
	void whenLimitIsNegativeThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RequestPolicy(-1, false, null))
			.withMessage("limit-post: -1 (expected: >= 0)");
	}

	@Test
	void whenPatternMatchesTheWholeNameThenVariableIsAllowed() {
		RequestPolicy policy = new RequestPolicy(0, false, Pattern.compile("GEOIP_.*|TENANT"));
		assertThat(policy.allowsVariable("GEOIP_CITY")).isTrue();
		assertThat(policy.allowsVariable("TENANT")).isTrue();
		assertThat(policy.allowsVariable("MY_TENANT")).isFalse();
		assertThat(RequestPolicy.defaults().allowsVariable("TENANT")).isFalse();
	}

	private static long contentLength(String text) {
		byte[] bytes = ("ab" + text).getBytes(StandardCharsets.ISO_8859_1);
		return RequestPolicy.contentLength(bytes, 2, bytes.length - 2);
	}

}
