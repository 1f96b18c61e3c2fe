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

import org.jspecify.annotations.Nullable;

/**
 * A request that has ended, as a log or a meter sees it. Valid during the call it is
 * handed out in, by the thread of that call: whoever needs something later copies it.
 */
public interface ServedRequest {

	/**
	 * Returns the worker.
	 * @return its number, from 1
	 */
	int worker();

	/**
	 * Returns the core that has started the request.
	 * @return its number, from 0
	 */
	int core();

	/**
	 * Returns a variable of the packet.
	 * @param name the name, for example {@code REQUEST_URI}
	 * @return the value of the first variable of that name, one character per byte, or
	 * {@code null} if there is none
	 */
	@Nullable String variable(String name);

	/**
	 * Returns how many variables the packet had.
	 * @return the number of variables, 0 if they could not be read
	 */
	int variableCount();

	/**
	 * Returns the size of all variables in the packet.
	 * @return the size in bytes
	 */
	int packetSize();

	/**
	 * Returns the kind of the packet.
	 * @return the first byte of its header, 0 to 255
	 */
	int modifier1();

	/**
	 * Returns the second modifier of the packet.
	 * @return the last byte of its header, 0 to 255
	 */
	int modifier2();

	/**
	 * Returns the announced length of the request body.
	 * @return the length in bytes, -1 if none was announced
	 */
	long contentLength();

	/**
	 * Returns whether the request has reached the application.
	 * @return {@code false} if the connector answered it
	 */
	boolean isHandled();

	/**
	 * Returns the status of the response.
	 * @return the status
	 */
	int status();

	/**
	 * Returns how much of the response body was sent.
	 * @return the number of bytes
	 */
	long bodySize();

	/**
	 * Returns the size of the response head.
	 * @return the number of bytes from the status line to the empty line, 0 if none was
	 * sent
	 */
	int headSize();

	/**
	 * Returns how many headers the response had.
	 * @return the number of headers
	 */
	int headerCount();

	/**
	 * Returns whether the body was sent from a file by the connector.
	 * @return whether it was
	 */
	boolean isSentFromFile();

	/**
	 * Returns when the request was received.
	 * @return the time in microseconds since 1970
	 */
	long startMicros();

	/**
	 * Returns how long the request has taken, from the end of the packet to the end of
	 * the response.
	 * @return the time in nanoseconds
	 */
	long durationNanos();

	/**
	 * Returns how long the request has waited before it was received, from the moment
	 * that the proxy names in the variable {@code REQUEST_START}.
	 * @return the time in microseconds, -1 if the proxy did not say
	 */
	long queuedMicros();

	/**
	 * Returns how often a core has taken up the request.
	 * @return 1, and 1 more for each time that it went on after it had been left waiting
	 */
	int switches();

	/**
	 * Returns whether the request body could not be read in full.
	 * @return whether reading failed
	 */
	boolean hasReadError();

	/**
	 * Returns whether the response could not be written in full.
	 * @return whether writing failed
	 */
	boolean hasWriteError();

	/**
	 * Returns whether the application has thrown an exception.
	 * @return whether it has
	 */
	boolean hasException();

}
