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

package io.uwsgi4j.recycling;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often a worker has been replaced, and why. Immutable.
 *
 * @param counts number of times by reason; reasons that there were none of are missing
 */
public record RecycleHistory(Map<RecycleReason, Long> counts) {

	/**
	 * A worker that was never replaced.
	 */
	public static final RecycleHistory NONE = new RecycleHistory(Map.of());

	/**
	 * Creates a history that does not change with the map it was made of.
	 */
	public RecycleHistory {
		Map<RecycleReason, Long> copy = new EnumMap<>(RecycleReason.class);
		copy.putAll(counts);
		counts = Collections.unmodifiableMap(copy);
	}

	/**
	 * Returns the history after one more time.
	 * @param reason why the worker is replaced
	 * @return the new history
	 */
	public RecycleHistory plus(RecycleReason reason) {
		Map<RecycleReason, Long> more = new EnumMap<>(RecycleReason.class);
		more.putAll(this.counts);
		more.merge(reason, 1L, Long::sum);
		return new RecycleHistory(more);
	}

	/**
	 * Returns how often the worker has been replaced.
	 * @return the number of times
	 */
	public long total() {
		return this.counts.values().stream().mapToLong(Long::longValue).sum();
	}

}
