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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.uwsgi4j.spring.boot.RuntimeSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SettingsChanger}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SettingsChangerTests {

	private final AtomicReference<Duration> slow = new AtomicReference<>(Duration.ZERO);

	private final AtomicReference<Boolean> zero = new AtomicReference<>(false);

	private final SettingsChanger changer = new SettingsChanger(List.of(
			() -> List.of(new RuntimeSetting<>("uwsgi.log-slow", DurationStyle::detectAndParse, this.slow::get,
					this.slow::set)),
			() -> List
				.of(new RuntimeSetting<>("uwsgi.log-zero", Boolean::parseBoolean, this.zero::get, this.zero::set))));

	@Test
	void whenValuesAreGoodThenTheyAreInEffectAndLogged(CapturedOutput output) {
		Map<String, Object> result = this.changer.change(Map.of("log-slow", "2s"));
		assertThat(result).isEqualTo(Map.of("uwsgi.log-slow", Map.of("old", "0s", "new", "2s")));
		assertThat(this.slow).hasValue(Duration.ofSeconds(2));
		assertThat(output).contains("uwsgi.log-slow changed from 0s to 2s");
	}

	@Test
	void namesMayBeWrittenLikeThoseOfProperties() {
		for (String name : List.of("uwsgi.log-slow", "log-slow", "logSlow", "log_slow", "uwsgi.logSlow")) {
			this.slow.set(Duration.ZERO);
			this.changer.change(Map.of(name, 3));
			assertThat(this.slow).as(name).hasValue(Duration.ofMillis(3));
		}
	}

	@Test
	void whenOneValueIsBadThenNothingIsChanged() {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("log-zero", true);
		values.put("log-slow", "soon");
		assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(() -> this.changer.change(values))
			.withMessageContaining("'uwsgi.log-slow' cannot be set to 'soon'")
			.satisfies((ex) -> assertThat(ex.changeable()).containsExactly("uwsgi.log-slow", "uwsgi.log-zero"));
		assertThat(this.zero).hasValue(false);
	}

	@Test
	void whenSettingIsFixedOrUnknownThenTheOthersAreNamed() {
		for (String name : List.of("uwsgi.socket", "threads", "Nonsense !", "", ".", "uwsgi.")) {
			assertThatExceptionOfType(InvalidSettingsException.class)
				.isThrownBy(() -> this.changer.change(Map.of(name, "1")))
				.withMessage("'%s' cannot be changed while the application runs."
						+ " Settings that can be changed: uwsgi.log-slow, uwsgi.log-zero", name);
		}
	}

	@Test
	void whenThereIsNoValueThenItIsRefused() {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("log-slow", null);
		assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(() -> this.changer.change(values));
		assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(() -> this.changer.change(Map.of()));
	}

}
