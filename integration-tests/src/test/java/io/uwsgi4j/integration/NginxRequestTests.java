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

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plain requests of every kind.
 */
class NginxRequestTests extends AbstractNginxTests {

	@AfterEach
	void noErrorIsLogged() {
		assertThat(application().log().errors()).isEmpty();
	}

	@Test
	void whenMethodIsGetThenResponseArrives() {
		HttpResponse<String> response = get("/hello");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("hello");
		assertThat(response.headers().firstValue("Content-Length")).hasValue("5");
		assertThat(response.headers().firstValue("Date")).isPresent();
	}

	@Test
	void whenMethodIsPutThenBodyArrives() {
		HttpResponse<String> response = send(
				HttpRequest.newBuilder(uri("/items/7")).PUT(HttpRequest.BodyPublishers.ofString("seven")).build());
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(response.body()).isEqualTo("7=seven");
	}

	@Test
	void whenMethodIsDeleteThenAnswerHasNoContent() {
		HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/items/7")).DELETE().build());
		assertThat(response.statusCode()).isEqualTo(204);
		assertThat(response.body()).isEmpty();
		assertThat(response.headers().firstValue("X-Deleted")).hasValue("7");
	}

	@Test
	void whenMethodIsHeadThenThereIsNoBody() {
		HttpResponse<String> response = send(
				HttpRequest.newBuilder(uri("/hello")).method("HEAD", HttpRequest.BodyPublishers.noBody()).build());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEmpty();
	}

	@Test
	void whenMethodIsHeadOnRawConnectionThenNothingFollowsTheHead() {
		String response = RawHttp.exchange(frontEnd(), "HEAD /bytes?size=1000 HTTP/1.1", "Host: app.example");
		assertThat(response).startsWith("HTTP/1.1 200").contains("Content-Length: 1000").endsWith("\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 304, 400, 404, 409, 500, 503 })
	void whenApplicationSetsStatusThenClientSeesIt(int status) {
		assertThat(get("/status/" + status).statusCode()).isEqualTo(status);
	}

	@Test
	void whenThereIsNoHandlerThenAnswerIs404() {
		assertThat(get("/missing").statusCode()).isEqualTo(404);
	}

	@Test
	void whenApplicationRedirectsThenLocationLeadsBackToNginx() {
		HttpResponse<String> response = get("/redirect");
		assertThat(response.statusCode()).isEqualTo(302);
		String location = response.headers().firstValue("Location").orElseThrow();
		assertThat(uri("/redirect").resolve(location)).isEqualTo(uri("/hello"));
	}

	@Test
	void whenHeadersAreRepeatedThenAllValuesArrive() {
		String response = RawHttp.exchange(frontEnd(), "GET /inspect/headers HTTP/1.1", "Host: app.example",
				"X-Multi: first", "X-Multi: second", "X-Empty:");
		List<String> lines = response.lines().toList();
		assertThat(lines).contains("header.x-multi=first", "header.x-multi=second", "header.x-empty=");
	}

	@Test
	void whenCookiesAreRepeatedThenAllArrive() {
		String response = RawHttp.exchange(frontEnd(), "GET /inspect/cookies HTTP/1.1", "Host: app.example",
				"Cookie: a=1; b=2", "Cookie: c=3");
		assertThat(response.lines()).contains("cookie=a:1", "cookie=b:2", "cookie=c:3");
	}

	@Test
	void whenClientSendsHopByHopHeadersThenApplicationDoesNotSeeThem() {
		String response = RawHttp.exchange(frontEnd(), "GET /inspect/hop HTTP/1.1", "Host: app.example",
				"Proxy: http://evil.example", "Expect: 100-continue");
		assertThat(response).contains("method=GET").doesNotContain("header.proxy=").doesNotContain("header.expect=");
	}

	@Test
	void whenClientConnectsThenApplicationSeesItsAddress() {
		String body = get("/inspect/remote").body();
		assertThat(body).contains("remote=127.0.0.1").contains("scheme=http");
		assertThat(body).containsPattern("remotePort=[1-9]").contains("server=127.0.0.1:" + frontEnd().port());
	}

	@Test
	void whenThereIsNoBodyThenApplicationSeesNoLength() {
		String response = RawHttp.exchange(frontEnd(), "GET /inspect/none HTTP/1.1", "Host: h");
		assertThat(response.lines()).contains("contentLength=-1", "contentType=null");
		assertThat(response).doesNotContain("header.content-");
	}

	@Test
	void whenHostIsGivenThenApplicationSeesIt() {
		assertThat(RawHttp.exchange(frontEnd(), "GET /inspect/host HTTP/1.1", "Host: example.com:81"))
			.contains("server=example.com:81");
	}

	@Test
	void whenClientSpeaksHttp10WithoutHostThenItIsServed() {
		String response = RawHttp.exchange(frontEnd(), "GET /inspect/old HTTP/1.0");
		assertThat(response).startsWith("HTTP/1.1 200").contains("server=app.example:" + frontEnd().port());
	}

	@Test
	void whenConnectionIsKeptAliveThenRequestsFollowEachOther() {
		try (RawHttp http = new RawHttp(frontEnd())) {
			for (int i = 0; i < 20; i++) {
				http.send("GET /hello HTTP/1.1\r\nHost: app.example\r\n\r\n").readUntil("\r\n\r\nhello");
			}
		}
	}

}
