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

package io.uwsgi4j.spring.boot.autoconfigure;

import io.uwsgi4j.spring.boot.UwsgiProperties;
import io.uwsgi4j.spring.boot.UwsgiRecyclingProperties;
import io.uwsgi4j.spring.boot.UwsgiStatsProperties;
import io.uwsgi4j.spring.boot.UwsgiWebServerFactoryCustomizer;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UwsgiAutoConfiguration}.
 */
class UwsgiAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(
				AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class, UwsgiAutoConfiguration.class))
		.withPropertyValues("server.port=0");

	@Test
	void beansDoNotDependOnProperties() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(UwsgiProperties.class)
			.hasSingleBean(UwsgiStatsProperties.class)
			.hasSingleBean(UwsgiWebServerFactoryCustomizer.class)
			.hasSingleBean(UnsupportedWebServerCheck.class));
		this.runner.withPropertyValues("uwsgi.enabled=false", "uwsgi.socket=/nonexistent/app.sock")
			.run((context) -> assertThat(context).hasSingleBean(UwsgiWebServerFactoryCustomizer.class));
	}

	@Test
	void reactiveApplicationsAreServedToo() {
		new ReactiveWebApplicationContextRunner().withConfiguration(AutoConfigurations.of(UwsgiAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(UwsgiWebServerFactoryCustomizer.class));
	}

	@Test
	void otherApplicationsAreLeftAlone() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(UwsgiAutoConfiguration.class))
			.withPropertyValues("uwsgi.socket=/nonexistent/app.sock", "uwsgi.reload-on-pss=30")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(UwsgiProperties.class));
	}

	@Test
	void warDeploymentsAreLeftAlone() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class, UwsgiAutoConfiguration.class))
			.withPropertyValues("uwsgi.socket=0.0.0.0:3031", "uwsgi.reload-on-pss=30")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(TomcatWebServerFactory.class)
				.doesNotHaveBean(UwsgiProperties.class)
				.doesNotHaveBean(UwsgiWebServerFactoryCustomizer.class));
	}

	@Test
	void withoutTomcatThereIsOnlyTheCheck() {
		for (Class<?> missing : new Class<?>[] { Tomcat.class, TomcatWebServerFactory.class }) {
			new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
				.withConfiguration(AutoConfigurations.of(UwsgiAutoConfiguration.class))
				.withUserConfiguration(OtherServerConfiguration.class)
				.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasSingleBean(UnsupportedWebServerCheck.class)
					.doesNotHaveBean("uwsgiWebServerFactoryCustomizer"));
		}
	}

	@Test
	void withoutWebServerThereIsNothing() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(UwsgiAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(WebServerFactoryCustomizer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(UwsgiProperties.class));
	}

	@Test
	void customizerOfTheUserWins() {
		this.runner.withUserConfiguration(CustomizerConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(UwsgiWebServerFactoryCustomizer.class).hasBean("mine"));
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		UwsgiWebServerFactoryCustomizer mine(UwsgiProperties properties, UwsgiStatsProperties statsProperties,
				UwsgiRecyclingProperties recyclingProperties, Environment environment) {
			return new UwsgiWebServerFactoryCustomizer(properties, statsProperties, recyclingProperties, environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherServerConfiguration {

		@Bean
		OtherWebServerFactory otherWebServerFactory() {
			return new OtherWebServerFactory();
		}

	}

}
