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

import java.util.List;

import io.uwsgi4j.socket.ListenerSocket;

/**
 * How connections get from the listening sockets to the cores. All methods but the last
 * are called by the endpoint, one at a time.
 */
interface ConnectionSource {

	/**
	 * Where no connections come from, while an endpoint is not running.
	 */
	ConnectionSource NONE = new None();

	/**
	 * Starts to accept connections.
	 * @param listeners the listening sockets, which stay open until {@link #stop()}
	 * returns
	 */
	void start(List<ListenerSocket> listeners);

	/**
	 * Accepts no more connections until {@link #resume()}. Connections wait in the listen
	 * queue.
	 */
	void pause();

	/**
	 * Accepts connections again.
	 */
	void resume();

	/**
	 * Accepts what waits in the listen queues of sockets that are about to be closed for
	 * good, and nothing after that.
	 */
	void drainAndStop();

	/**
	 * Accepts nothing any more and lets go of the listening sockets.
	 */
	void stop();

	/**
	 * Told by any thread that a connection has been closed.
	 */
	void connectionClosed();

	/**
	 * Implementation of {@link #NONE}.
	 */
	final class None implements ConnectionSource {

		private None() {
		}

		@Override
		public void start(List<ListenerSocket> listeners) {
		}

		@Override
		public void pause() {
		}

		@Override
		public void resume() {
		}

		@Override
		public void drainAndStop() {
		}

		@Override
		public void stop() {
		}

		@Override
		public void connectionClosed() {
		}

	}

}
