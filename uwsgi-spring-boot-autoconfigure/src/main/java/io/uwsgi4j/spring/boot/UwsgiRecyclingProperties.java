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

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.uwsgi4j.recycling.RecyclingLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DataSizeUnit;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;

/**
 * Properties of the end of a worker, that is, of the process, when it is to be started
 * again. Names are those of uWSGI's options, and a number without a unit means uWSGI's
 * unit.
 *
 * @param maxRequests Number of requests after which the process is recycled, or 0 for no
 * limit.
 * @param maxRequestsDelta Number of requests that may be added to 'uwsgi.max-requests',
 * drawn by lot when the process starts.
 * @param minWorkerLifetime Age below which the process is not recycled by any limit. If a
 * duration suffix is not specified, seconds will be used.
 * @param maxWorkerLifetime Age at which the process is recycled, give or take 2.5 %, or 0
 * for no limit. If a duration suffix is not specified, seconds will be used.
 * @param reloadOnAs Size of the address space at which the process is recycled, or 0 for
 * no limit. If a size suffix is not specified, megabytes will be used.
 * @param reloadOnRss Size of the resident memory, after a garbage collection, at which
 * the process is recycled, or 0 for no limit. If a size suffix is not specified,
 * megabytes will be used.
 * @param evilReloadOnAs Size of the address space at which the process ends at once, in
 * the midst of requests, or 0 for no limit. If a size suffix is not specified, megabytes
 * will be used.
 * @param evilReloadOnRss Size of the resident memory, after a garbage collection, at
 * which the process ends at once, in the midst of requests, or 0 for no limit. If a size
 * suffix is not specified, megabytes will be used.
 * @param workerReloadMercy Time that running requests may take when the process is
 * recycled. If a duration suffix is not specified, seconds will be used.
 * @param reloadExitCode Exit code of a process that has been recycled, which asks for it
 * to be started again.
 * @param pidfile File that gets the number of the process once the sockets are bound, and
 * that is removed on shutdown if 'uwsgi.vacuum' is set.
 */
@ConfigurationProperties("uwsgi")
public record UwsgiRecyclingProperties(@DefaultValue("0") long maxRequests, @DefaultValue("0") long maxRequestsDelta,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration minWorkerLifetime,
		@DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS) Duration maxWorkerLifetime,
		@DefaultValue("0B") @DataSizeUnit(DataUnit.MEGABYTES) DataSize reloadOnAs,
		@DefaultValue("0B") @DataSizeUnit(DataUnit.MEGABYTES) DataSize reloadOnRss,
		@DefaultValue("0B") @DataSizeUnit(DataUnit.MEGABYTES) DataSize evilReloadOnAs,
		@DefaultValue("0B") @DataSizeUnit(DataUnit.MEGABYTES) DataSize evilReloadOnRss,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration workerReloadMercy,
		@DefaultValue("17") int reloadExitCode, @Nullable String pidfile) {

	/**
	 * Tidies the optional text: blank counts as not set.
	 */
	public UwsgiRecyclingProperties {
		pidfile = StringUtils.hasText(pidfile) ? pidfile.strip() : null;
	}

	/**
	 * Returns the limits.
	 * @return the limits
	 * @throws IllegalArgumentException if they make no sense
	 */
	public RecyclingLimits limits() {
		return new RecyclingLimits(this.maxRequests, this.maxRequestsDelta, this.minWorkerLifetime,
				this.maxWorkerLifetime, this.reloadOnAs.toBytes(), this.reloadOnRss.toBytes(),
				this.evilReloadOnAs.toBytes(), this.evilReloadOnRss.toBytes());
	}

}
