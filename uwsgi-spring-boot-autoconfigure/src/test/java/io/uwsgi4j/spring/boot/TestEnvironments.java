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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environments with nothing but what a test puts into them.
 */
final class TestEnvironments {

	private TestEnvironments() {
	}

	static ConfigurableEnvironment properties(String... pairs) {
		return environment(new MapPropertySource("application.properties", map(pairs)));
	}

	static ConfigurableEnvironment variables(String... pairs) {
		return environment(new SystemEnvironmentPropertySource(
				StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, map(pairs)));
	}

	static UwsgiProperties bind(ConfigurableEnvironment environment) {
		return Binder.get(environment).bindOrCreate("uwsgi", UwsgiProperties.class);
	}

	static UwsgiStatsProperties bindStats(ConfigurableEnvironment environment) {
		return Binder.get(environment).bindOrCreate("uwsgi", UwsgiStatsProperties.class);
	}

	static UwsgiRecyclingProperties bindRecycling(ConfigurableEnvironment environment) {
		return Binder.get(environment).bindOrCreate("uwsgi", UwsgiRecyclingProperties.class);
	}

	private static ConfigurableEnvironment environment(MapPropertySource source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.forEach((existing) -> environment.getPropertySources().remove(existing.getName()));
		environment.getPropertySources().addLast(source);
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	private static Map<String, Object> map(String... pairs) {
		Map<String, Object> map = new LinkedHashMap<>();
		Arrays.stream(pairs).map((pair) -> pair.split("=", 2)).forEach((pair) -> map.put(pair[0], pair[1]));
		return map;
	}

}
