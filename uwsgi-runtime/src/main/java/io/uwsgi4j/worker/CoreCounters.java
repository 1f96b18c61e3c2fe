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

package io.uwsgi4j.worker;

/**
 * Counters of one core at one moment. Everything that was counted of a request is in them
 * if the request is; it may be in them a little earlier.
 *
 * @param requests requests that have ended
 * @param running requests that have not; more than one if some wait asynchronously
 * @param startMicros when the last one was received, in microseconds since 1970
 * @param unhandled requests that have ended without reaching the application
 * @param exceptions requests that ended with an exception of the application
 * @param readErrors bodies that could not be read in full
 * @param writeErrors responses that could not be written in full
 * @param sentBytes bytes of responses, heads included
 * @param runningMicros time spent in requests that have ended, in microseconds
 */
public record CoreCounters(long requests, long running, long startMicros, long unhandled, long exceptions,
		long readErrors, long writeErrors, long sentBytes, long runningMicros) {

	/**
	 * Returns whether a request is running that the core has started.
	 * @return whether there is one
	 */
	public boolean isBusy() {
		return this.running > 0;
	}

}
