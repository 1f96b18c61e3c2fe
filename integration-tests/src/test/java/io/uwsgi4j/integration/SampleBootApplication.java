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

import jakarta.servlet.http.HttpServlet;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * An application like any other, apart from what it tells about requests.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class SampleBootApplication {

	public static void main(String[] args) {
		SpringApplication.run(SampleBootApplication.class, args);
	}

	@Bean
	ServletRegistrationBean<HttpServlet> inspectServlet() {
		return new ServletRegistrationBean<>(new InspectServlet(), "/inspect/*");
	}

	@Bean
	ServletRegistrationBean<HttpServlet> handlerServlet() {
		return new ServletRegistrationBean<>(new HandlerServlet(), "/handler/*");
	}

	@Bean
	ServletRegistrationBean<HttpServlet> parameterServlet() {
		return new ServletRegistrationBean<>(new ParameterServlet(), "/parameters");
	}

	@Bean
	ServletRegistrationBean<HttpServlet> abandonedServlet() {
		return new ServletRegistrationBean<>(new AbandonedServlet(), "/abandoned/*");
	}

	@Bean
	ServletRegistrationBean<HttpServlet> upgradeServlet() {
		return new ServletRegistrationBean<>(new UpgradeServlet(), "/upgrade");
	}

}
