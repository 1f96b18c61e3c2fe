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

package io.uwsgi4j.spring.boot.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.uwsgi4j.spring.boot.UwsgiServer;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.PropertySource;

/**
 * The values of all {@code uwsgi} properties as they are in effect, and where they come
 * from.
 */
public final class EffectiveSettings {

	private static final String CHANGED = "endpoint 'uwsgi'";

	private final ApplicationContext context;

	private final UwsgiServer server;

	private final SettingsChanger changer;

	private final Sanitizer sanitizer;

	/**
	 * Creates a view of the settings.
	 * @param context the application
	 * @param server where the connector is found
	 * @param changer knows the settings that may have been changed
	 * @param sanitizingFunctions what hides values, in addition to what looks like a
	 * secret
	 */
	public EffectiveSettings(ApplicationContext context, UwsgiServer server, SettingsChanger changer,
			Iterable<SanitizingFunction> sanitizingFunctions) {
		this.context = context;
		this.server = server;
		this.changer = changer;
		List<SanitizingFunction> functions = new ArrayList<>();
		sanitizingFunctions.forEach(functions::add);
		functions.add(SanitizingFunction.sanitizeValue().ifLikelySensitive());
		this.sanitizer = new Sanitizer(functions);
	}

	/**
	 * Returns all settings that have a value.
	 * @return value and origin, by name; and the names of those that can be changed
	 */
	Map<String, Object> describe() {
		Map<String, Object> bound = BoundProperties.of(this.context, "uwsgi");
		Map<String, Object> values = new TreeMap<>(bound);
		overlay(values);
		Map<String, Object> settings = new LinkedHashMap<>();
		values.forEach((name, value) -> {
			boolean changed = this.changer.settings().containsKey(name) && !value.equals(bound.get(name));
			settings.put(name, describe(name, value, changed));
		});
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("settings", settings);
		description.put("changeable", List.copyOf(this.changer.settings().keySet()));
		return description;
	}

	/**
	 * Replaces what has been bound by what is in effect: by what the connector has made
	 * of properties that others stand in for, and by changes.
	 */
	private void overlay(Map<String, Object> values) {
		UwsgiProtocol protocol = this.server.protocol();
		if (protocol == null) {
			return;
		}
		values.put("uwsgi.listen", protocol.getListen());
		if (protocol.getMaxThreads() > 0) {
			values.put("uwsgi.threads", protocol.getMaxThreads());
		}
		this.changer.settings().forEach((name, setting) -> values.put(name, setting.current().get()));
	}

	private Map<String, Object> describe(String name, Object value, boolean changed) {
		ConfigurationProperty property = find(name);
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("value", sanitize(name, SettingValue.of(value), property));
		if (changed) {
			description.put("origin", CHANGED);
		}
		else if (property != null && property.getOrigin() != null) {
			description.put("origin", property.getOrigin().toString());
		}
		return description;
	}

	private @Nullable Object sanitize(String name, Object value, @Nullable ConfigurationProperty property) {
		PropertySource<?> source = (property != null && property.getSource() != null
				&& property.getSource().getUnderlyingSource() instanceof PropertySource<?> underlying) ? underlying
						: null;
		return this.sanitizer.sanitize(new SanitizableData(source, name, value), true);
	}

	private @Nullable ConfigurationProperty find(String name) {
		ConfigurationPropertyName scalar = ConfigurationPropertyName.of(name);
		ConfigurationPropertyName element = scalar.append("[0]");
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.context.getEnvironment())) {
			ConfigurationProperty property = source.getConfigurationProperty(scalar);
			property = (property != null) ? property : source.getConfigurationProperty(element);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

}
