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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.uwsgi4j.spring.boot.RuntimeSetting;
import io.uwsgi4j.spring.boot.RuntimeSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes settings while the application runs: all that it is asked for, or none.
 */
public final class SettingsChanger {

	private static final Logger logger = LoggerFactory.getLogger(SettingsChanger.class);

	private static final String PREFIX = "uwsgi";

	private final Map<String, RuntimeSetting<?>> settings = new TreeMap<>();

	/**
	 * Creates a changer.
	 * @param tables the settings that it may change
	 */
	public SettingsChanger(Iterable<RuntimeSettings> tables) {
		tables.forEach((table) -> table.list().forEach((setting) -> this.settings.put(setting.name(), setting)));
	}

	/**
	 * Returns the settings that can be changed.
	 * @return the settings by name
	 */
	Map<String, RuntimeSetting<?>> settings() {
		return this.settings;
	}

	/**
	 * Changes settings.
	 * @param values the new values; names may be in any of the forms that are allowed in
	 * a properties file, with or without {@code uwsgi.} before them
	 * @return the old and the new value of each setting
	 */
	synchronized Map<String, Object> change(Map<String, @Nullable Object> values) {
		if (values.isEmpty()) {
			throw invalid("There is no setting in the request");
		}
		List<Change> changes = new ArrayList<>();
		values.forEach((name, value) -> changes.add(prepare(name, value)));
		Map<String, Object> result = new LinkedHashMap<>();
		changes.forEach((change) -> result.put(change.setting().name(), apply(change)));
		return result;
	}

	private Change prepare(String name, @Nullable Object value) {
		RuntimeSetting<?> setting = find(name);
		if (value == null) {
			throw invalid("'%s' has no value".formatted(setting.name()));
		}
		try {
			return new Change(setting, setting.prepare(value.toString()));
		}
		catch (IllegalArgumentException ex) {
			throw invalid("'%s' cannot be set to '%s': %s".formatted(setting.name(), value, ex.getMessage()));
		}
	}

	private RuntimeSetting<?> find(String name) {
		String wanted = uniform(name);
		return this.settings.values()
			.stream()
			.filter((setting) -> Set.of(wanted, PREFIX + wanted).contains(uniform(setting.name())))
			.findFirst()
			.orElseThrow(() -> invalid("'%s' cannot be changed while the application runs".formatted(name)));
	}

	/**
	 * Returns what all forms of a name have in common.
	 */
	private static String uniform(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	private Map<String, Object> apply(Change change) {
		RuntimeSetting<?> setting = change.setting();
		Object before = SettingValue.of(setting.current().get());
		change.action().run();
		Object after = SettingValue.of(setting.current().get());
		logger.info("{} changed from {} to {}, through the endpoint 'uwsgi'", setting.name(), before, after);
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("old", before);
		values.put("new", after);
		return values;
	}

	private InvalidSettingsException invalid(String reason) {
		return new InvalidSettingsException(reason, List.copyOf(this.settings.keySet()));
	}

	private record Change(RuntimeSetting<?> setting, Runnable action) {

	}

}
