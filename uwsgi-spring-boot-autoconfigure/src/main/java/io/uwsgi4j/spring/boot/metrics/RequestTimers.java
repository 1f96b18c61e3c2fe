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

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.uwsgi4j.worker.RequestListener;
import io.uwsgi4j.worker.ServedRequest;

/**
 * Measures each request. Its two timers have histograms; their range is one for which the
 * number of buckets is bearable.
 */
final class RequestTimers implements RequestListener {

	private final Timer duration;

	private final Timer wait;

	RequestTimers(MeterRegistry registry) {
		this.duration = timer(UwsgiMeters.REQUEST_DURATION).register(registry);
		this.wait = timer(UwsgiMeters.LISTEN_QUEUE_WAIT).register(registry);
	}

	private static Timer.Builder timer(UwsgiMeters meter) {
		return Timer.builder(meter.getName())
			.description(meter.getDescription())
			.publishPercentileHistogram()
			.minimumExpectedValue(Duration.ofMillis(1))
			.maximumExpectedValue(Duration.ofSeconds(60));
	}

	@Override
	public void requestEnded(ServedRequest request) {
		if (request.isHandled()) {
			this.duration.record(request.durationNanos(), TimeUnit.NANOSECONDS);
		}
		long queued = request.queuedMicros();
		if (queued >= 0) {
			this.wait.record(queued, TimeUnit.MICROSECONDS);
		}
	}

	void removeFrom(MeterRegistry registry) {
		registry.remove(this.duration);
		registry.remove(this.wait);
	}

}
