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

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.autoconfigure.servlet.ServletWebServerConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnsupportedWebServerCheck}.
 */
class UnsupportedWebServerCheckTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(UwsgiAutoConfiguration.class))
		.withUserConfiguration(ServletWebServerConfiguration.class);

	@Test
	void otherServerFailsIfUwsgiIsToBeServed() {
		this.runner.withBean(OtherWebServerFactory.class)
			.withPropertyValues("uwsgi.socket=/run/app.sock")
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalyzedException failure = Failures.find(context.getStartupFailure(),
						FailureAnalyzedException.class);
				assertThat(failure.analysis().getDescription()).contains("'uwsgi.socket' is set to '/run/app.sock'")
					.contains(OtherWebServerFactory.class.getName())
					.endsWith("Only Tomcat can serve uwsgi.");
				assertThat(failure.analysis().getAction()).contains("spring-boot-starter-tomcat",
						"spring-boot-starter-reactor-netty", "spring-boot-starter-jetty", "'uwsgi.enabled'");
			});
	}

	@Test
	void otherServerWorksIfUwsgiIsNotToBeServed() {
		this.runner.withBean(OtherWebServerFactory.class).run((context) -> assertThat(context).hasNotFailed());
		this.runner.withBean(OtherWebServerFactory.class)
			.withPropertyValues("uwsgi.socket=/run/app.sock", "uwsgi.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void subclassOfTomcatFactoryIsTomcat() {
		this.runner.withBean(MyTomcatFactory.class, () -> new MyTomcatFactory())
			.withPropertyValues("uwsgi.socket=127.0.0.1:0")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	static class MyTomcatFactory extends TomcatServletWebServerFactory {

	}

}
