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

package io.uwsgi4j.spring.boot.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * {@link ContextCustomizer} that switches uwsgi off unless the properties of the test
 * itself mention it. All instances are equal, so that contexts can be shared.
 */
record UwsgiTestContextCustomizer() implements ContextCustomizer {

	// Properties of the annotations, of @DynamicPropertySource methods, and arguments
	private static final List<String> TEST_SOURCES = List.of(
			TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME, "Dynamic Test Properties",
			CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME);

	private static final List<ConfigurationPropertyName> NAMES = List.of(ConfigurationPropertyName.of("uwsgi.enabled"),
			ConfigurationPropertyName.of("uwsgi.socket"), ConfigurationPropertyName.of("uwsgi.socket[0]"));

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		// Not yet, as other customizers may still add properties of the test
		context.addBeanFactoryPostProcessor((beanFactory) -> customizeEnvironment(context.getEnvironment()));
	}

	private void customizeEnvironment(ConfigurableEnvironment environment) {
		boolean wanted = TEST_SOURCES.stream().map(environment.getPropertySources()::get).anyMatch(this::mentionsUwsgi);
		if (!wanted) {
			TestPropertySourceUtils.addInlinedPropertiesToEnvironment(environment, "uwsgi.enabled=false");
		}
	}

	private boolean mentionsUwsgi(@Nullable PropertySource<?> propertySource) {
		if (propertySource == null) {
			return false;
		}
		ConfigurationPropertySource source = ConfigurationPropertySource.from(propertySource);
		return source != null && NAMES.stream().anyMatch((name) -> source.getConfigurationProperty(name) != null);
	}

}
