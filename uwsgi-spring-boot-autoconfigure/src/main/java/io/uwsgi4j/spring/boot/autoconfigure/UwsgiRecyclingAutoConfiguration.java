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

import io.uwsgi4j.recycling.RecycleWatch;
import io.uwsgi4j.recycling.RecyclingLimits;
import io.uwsgi4j.spring.boot.UwsgiProperties;
import io.uwsgi4j.spring.boot.UwsgiRecyclingProperties;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.spring.boot.recycle.PidFile;
import io.uwsgi4j.spring.boot.recycle.RecyclingSwitches;
import io.uwsgi4j.spring.boot.recycle.UwsgiRecycler;
import io.uwsgi4j.spring.boot.recycle.UwsgiRecycling;
import io.uwsgi4j.spring.boot.recycle.UwsgiSignals;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what a worker is to its
 * operators: a process that is replaced when it reaches a limit, that listens to signals
 * and that leaves its number in a file.
 */
@AutoConfiguration(after = UwsgiAutoConfiguration.class)
@ConditionalOnBean({ UwsgiServer.class, UwsgiRecycler.class })
public final class UwsgiRecyclingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RecycleWatch uwsgiRecycleWatch(UwsgiRecycler recycler) {
		return new RecycleWatch(recycler::recycle);
	}

	@Bean
	@ConditionalOnMissingBean
	UwsgiRecycling uwsgiRecycling(UwsgiServer server, UwsgiRecycler recycler, RecycleWatch watch,
			UwsgiProperties properties, UwsgiRecyclingProperties recyclingProperties) {
		// The properties have been checked by now, as the server has been created
		watch.setLimits(properties.active() ? recyclingProperties.limits() : RecyclingLimits.NONE);
		return new UwsgiRecycling(server, recycler, watch);
	}

	@Bean
	@ConditionalOnMissingBean
	RecyclingSwitches uwsgiRecyclingSwitches(RecycleWatch watch, UwsgiRecycler recycler) {
		return new RecyclingSwitches(watch, recycler);
	}

	@Bean
	@ConditionalOnMissingBean
	UwsgiSignals uwsgiSignals(UwsgiServer server, UwsgiRecycler recycler) {
		return new UwsgiSignals(server, recycler);
	}

	@Bean
	@ConditionalOnMissingBean
	PidFile uwsgiPidFile(ApplicationContext context, UwsgiServer server, UwsgiProperties properties,
			UwsgiRecyclingProperties recyclingProperties) {
		return new PidFile(context, server, recyclingProperties.pidfile(), properties.vacuum());
	}

}
