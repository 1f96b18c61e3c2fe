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
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.spring.boot.metrics.UwsgiMetrics;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters.
 */
@AutoConfiguration(after = UwsgiAutoConfiguration.class,
		afterName = {
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, UwsgiServer.class })
public final class UwsgiMetricsAutoConfiguration {

	// Meters are on unless they are switched off; those of cores are too many for that
	private static final String CORES = "management.metrics.enable.uwsgi.worker.core";

	@Bean
	@ConditionalOnMissingBean
	UwsgiMetrics uwsgiMetrics(UwsgiServer server, Environment environment) {
		return new UwsgiMetrics(server, environment.getProperty(CORES, Boolean.class, false));
	}

}
