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

package io.uwsgi4j.requestlog;

import java.time.Duration;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestLogSettings}.
 */
class RequestLogSettingsTests {

	private final SampleRequest request = new SampleRequest();

	@Test
	void whenNothingIsAskedForThenNothingIsLogged() {
		this.request.status = 500;
		this.request.bodySize = 0;
		this.request.durationNanos = Long.MAX_VALUE;
		assertThat(RequestLogSettings.OFF.select(this.request)).isFalse();
	}

	@Test
	void whenOnlyTheLineIsDescribedThenNothingIsLogged() {
		assertThat(selects((settings) -> {
			settings.logFormat = "%(uri)";
			settings.logMicros = true;
			settings.logXForwardedFor = true;
		})).isFalse();
	}

	@Test
	void whenEveryRequestIsAskedForThenConditionsHaveNoEffect() {
		assertThat(selects((settings) -> {
			settings.logRequests = true;
			settings.log5xx = true;
			settings.logSlow = Duration.ofDays(1);
		})).isTrue();
	}

	@Test
	void slow() {
		this.request.durationNanos = 99_999_999;
		assertThat(selects((settings) -> settings.logSlow = Duration.ofMillis(100))).isFalse();
		this.request.durationNanos = 100_000_000;
		assertThat(selects((settings) -> settings.logSlow = Duration.ofMillis(100))).isTrue();
		assertThat(selects((settings) -> settings.logSlow = Duration.ofSeconds(Long.MAX_VALUE))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 399, 400, 404, 499, 500, 599, 600 })
	void status(int status) {
		this.request.status = status;
		assertThat(selects((settings) -> settings.log4xx = true)).isEqualTo(status >= 400 && status < 500);
		assertThat(selects((settings) -> settings.log5xx = true)).isEqualTo(status >= 500 && status < 600);
	}

	@Test
	void big() {
		this.request.bodySize = 999;
		assertThat(selects((settings) -> settings.logBig = 1000)).isFalse();
		this.request.bodySize = 1000;
		assertThat(selects((settings) -> settings.logBig = 1000)).isTrue();
	}

	@Test
	void zero() {
		assertThat(selects((settings) -> settings.logZero = true)).isFalse();
		this.request.bodySize = 0;
		assertThat(selects((settings) -> settings.logZero = true)).isTrue();
	}

	@Test
	void oneConditionIsEnough() {
		this.request.status = 404;
		assertThat(selects((settings) -> {
			settings.log4xx = true;
			settings.logSlow = Duration.ofDays(1);
			settings.logBig = Long.MAX_VALUE;
		})).isTrue();
	}

	@Test
	void whenValueMakesNoSenseThenItsPropertyIsNamed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> build((settings) -> settings.logSlow = Duration.ofMillis(-1)))
			.withMessage("uwsgi.log-slow: PT-0.001S (expected: 0 or more)");
		assertThatIllegalArgumentException().isThrownBy(() -> build((settings) -> settings.logBig = -1))
			.withMessage("uwsgi.log-big: -1 (expected: 0 or more)");
		assertThatIllegalArgumentException().isThrownBy(() -> build((settings) -> settings.logFormat = " "))
			.withMessage("uwsgi.log-format: ' ' (expected: at least one variable or word)");
	}

	private boolean selects(Consumer<SettingsBuilder> change) {
		return build(change).select(this.request);
	}

	private static RequestLogSettings build(Consumer<SettingsBuilder> change) {
		SettingsBuilder settings = new SettingsBuilder();
		change.accept(settings);
		return settings.build();
	}

}
