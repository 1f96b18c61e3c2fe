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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.uwsgi4j.test.Await;

/**
 * Clients that send requests one after the other, without a pause and without a second
 * attempt, and write down what was not answered as it should be.
 */
final class LoadClients implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	// Held in nginx's memory, in its temporary file, and larger than any buffer between.
	private static final List<byte[]> BODIES = List.of(Payload.bytes(500), Payload.bytes(40_000),
			Payload.bytes(600_000));

	private static final List<String> DIGESTS = BODIES.stream().map(Payload::digest).toList();

	private final FrontEnd frontEnd;

	private final ExecutorService threads;

	private final AtomicLong served = new AtomicLong();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private volatile boolean stopped;

	/**
	 * Starts sending.
	 * @param frontEnd where to
	 * @param count number of clients
	 */
	LoadClients(FrontEnd frontEnd, int count) {
		this.frontEnd = frontEnd;
		this.threads = Executors.newFixedThreadPool(count);
		for (int i = 0; i < count; i++) {
			this.threads.execute(this::run);
		}
	}

	/**
	 * Waits until so many more requests have been answered.
	 * @param count how many
	 */
	void awaitServed(int count) {
		long wanted = this.served.get() + count;
		Await.until(() -> "%d requests are answered, failures: %s".formatted(count, failures()), Await.LIMIT,
				() -> this.served.get() >= wanted);
	}

	/**
	 * Returns the requests that were not answered as they should have been.
	 * @return request and answer of each
	 */
	List<String> failures() {
		return this.failures.stream().limit(50).toList();
	}

	@Override
	public void close() {
		this.stopped = true;
		this.threads.shutdown();
		try {
			if (!this.threads.awaitTermination(30, TimeUnit.SECONDS)) {
				throw new AssertionError("a client still waits for an answer");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void run() {
		for (int i = 0; !this.stopped; i++) {
			int kind = i % (BODIES.size() * 2);
			if (kind < BODIES.size()) {
				expect(request("/hello"), "hello");
			}
			else {
				byte[] body = BODIES.get(kind - BODIES.size());
				expect(request("/digest").POST(HttpRequest.BodyPublishers.ofByteArray(body)),
						DIGESTS.get(kind - BODIES.size()));
			}
		}
	}

	private HttpRequest.Builder request(String target) {
		return HttpRequest.newBuilder(this.frontEnd.uri(target)).timeout(Duration.ofSeconds(20));
	}

	private void expect(HttpRequest.Builder builder, String body) {
		HttpRequest request = builder.build();
		try {
			HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() == 200 && response.body().equals(body)) {
				this.served.incrementAndGet();
			}
			else {
				this.failures.add(request.method() + " " + response.statusCode());
			}
		}
		catch (IOException ex) {
			this.failures.add(request.method() + " " + ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
