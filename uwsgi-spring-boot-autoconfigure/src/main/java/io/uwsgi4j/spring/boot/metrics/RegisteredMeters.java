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

package io.uwsgi4j.spring.boot.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The meters of one registry. Those of workers, sockets and cores come and go with what
 * they measure. Guarded by itself.
 */
final class RegisteredMeters {

	private final MeterRegistry registry;

	// Strongly, as the meters themselves hold it weakly
	private final Readings readings;

	private final Map<Tags, List<Meter>> groups = new HashMap<>();

	RegisteredMeters(MeterRegistry registry, Readings readings) {
		this.registry = registry;
		this.readings = readings;
	}

	/**
	 * Registers the groups that are not registered yet, and removes all others.
	 * @param wanted what adds the meters of each group, by the tags that they have and
	 * that no other group has
	 */
	synchronized void replace(Map<Tags, Consumer<Group>> wanted) {
		Set<Tags> unwanted = new HashSet<>(this.groups.keySet());
		unwanted.removeAll(wanted.keySet());
		unwanted.forEach((tags) -> this.groups.remove(tags).forEach(this.registry::remove));
		wanted.forEach((tags, meters) -> this.groups.computeIfAbsent(tags, (key) -> {
			Group group = new Group(tags);
			meters.accept(group);
			return group.added;
		}));
	}

	/**
	 * Meters that have the same tags.
	 */
	final class Group {

		private final Tags tags;

		private final List<Meter> added = new ArrayList<>();

		Group(Tags tags) {
			this.tags = tags;
		}

		void add(UwsgiMeters meter, ToDoubleFunction<Readings> value) {
			this.added.add((meter.getType() == Meter.Type.COUNTER) ? counter(meter, value) : gauge(meter, value));
		}

		private Meter gauge(UwsgiMeters meter, ToDoubleFunction<Readings> value) {
			return Gauge.builder(meter.getName(), RegisteredMeters.this.readings, value)
				.strongReference(true)
				.description(meter.getDescription())
				.baseUnit(meter.getBaseUnit())
				.tags(this.tags)
				.register(RegisteredMeters.this.registry);
		}

		private Meter counter(UwsgiMeters meter, ToDoubleFunction<Readings> value) {
			RunningTotal total = new RunningTotal();
			return FunctionCounter
				.builder(meter.getName(), RegisteredMeters.this.readings,
						(readings) -> total.advance(value.applyAsDouble(readings)))
				.description(meter.getDescription())
				.baseUnit(meter.getBaseUnit())
				.tags(this.tags)
				.register(RegisteredMeters.this.registry);
		}

	}

}
