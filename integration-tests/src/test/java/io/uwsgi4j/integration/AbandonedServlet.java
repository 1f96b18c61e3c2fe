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

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Reads and writes until the client has left, and remembers what that looked like.
 */
final class AbandonedServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	private static final Queue<Throwable> FAILURES = new ConcurrentLinkedQueue<>();

	private static final Queue<Throwable> ERROR_EVENTS = new ConcurrentLinkedQueue<>();

	private static final Queue<String> COMPLETIONS = new ConcurrentLinkedQueue<>();

	/**
	 * Forgets everything so far.
	 */
	static void clear() {
		FAILURES.clear();
		ERROR_EVENTS.clear();
		COMPLETIONS.clear();
	}

	/**
	 * Returns what reading and writing has thrown.
	 * @return the exceptions
	 */
	static List<Throwable> failures() {
		return List.copyOf(FAILURES);
	}

	/**
	 * Returns what listeners of asynchronous requests were told.
	 * @return the exceptions
	 */
	static List<Throwable> errorEvents() {
		return List.copyOf(ERROR_EVENTS);
	}

	/**
	 * Returns how many asynchronous requests have ended.
	 * @return the number of requests
	 */
	static int completions() {
		return COMPLETIONS.size();
	}

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (request.getPathInfo().equals("/async")) {
			AsyncContext context = request.startAsync();
			context.setTimeout(60_000);
			context.addListener(new Recorder());
			new Thread(() -> writeInBackground(context.getResponse()), "abandoned").start();
			return;
		}
		try {
			request.getInputStream().readAllBytes();
			write(response);
		}
		catch (IOException ex) {
			FAILURES.add(ex);
			throw ex;
		}
	}

	private static void writeInBackground(ServletResponse response) {
		try {
			write(response);
		}
		catch (IOException ex) {
			FAILURES.add(ex);
		}
	}

	private static void write(ServletResponse response) throws IOException {
		byte[] piece = new byte[20_000];
		for (int i = 0; i < 100_000; i++) {
			response.getOutputStream().write(piece);
			response.flushBuffer();
		}
	}

	private static final class Recorder implements AsyncListener {

		@Override
		public void onError(AsyncEvent event) {
			ERROR_EVENTS.add(event.getThrowable());
		}

		@Override
		public void onComplete(AsyncEvent event) {
			COMPLETIONS.add("complete");
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			// nothing to do
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// nothing to do
		}

	}

}
