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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.spring.boot.actuate.UwsgiEndpoint;
import io.uwsgi4j.spring.boot.actuate.UwsgiEndpointWebExtension;
import io.uwsgi4j.spring.boot.actuate.UwsgiHealthIndicator;
import io.uwsgi4j.spring.boot.actuate.UwsgiInfoContributor;
import io.uwsgi4j.spring.boot.metrics.UwsgiMetrics;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations of what Actuator and Micrometer show.
 */
class UwsgiActuatorAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class))
		.withUserConfiguration(RegistryConfiguration.class, OurConfiguration.class)
		.withPropertyValues("server.port=0", "management.endpoints.web.exposure.include=*");

	@Test
	void everythingIsThereWhateverThePropertiesSay() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(UwsgiServer.class)
			.hasSingleBean(UwsgiEndpoint.class)
			.hasSingleBean(UwsgiEndpointWebExtension.class)
			.hasSingleBean(UwsgiHealthIndicator.class)
			.hasSingleBean(UwsgiInfoContributor.class)
			.hasSingleBean(UwsgiMetrics.class));
	}

	@Test
	void withoutUwsgiThereIsNothingToMeasureOrToTell() {
		this.runner.run((context) -> {
			assertThat(context.getBean(UwsgiEndpoint.class).stats()).isNull();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(UwsgiMetrics.class).bindTo(registry);
			assertThat(registry.getMeters()).isEmpty();
		});
	}

	@Test
	void whenEndpointIsNotExposedThenThereIsNone() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(UwsgiEndpoint.class)
				.doesNotHaveBean(UwsgiEndpointWebExtension.class));
	}

	@Test
	void whenEndpointMayNotBeAccessedThenThereIsNone() {
		this.runner.withPropertyValues("management.endpoint.uwsgi.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(UwsgiEndpoint.class));
	}

	@Test
	void contributorsCanBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.uwsgi.enabled=false", "management.info.uwsgi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(UwsgiHealthIndicator.class)
				.doesNotHaveBean(UwsgiInfoContributor.class));
	}

	@Test
	void beansOfTheUserWin() {
		this.runner.withUserConfiguration(UserConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(UwsgiMetrics.class)
				.hasBean("myMetrics")
				.doesNotHaveBean(UwsgiHealthIndicator.class));
	}

	@Test
	void withoutActuatorThereAreMetersOnly() {
		this.runner
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(UwsgiMetrics.class)
				.doesNotHaveBean("uwsgiEndpoint")
				.doesNotHaveBean("uwsgiHealthIndicator")
				.doesNotHaveBean("uwsgiInfoContributor"));
		for (Class<?> missing : new Class<?>[] { Endpoint.class, ConditionalOnAvailableEndpoint.class }) {
			this.runner.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("uwsgiEndpoint"));
		}
	}

	@Test
	void withoutMicrometerThereAreNoMeters() {
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class))
			.withUserConfiguration(OurConfiguration.class)
			.withPropertyValues("server.port=0", "management.endpoints.web.exposure.include=*")
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(UwsgiEndpoint.class)
				.doesNotHaveBean("uwsgiMetrics"));
	}

	@Test
	void withoutRegistryThereAreNoMeters() {
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class))
			.withUserConfiguration(OurConfiguration.class)
			.withPropertyValues("server.port=0")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(UwsgiMetrics.class));
	}

	@Test
	void withoutWebServerThereIsNothing() {
		new ApplicationContextRunner().withUserConfiguration(RegistryConfiguration.class, OurConfiguration.class)
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(UwsgiEndpoint.class)
				.doesNotHaveBean(UwsgiHealthIndicator.class)
				.doesNotHaveBean(UwsgiInfoContributor.class)
				.doesNotHaveBean(UwsgiMetrics.class));
	}

	// Read from the class files, as in an application that lacks classes
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ UwsgiAutoConfiguration.class, UwsgiEndpointAutoConfiguration.class,
			UwsgiHealthContributorAutoConfiguration.class, UwsgiInfoContributorAutoConfiguration.class,
			UwsgiMetricsAutoConfiguration.class })
	static class OurConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class RegistryConfiguration {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserConfiguration {

		@Bean
		UwsgiMetrics myMetrics(UwsgiServer server) {
			return new UwsgiMetrics(server, true);
		}

		@Bean
		HealthIndicator uwsgiHealthIndicator() {
			return () -> Health.up().build();
		}

	}

}
