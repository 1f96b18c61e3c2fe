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

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What the user has set, by canonical property name, and where. Bound properties cannot
 * tell a default from a value that equals it.
 */
final class ConfiguredProperties {

	private final Iterable<ConfigurationPropertySource> sources;

	private final Binder binder;

	ConfiguredProperties(Environment environment) {
		this.binder = Binder.get(environment);
		this.sources = (environment instanceof ConfigurableEnvironment configurable)
				? ConfigurationPropertySources.from(configurable.getPropertySources()) : List.of();
	}

	boolean contains(String name) {
		return find(name) != null;
	}

	/**
	 * Finds a property, or the first element of a property that is a list. A blank value
	 * counts as not set.
	 * @param name the canonical name
	 * @return the property, or {@code null}
	 */
	@Nullable ConfigurationProperty find(String name) {
		ConfigurationPropertyName scalar = ConfigurationPropertyName.of(name);
		ConfigurationPropertyName element = scalar.append("[0]");
		for (ConfigurationPropertySource source : this.sources) {
			ConfigurationProperty property = source.getConfigurationProperty(scalar);
			property = (property != null) ? property : source.getConfigurationProperty(element);
			if (property != null) {
				return StringUtils.hasText(property.getValue().toString()) ? property : null;
			}
		}
		return null;
	}

	/**
	 * Returns the value of a property.
	 * @param <T> the type of the value
	 * @param name the canonical name
	 * @param type the type of the value
	 * @return the value, or {@code null} if it is not set
	 */
	<T> @Nullable T value(String name, Class<T> type) {
		return this.binder.bind(name, type).orElse(null);
	}

	/**
	 * Creates the failure for a value that cannot be used.
	 * @param name the canonical name of the property
	 * @param value the value
	 * @param reason what is wrong, to be read after the value and a colon
	 * @param action what to do about it
	 * @return the failure, whose analysis names property, value and origin
	 */
	FailureAnalyzedException invalid(String name, @Nullable Object value, String reason, String action) {
		return new FailureAnalyzedException("Invalid value '%s' for configuration property '%s'%s: %s".formatted(value,
				name, origin(find(name)), reason), action);
	}

	static String origin(@Nullable ConfigurationProperty property) {
		Origin origin = (property != null) ? property.getOrigin() : null;
		return (origin != null) ? " (originating from '" + origin + "')" : "";
	}

}
