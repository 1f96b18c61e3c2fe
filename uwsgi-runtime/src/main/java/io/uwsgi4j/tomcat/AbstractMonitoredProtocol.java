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

package io.uwsgi4j.tomcat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.uwsgi4j.recycling.RecycleCause;
import io.uwsgi4j.recycling.RecycleHistory;
import io.uwsgi4j.stats.ListenQueueStats;
import io.uwsgi4j.stats.ServerStats;
import io.uwsgi4j.worker.RequestListener;
import org.jspecify.annotations.Nullable;

/**
 * How the protocol handler is watched, and watches its requests.
 */
public abstract class AbstractMonitoredProtocol extends AbstractStatsProtocol {

	private final UwsgiEndpoint endpoint;

	AbstractMonitoredProtocol(UwsgiEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
	}

	/**
	 * Returns what the connector, its cores and their requests are doing and have done.
	 * Values of secret variables are masked. Costs a few microseconds for each core, and
	 * disturbs none of them; may be called by any thread, at any time.
	 * @return the statistics at this moment
	 */
	public ServerStats getStatistics() {
		return new StatisticsCollector(this.endpoint).collect();
	}

	/**
	 * Returns how many connections wait to be accepted.
	 * @return the listen queues of all sockets, in the order of the sockets; empty before
	 * the start
	 */
	public List<ListenQueueStats> getListenQueues() {
		return this.endpoint.monitoring().queues().stream().map(ListenQueueGauge::stats).toList();
	}

	/**
	 * Adds somebody who is told of every request that has ended. May be called by any
	 * thread, at any time.
	 * @param listener the listener
	 */
	public void addRequestListener(RequestListener listener) {
		this.endpoint.monitoring().listeners().add(listener);
	}

	/**
	 * Removes somebody who was told of requests. A request that is ending may still be
	 * reported.
	 * @param listener the listener
	 */
	public void removeRequestListener(RequestListener listener) {
		this.endpoint.monitoring().listeners().remove(listener);
	}

	/**
	 * Sets which variables are never shown in statistics, beyond authorization and
	 * cookies.
	 * @param names their names, for example {@code HTTP_X_API_KEY}
	 */
	public void setStatsMaskedVars(Collection<String> names) {
		this.endpoint.monitoring().maskedVars().setFurther(names);
	}

	/**
	 * Sets whether statistics tell how much memory the process uses (uWSGI:
	 * {@code memory-report}).
	 * @param memoryReport default false
	 */
	public void setMemoryReport(boolean memoryReport) {
		this.endpoint.monitoring().setMemoryReport(memoryReport);
	}

	/**
	 * Returns whether statistics tell how much memory the process uses.
	 * @return whether they do
	 */
	public boolean isMemoryReport() {
		return this.endpoint.monitoring().isMemoryReport();
	}

	/**
	 * Sets where the application is mounted, for the statistics.
	 * @param mountpoint the context path, by default empty
	 */
	public void setMountpoint(String mountpoint) {
		this.endpoint.monitoring().setMountpoint(mountpoint);
	}

	/**
	 * Returns where the application is mounted.
	 * @return the context path
	 */
	public String getMountpoint() {
		return this.endpoint.monitoring().mountpoint();
	}

	/**
	 * Sets how long a request may take (uWSGI: {@code harakiri}). After that it is given
	 * up: its client gets 503 if nothing has been sent, otherwise the response is cut
	 * off; its thread is interrupted, and another one takes its place. May be changed at
	 * any time, also for requests that are running.
	 * @param seconds the limit in seconds, 0 for none, the default
	 */
	public void setHarakiri(int seconds) {
		harakiri(harakiri().withLimit(Duration.ofSeconds(seconds)));
	}

	/**
	 * Returns how long a request may take.
	 * @return the limit in seconds, 0 for none
	 */
	public int getHarakiri() {
		return (int) harakiri().limit().toSeconds();
	}

	/**
	 * Sets whether the log shows where the thread of a request is that is given up
	 * (uWSGI: {@code harakiri-verbose}). May be changed at any time.
	 * @param verbose default false
	 */
	public void setHarakiriVerbose(boolean verbose) {
		harakiri(harakiri().withVerbose(verbose));
	}

	/**
	 * Returns whether the log shows where the thread of a request is that is given up.
	 * @return whether it does
	 */
	public boolean isHarakiriVerbose() {
		return harakiri().verbose();
	}

	/**
	 * Sets how long a thread may go on with a request that was given up until the worker
	 * counts as damaged (uWSGI: {@code harakiri-graceful-timeout}). May be changed at any
	 * time.
	 * @param seconds the time in seconds, default 10
	 */
	public void setHarakiriGracefulTimeout(int seconds) {
		harakiri(harakiri().withGracefulTimeout(Duration.ofSeconds(seconds)));
	}

	/**
	 * Returns how long a thread may go on with a request that was given up.
	 * @return the time in seconds
	 */
	public int getHarakiriGracefulTimeout() {
		return (int) harakiri().gracefulTimeout().toSeconds();
	}

	/**
	 * Returns how many threads still run a request long after it was given up. They end
	 * with the process.
	 * @return the number of threads, 0 if the worker is not damaged
	 */
	public int getDamagedCores() {
		return this.endpoint.monitoring().damagedCores();
	}

	/**
	 * Sets who is told when the worker has become damaged, or more damaged than before.
	 * @param listener called by the thread that watches requests; should be quick
	 */
	public void setDamageListener(Runnable listener) {
		this.endpoint.monitoring().setDamageListener(listener);
	}

	/**
	 * Returns how many requests have been given up whose threads have not come back, or
	 * have not been seen to come back yet.
	 * @return the number of requests
	 */
	public int getOutlivedRequests() {
		return this.endpoint.monitoring().outlivedRequests().get();
	}

	/**
	 * Returns how many cores are serving a request. Those of requests that were given up
	 * do not count.
	 * @return the number of cores
	 */
	public int getBusyCores() {
		return this.endpoint.monitoring().busyCores();
	}

	/**
	 * Lets the statistics tell that the worker is being replaced, and counts it.
	 * @param cause why
	 */
	public void setRecycling(RecycleCause cause) {
		this.endpoint.monitoring().setRecycling(cause);
	}

	/**
	 * Returns why the worker is being replaced.
	 * @return the cause, or {@code null} if it is not
	 */
	public @Nullable RecycleCause getRecycling() {
		return this.endpoint.monitoring().recycling();
	}

	/**
	 * Sets how often the worker has been replaced before.
	 * @param recycles what is known of the processes before this one
	 */
	public void setRecycles(RecycleHistory recycles) {
		this.endpoint.monitoring().setRecycles(recycles);
	}

	/**
	 * Returns how often the worker has been replaced.
	 * @return the times before, and one more if it is being replaced
	 */
	public RecycleHistory getRecycles() {
		return this.endpoint.monitoring().recycles();
	}

	private HarakiriSettings harakiri() {
		return this.endpoint.monitoring().harakiri();
	}

	private void harakiri(HarakiriSettings settings) {
		this.endpoint.monitoring().setHarakiri(settings);
	}

}
