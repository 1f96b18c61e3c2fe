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

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.recycling.RecycleReason;
import io.uwsgi4j.requestlog.RequestLog;
import io.uwsgi4j.requestlog.RequestLogSettings;
import io.uwsgi4j.spring.boot.HarakiriSwitches;
import io.uwsgi4j.spring.boot.RequestLogSwitches;
import io.uwsgi4j.spring.boot.UwsgiLogProperties;
import io.uwsgi4j.spring.boot.UwsgiProperties;
import io.uwsgi4j.spring.boot.UwsgiRecyclingProperties;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.spring.boot.UwsgiStatsProperties;
import io.uwsgi4j.spring.boot.UwsgiWebServerFactoryCustomizer;
import io.uwsgi4j.spring.boot.recycle.UwsgiRecycler;
import io.uwsgi4j.worker.MemoryProbe;
import io.uwsgi4j.worker.RequestListener;
import org.apache.catalina.startup.Tomcat;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for serving the uwsgi protocol from
 * the embedded Tomcat. The beans do not depend on properties, whose values are those of
 * the build once an application has been processed ahead of time; they look at them when
 * a server is created.
 */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnNotWarDeployment
@ConditionalOnClass(WebServerFactoryCustomizer.class)
@EnableConfigurationProperties({ UwsgiProperties.class, UwsgiLogProperties.class, UwsgiStatsProperties.class,
		UwsgiRecyclingProperties.class })
public final class UwsgiAutoConfiguration {

	@Bean
	UnsupportedWebServerCheck uwsgiUnsupportedWebServerCheck(UwsgiProperties properties) {
		return new UnsupportedWebServerCheck(properties);
	}

	/**
	 * Nested configuration if Tomcat is being used.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tomcat.class, TomcatWebServerFactory.class })
	static class TomcatConfiguration {

		@Bean
		@ConditionalOnMissingBean
		UwsgiWebServerFactoryCustomizer uwsgiWebServerFactoryCustomizer(UwsgiProperties properties,
				UwsgiStatsProperties statsProperties, UwsgiRecyclingProperties recyclingProperties,
				Environment environment, ObjectProvider<RequestListener> listeners) {
			return new UwsgiWebServerFactoryCustomizer(properties, statsProperties, recyclingProperties, environment,
					listeners.orderedStream().toList());
		}

		@Bean
		@ConditionalOnMissingBean
		RequestLog uwsgiRequestLog(UwsgiProperties properties, UwsgiLogProperties logProperties,
				UwsgiStatsProperties statsProperties, Environment environment) {
			RequestLogSettings settings = properties.active() ? logProperties.settings(environment)
					: RequestLogSettings.OFF;
			return new RequestLog(settings, statsProperties.memoryReport(), MemoryProbe::take);
		}

		@Bean
		@ConditionalOnMissingBean
		RequestLogSwitches uwsgiRequestLogSwitches(RequestLog log) {
			return new RequestLogSwitches(log);
		}

		@Bean
		@ConditionalOnMissingBean
		UwsgiServer uwsgiServer(UwsgiRecycler recycler) {
			return new UwsgiServer(() -> recycler.recycle(new RecycleCause(RecycleReason.DAMAGED,
					"threads of requests that were given up have not come back")));
		}

		@Bean
		@ConditionalOnMissingBean
		HarakiriSwitches uwsgiHarakiriSwitches(UwsgiServer server) {
			return new HarakiriSwitches(server);
		}

		@Bean
		@ConditionalOnMissingBean
		UwsgiRecycler uwsgiRecycler(ConfigurableApplicationContext context, UwsgiRecyclingProperties properties) {
			return new UwsgiRecycler(context, properties);
		}

	}

}
