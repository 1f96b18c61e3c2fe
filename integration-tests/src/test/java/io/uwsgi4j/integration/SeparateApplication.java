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

package io.uwsgi4j.integration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts applications of a test's own next to the one that all tests share.
 */
final class SeparateApplication {

	private SeparateApplication() {
	}

	/**
	 * Prepares an application that leaves logging alone: if it set it up and, in the end,
	 * put it away, {@link LogEvents} of the other application would see no more events.
	 * @param source the configuration
	 * @return what starts it
	 */
	static SpringApplicationBuilder builder(Class<?> source) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(source);
		SpringApplication application = builder.application();
		application.setListeners(application.getListeners()
			.stream()
			.filter((listener) -> !(listener instanceof LoggingApplicationListener))
			.toList());
		return builder;
	}

	/**
	 * Starts an application.
	 * @param source the configuration
	 * @param properties what is configured, as {@code name=value}
	 * @return the running application
	 */
	static ConfigurableApplicationContext start(Class<?> source, String... properties) {
		return builder(source).properties("spring.main.banner-mode=off").properties(properties).run();
	}

}
