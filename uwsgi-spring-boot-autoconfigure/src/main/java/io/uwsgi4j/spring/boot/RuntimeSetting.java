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

package io.uwsgi4j.spring.boot;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A property that can be changed while the application runs.
 *
 * @param <T> type of the value
 * @param name canonical name, for example {@code uwsgi.log-slow}
 * @param parser reads a value as in a properties file; throws an
 * {@link IllegalArgumentException} whose message says what is wrong with it
 * @param current returns the value in effect
 * @param change puts a value into effect, for all requests that end from then on
 */
public record RuntimeSetting<T>(String name, Function<String, T> parser, Supplier<T> current, Consumer<T> change) {

	/**
	 * Checks a value, without an effect yet.
	 * @param text the value
	 * @return what puts it into effect
	 * @throws IllegalArgumentException if the value cannot be used
	 */
	public Runnable prepare(String text) {
		T value = this.parser.apply(text);
		return () -> this.change.accept(value);
	}

}
