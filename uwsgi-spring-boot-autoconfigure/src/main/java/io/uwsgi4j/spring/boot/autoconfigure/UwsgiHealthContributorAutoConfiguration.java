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
import io.uwsgi4j.spring.boot.actuate.UwsgiHealthIndicator;
import io.uwsgi4j.spring.boot.recycle.UwsgiRecycler;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health contributor
 * {@code uwsgi}.
 */
@AutoConfiguration(after = UwsgiAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("uwsgi")
@ConditionalOnBean({ UwsgiServer.class, UwsgiRecycler.class })
public final class UwsgiHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "uwsgiHealthIndicator", "uwsgiHealthContributor" })
	UwsgiHealthIndicator uwsgiHealthIndicator(UwsgiServer server, UwsgiRecycler recycler) {
		return new UwsgiHealthIndicator(server, recycler);
	}

}
