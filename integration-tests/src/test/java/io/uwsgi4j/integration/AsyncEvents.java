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

package io.uwsgi4j.integration;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.uwsgi4j.test.Await;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Writes down what happens to an asynchronous request, for all of its cycles.
 */
final class AsyncEvents implements AsyncListener {

	private final Queue<String> events = new ConcurrentLinkedQueue<>();

	// What a timeout is answered with. 0: nothing, and errors are not dealt with either.
	private final int timeoutStatus;

	AsyncEvents() {
		this(0);
	}

	AsyncEvents(int timeoutStatus) {
		this.timeoutStatus = timeoutStatus;
	}

	/**
	 * Waits until exactly these events have happened.
	 * @param expected the events in order
	 */
	void await(String... expected) {
		List<String> wanted = List.of(expected);
		Await.until(() -> "events %s, got %s".formatted(wanted, this.events), Await.LIMIT,
				() -> List.copyOf(this.events).equals(wanted));
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.events.add("complete");
	}

	@Override
	public void onTimeout(AsyncEvent event) throws IOException {
		this.events.add("timeout");
		if (this.timeoutStatus > 0) {
			HttpServletResponse response = (HttpServletResponse) event.getSuppliedResponse();
			response.setStatus(this.timeoutStatus);
			response.getWriter().print("too late");
			event.getAsyncContext().complete();
		}
	}

	@Override
	public void onError(AsyncEvent event) {
		this.events.add("error");
		if (this.timeoutStatus > 0) {
			event.getAsyncContext().complete();
		}
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		this.events.add("start");
		// A listener is forgotten with the cycle that it was added to.
		event.getAsyncContext().addListener(this);
	}

}
