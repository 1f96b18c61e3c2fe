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

import io.uwsgi4j.worker.CorePool;
import io.uwsgi4j.worker.CoreThreads;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The cores of an endpoint and the way in which connections reach them.
 *
 * @param pool the cores
 * @param source where they get their connections
 */
record ServingCores(CorePool pool, ConnectionSource source) {

	private static final Duration IDLE_TIME = Duration.ofMinutes(1);

	// On a single processor, one more that can start while the other waits for its peer.
	private static final int MIN_COMPETING = 2;

	/**
	 * Creates cores that the kernel wakes for each connection.
	 * @param endpoint the endpoint
	 * @param size number of cores, and how many of them stay when there is nothing to do
	 * @param threads starts the threads
	 * @return the cores
	 */
	static ServingCores accepting(UwsgiEndpoint endpoint, Size size, CoreThreads threads) {
		AcceptingCores source = new AcceptingCores(endpoint, endpoint.loop());
		// So many keep the processors busy; more only cost context switches.
		int competing = Math.max(MIN_COMPETING, Runtime.getRuntime().availableProcessors());
		CorePool pool = new CorePool(endpoint.getName(), size.max(), size.minSpare(), IDLE_TIME, threads, source,
				competing);
		source.setCores(pool.accepting());
		return new ServingCores(pool, source);
	}

	/**
	 * Creates cores that the event loop hands its connections over to.
	 * @param endpoint the endpoint
	 * @param size number of cores, and how many of them stay when there is nothing to do
	 * @param threads starts the threads
	 * @return the cores
	 */
	static ServingCores handedOver(UwsgiEndpoint endpoint, Size size, CoreThreads threads) {
		CorePool pool = new CorePool(endpoint.getName(), size.max(), size.minSpare(), IDLE_TIME, threads);
		AcceptLoop source = new AcceptLoop(endpoint.loop(), endpoint, pool::hasCapacity);
		pool.setCapacityListener(source::coreFreed);
		return new ServingCores(pool, source);
	}

	/**
	 * Lets upgraded connections say that the server goes away, and cores finish what they
	 * have, for a moment, at the end of a graceful shutdown: Tomcat has waited for
	 * requests that were in a servlet, and does not know of those that were on their way
	 * there, nor of responses that are still being sent.
	 * @param endpoint the endpoint
	 * @param pool the cores, {@code null} if there are none
	 */
	static void finish(UwsgiEndpoint endpoint, @Nullable CorePool pool) {
		for (SocketWrapperBase<UwsgiChannel> connection : endpoint.getConnections()) {
			UwsgiSocketWrapper wrapper = (UwsgiSocketWrapper) connection;
			if (wrapper.isUpgraded()) {
				endpoint.dispatch(wrapper, SocketEvent.STOP);
			}
		}
		if (pool != null) {
			pool.finish();
		}
	}

	/**
	 * Size of a pool.
	 *
	 * @param max number of cores
	 * @param minSpare how many of them stay when there is nothing to do
	 */
	record Size(int max, int minSpare) {
	}

}
