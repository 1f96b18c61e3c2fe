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

package io.uwsgi4j.spring.boot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.uwsgi4j.requestlog.RequestLog;
import io.uwsgi4j.requestlog.RequestLogSettings;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * The conditions of the request log, which can be changed while the application runs. A
 * value may be what it may be at the start.
 */
public final class RequestLogSwitches implements RuntimeSettings {

	private final RequestLog log;

	/**
	 * Creates the table.
	 * @param log the log
	 */
	public RequestLogSwitches(RequestLog log) {
		this.log = log;
	}

	@Override
	public List<RuntimeSetting<?>> list() {
		return List.of(setting("uwsgi.log-requests", UwsgiLogProperties::logRequests),
				setting("uwsgi.log-slow", UwsgiLogProperties::logSlow),
				setting("uwsgi.log-4xx", UwsgiLogProperties::log4xx),
				setting("uwsgi.log-5xx", UwsgiLogProperties::log5xx),
				setting("uwsgi.log-big", UwsgiLogProperties::logBig),
				setting("uwsgi.log-zero", UwsgiLogProperties::logZero));
	}

	private <T> RuntimeSetting<T> setting(String name, Function<UwsgiLogProperties, T> value) {
		return new RuntimeSetting<>(name, (text) -> value.apply(parse(name, text)),
				() -> value.apply(bind(values(this.log.getSettings()))), (changed) -> change(name, changed));
	}

	private static UwsgiLogProperties parse(String name, String text) {
		if (!StringUtils.hasText(text)) {
			throw new IllegalArgumentException("it is empty");
		}
		try {
			UwsgiLogProperties properties = bind(Map.of(name, text));
			settings(properties);
			return properties;
		}
		catch (BindException | FailureAnalyzedException ex) {
			throw new IllegalArgumentException(NestedExceptionUtils.getMostSpecificCause(ex).getMessage(), ex);
		}
	}

	private void change(String name, Object value) {
		Map<String, Object> values = values(this.log.getSettings());
		values.put(name, value);
		this.log.setSettings(settings(bind(values)));
	}

	private static UwsgiLogProperties bind(Map<String, Object> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("uwsgi", UwsgiLogProperties.class);
	}

	private static RequestLogSettings settings(UwsgiLogProperties properties) {
		return properties.settings(new StandardEnvironment());
	}

	/**
	 * Returns settings as the properties that they are made of.
	 */
	private static Map<String, Object> values(RequestLogSettings settings) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("uwsgi.log-requests", settings.logRequests());
		values.put("uwsgi.log-slow", settings.logSlow());
		values.put("uwsgi.log-4xx", settings.log4xx());
		values.put("uwsgi.log-5xx", settings.log5xx());
		values.put("uwsgi.log-big", DataSize.ofBytes(settings.logBig()));
		values.put("uwsgi.log-zero", settings.logZero());
		values.put("uwsgi.log-x-forwarded-for", settings.logXForwardedFor());
		values.put("uwsgi.log-micros", settings.logMicros());
		if (settings.logFormat() != null) {
			values.put("uwsgi.log-format", settings.logFormat());
		}
		return values;
	}

}
