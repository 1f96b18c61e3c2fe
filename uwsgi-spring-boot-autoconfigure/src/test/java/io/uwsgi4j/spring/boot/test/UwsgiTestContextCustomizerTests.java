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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link UwsgiTestContextCustomizer}.
 */
class UwsgiTestContextCustomizerTests {

	@Test
	void isRegisteredAndLetsContextsBeShared() {
		ContextCustomizerFactory factory = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(ContextCustomizerFactory.class)
			.stream()
			.filter(UwsgiTestContextCustomizerFactory.class::isInstance)
			.findFirst()
			.orElseThrow();
		ContextCustomizer first = factory.createContextCustomizer(getClass(), List.of());
		ContextCustomizer second = factory.createContextCustomizer(String.class, List.of());
		assertThat(first).isEqualTo(second).hasSameHashCodeAs(second);
	}

	@ParameterizedTest
	@CsvSource({ "Inlined Test Properties,uwsgi.socket", "Inlined Test Properties,uwsgi.socket[0]",
			"Inlined Test Properties,uwsgi.enabled", "Dynamic Test Properties,uwsgi.socket",
			"commandLineArgs,uwsgi.socket" })
	void propertyOfTheTestIsRespected(String source, String name) {
		assertThat(enabled(source, name)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "Inlined Test Properties,server.port", "Inlined Test Properties,uwsgi.http",
			"application.properties,uwsgi.socket", "application.properties,uwsgi.enabled" })
	void otherPropertiesAreOverridden(String source, String name) {
		assertThat(enabled(source, name)).isEqualTo("false");
	}

	private static Object enabled(String source, String name) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			new UwsgiTestContextCustomizer().customizeContext(context, mock(MergedContextConfiguration.class));
			// As another customizer may do it
			sources.addFirst(new MapPropertySource(source, new HashMap<>(Map.of(name, "x"))));
			context.refresh();
			MapPropertySource inlined = (MapPropertySource) sources.get("Inlined Test Properties");
			Object value = (inlined != null) ? inlined.getProperty("uwsgi.enabled") : null;
			return "x".equals(value) ? null : value;
		}
	}

}
