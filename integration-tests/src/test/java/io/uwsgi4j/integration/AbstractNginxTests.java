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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything through nginx, on both transports, with and without buffering.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Nginx.Variant.class)
@ExtendWith(EnvironmentExtension.class)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
abstract class AbstractNginxTests {

	static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@Parameter
	Nginx.Variant variant;

	private FrontEnd frontEnd;

	private RunningApplication application;

	@BeforeEach
	void prepare(Environment environment) {
		this.frontEnd = environment.nginx().frontEnd(this.variant);
		this.application = environment.application();
		this.application.log().clear();
	}

	/**
	 * Waits until all requests have ended, so that none of them says something while
	 * another test listens.
	 */
	@AfterEach
	void endRequests() {
		this.application.awaitIdle();
	}

	FrontEnd frontEnd() {
		return this.frontEnd;
	}

	RunningApplication application() {
		return this.application;
	}

	URI uri(String target) {
		return this.frontEnd.uri(target);
	}

	HttpResponse<String> get(String target) {
		return send(HttpRequest.newBuilder(uri(target)).build());
	}

	CompletableFuture<HttpResponse<String>> getAsync(String target) {
		return HTTP.sendAsync(HttpRequest.newBuilder(uri(target)).build(), HttpResponse.BodyHandlers.ofString())
			.orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

	HttpResponse<String> post(String target, byte[] body) {
		return send(HttpRequest.newBuilder(uri(target)).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
	}

	HttpResponse<String> send(HttpRequest request) {
		return send(request, HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Returns where nginx connects to, for a test that takes its place.
	 * @return the address of the application
	 */
	String address() {
		return this.variant.isUnix() ? this.application.unixSocket() : this.application.tcpAddress();
	}

	/**
	 * Waits until all requests have ended, and checks that nobody is bothered with them.
	 */
	void assertQuiet() {
		this.application.awaitIdle();
		assertThat(this.application.log().errors()).isEmpty();
		assertThat(this.application.log().stackTraces()).isEmpty();
	}

	static void assertErrorPage(HttpResponse<String> response, int status, String target) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).contains("\"status\":" + status, "\"path\":\"" + target + "\"");
	}

	<T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
		try {
			return HTTP.send(request, handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
