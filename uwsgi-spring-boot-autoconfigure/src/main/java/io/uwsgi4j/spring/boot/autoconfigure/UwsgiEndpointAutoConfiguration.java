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

import io.uwsgi4j.spring.boot.RuntimeSettings;
import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.spring.boot.actuate.EffectiveSettings;
import io.uwsgi4j.spring.boot.actuate.SettingsArgumentsAdvisor;
import io.uwsgi4j.spring.boot.actuate.SettingsChanger;
import io.uwsgi4j.spring.boot.actuate.UwsgiEndpoint;
import io.uwsgi4j.spring.boot.actuate.UwsgiEndpointWebExtension;
import io.uwsgi4j.spring.boot.recycle.UwsgiRecycler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the endpoint {@code uwsgi}.
 */
@AutoConfiguration(after = UwsgiAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(UwsgiEndpoint.class)
@ConditionalOnBean({ UwsgiServer.class, UwsgiRecycler.class })
public final class UwsgiEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	UwsgiEndpoint uwsgiEndpoint(ApplicationContext context, UwsgiServer server, UwsgiRecycler recycler,
			ObjectProvider<RuntimeSettings> runtimeSettings, ObjectProvider<SanitizingFunction> sanitizingFunctions) {
		SettingsChanger changer = new SettingsChanger(runtimeSettings.orderedStream().toList());
		EffectiveSettings settings = new EffectiveSettings(context, server, changer,
				sanitizingFunctions.orderedStream().toList());
		return new UwsgiEndpoint(server, settings, changer, recycler);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(UwsgiEndpoint.class)
	UwsgiEndpointWebExtension uwsgiEndpointWebExtension(UwsgiEndpoint endpoint) {
		return new UwsgiEndpointWebExtension(endpoint);
	}

	@Bean
	static SettingsArgumentsAdvisor uwsgiSettingsArgumentsAdvisor() {
		return new SettingsArgumentsAdvisor();
	}

}
