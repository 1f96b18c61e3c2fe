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

import java.util.Locale;

import io.uwsgi4j.test.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is true of responses of a kind.
 */
final class WireAssertions {

	private WireAssertions() {
	}

	static void isOk(Response response) {
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEqualTo("ok");
		isWellFormed(response);
	}

	static void isWellFormed(Response response) {
		assertThat(response.protocol()).isEqualTo("HTTP/1.1");
		assertThat(response.reason()).isNotBlank();
		assertThat(response.headers("Transfer-Encoding")).isEmpty();
		assertThat(response.headers("Connection")).isEmpty();
		assertThat(response.headers("Keep-Alive")).isEmpty();
		assertThat(response.headers("Date")).hasSize(1);
	}

	static void isComplete(Response response) {
		isWellFormed(response);
		assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(response.body().length));
	}

	/**
	 * A refusal by the connector itself, in a form that a proxy can show.
	 * @param response the response
	 * @param status the expected status
	 */
	static void isRefusal(Response response, int status) {
		assertThat(response.status()).as("%s", response).isEqualTo(status);
		assertThat(response.protocol()).isEqualTo("HTTP/1.1");
		assertThat(response.reason()).isNotBlank();
		assertThat(response.headers("Transfer-Encoding")).isEmpty();
		assertThat(response.header("Content-Type").toLowerCase(Locale.ROOT)).startsWith("text/plain");
		assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(response.body().length));
		assertThat(response.body()).hasSizeBetween(1, 512);
	}

}
