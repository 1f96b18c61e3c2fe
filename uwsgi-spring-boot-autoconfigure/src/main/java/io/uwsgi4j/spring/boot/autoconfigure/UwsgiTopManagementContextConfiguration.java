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

import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.spring.boot.actuate.TopPage;
import io.uwsgi4j.spring.boot.actuate.TopPageFilter;
import io.uwsgi4j.spring.boot.actuate.TopPagePath;
import io.uwsgi4j.spring.boot.actuate.TopPageWebFilter;
import io.uwsgi4j.spring.boot.actuate.UwsgiEndpoint;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

/**
 * {@link ManagementContextConfiguration @ManagementContextConfiguration} for the page at
 * {@code uwsgi/top}, which is where the endpoints are: on the application's connectors or
 * on a port of their own.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnAvailableEndpoint(endpoint = UwsgiEndpoint.class, exposure = EndpointExposure.WEB)
public final class UwsgiTopManagementContextConfiguration {

	@Bean
	TopPage uwsgiTopPage() {
		return new TopPage();
	}

	@Bean
	TopPagePath uwsgiTopPagePath(ObjectProvider<PathMappedEndpoints> endpoints, ObjectProvider<UwsgiServer> server) {
		return new TopPagePath(endpoints, server);
	}

	/**
	 * Nested configuration for servlets.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		FilterRegistrationBean<TopPageFilter> uwsgiTopPageFilter(TopPage page, TopPagePath path) {
			FilterRegistrationBean<TopPageFilter> registration = new FilterRegistrationBean<>(
					new TopPageFilter(page, path));
			registration.setDispatcherTypes(DispatcherType.REQUEST);
			return registration;
		}

	}

	/**
	 * Nested configuration for WebFlux.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass({ WebFilter.class, Mono.class })
	static class ReactiveConfiguration {

		@Bean
		TopPageWebFilter uwsgiTopPageWebFilter(TopPage page, TopPagePath path) {
			return new TopPageWebFilter(page, path);
		}

	}

}
