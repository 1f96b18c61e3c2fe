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

package io.uwsgi4j.spring.boot.recycle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.uwsgi4j.recycling.RecycleWatch;
import io.uwsgi4j.recycling.RecyclingLimits;
import io.uwsgi4j.spring.boot.RuntimeSetting;
import io.uwsgi4j.spring.boot.RuntimeSettings;
import io.uwsgi4j.spring.boot.UwsgiRecyclingProperties;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * The limits of the worker, which can be changed while the application runs. A value may
 * be what it may be at the start.
 */
public final class RecyclingSwitches implements RuntimeSettings {

	private final RecycleWatch watch;

	private final UwsgiRecycler recycler;

	/**
	 * Creates the table.
	 * @param watch has the limits
	 * @param recycler has the mercy
	 */
	public RecyclingSwitches(RecycleWatch watch, UwsgiRecycler recycler) {
		this.watch = watch;
		this.recycler = recycler;
	}

	@Override
	public List<RuntimeSetting<?>> list() {
		return List.of(limit("uwsgi.max-requests", UwsgiRecyclingProperties::maxRequests),
				limit("uwsgi.max-requests-delta", UwsgiRecyclingProperties::maxRequestsDelta),
				limit("uwsgi.min-worker-lifetime", UwsgiRecyclingProperties::minWorkerLifetime),
				limit("uwsgi.max-worker-lifetime", UwsgiRecyclingProperties::maxWorkerLifetime),
				limit("uwsgi.reload-on-as", UwsgiRecyclingProperties::reloadOnAs),
				limit("uwsgi.reload-on-rss", UwsgiRecyclingProperties::reloadOnRss),
				limit("uwsgi.evil-reload-on-as", UwsgiRecyclingProperties::evilReloadOnAs),
				limit("uwsgi.evil-reload-on-rss", UwsgiRecyclingProperties::evilReloadOnRss),
				new RuntimeSetting<>("uwsgi.worker-reload-mercy",
						(text) -> mercy(parse("uwsgi.worker-reload-mercy", text)), this.recycler::getMercy,
						this.recycler::setMercy));
	}

	private static Duration mercy(UwsgiRecyclingProperties properties) {
		if (properties.workerReloadMercy().isNegative()) {
			throw new IllegalArgumentException("it is negative");
		}
		return properties.workerReloadMercy();
	}

	private <T> RuntimeSetting<T> limit(String name, Function<UwsgiRecyclingProperties, T> value) {
		return new RuntimeSetting<>(name, (text) -> value.apply(parse(name, text)),
				() -> value.apply(bind(values(this.watch.getLimits()))), (changed) -> change(name, changed));
	}

	private UwsgiRecyclingProperties parse(String name, String text) {
		if (!StringUtils.hasText(text)) {
			throw new IllegalArgumentException("it is empty");
		}
		try {
			Map<String, Object> values = values(this.watch.getLimits());
			values.put(name, text);
			UwsgiRecyclingProperties properties = bind(values);
			properties.limits();
			return properties;
		}
		catch (BindException ex) {
			throw new IllegalArgumentException(NestedExceptionUtils.getMostSpecificCause(ex).getMessage(), ex);
		}
	}

	private void change(String name, Object value) {
		Map<String, Object> values = values(this.watch.getLimits());
		values.put(name, value);
		this.watch.setLimits(bind(values).limits());
	}

	private static UwsgiRecyclingProperties bind(Map<String, Object> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("uwsgi",
				UwsgiRecyclingProperties.class);
	}

	/**
	 * Returns limits as the properties that they are made of.
	 */
	private static Map<String, Object> values(RecyclingLimits limits) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("uwsgi.max-requests", limits.maxRequests());
		values.put("uwsgi.max-requests-delta", limits.maxRequestsDelta());
		values.put("uwsgi.min-worker-lifetime", limits.minLifetime());
		values.put("uwsgi.max-worker-lifetime", limits.maxLifetime());
		values.put("uwsgi.reload-on-as", DataSize.ofBytes(limits.reloadOnAs()));
		values.put("uwsgi.reload-on-rss", DataSize.ofBytes(limits.reloadOnRss()));
		values.put("uwsgi.evil-reload-on-as", DataSize.ofBytes(limits.evilReloadOnAs()));
		values.put("uwsgi.evil-reload-on-rss", DataSize.ofBytes(limits.evilReloadOnRss()));
		return values;
	}

}
