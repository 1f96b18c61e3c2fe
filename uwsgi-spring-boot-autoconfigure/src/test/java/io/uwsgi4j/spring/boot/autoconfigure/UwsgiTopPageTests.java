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

package io.uwsgi4j.spring.boot.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page at {@code uwsgi/top} wherever the endpoints may be.
 */
class UwsgiTopPageTests {

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

	private static final String[] EXPOSED = { "--management.endpoints.web.exposure.include=uwsgi" };

	private static final String[] OWN_PORT = { "--management.server.port=0", "--management.server.address=127.0.0.1",
			"--management.server.base-path=/manage" };

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(Place.class)
	void whenBrowserAsksThenThereIsOneDocumentUnderAStrictPolicy(Place place) throws Exception {
		try (ConfigurableApplicationContext context = run(place)) {
			HttpResponse<String> response = place.get(context, "/uwsgi/top", BROWSER);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
			assertHeaders(response);
			String policy = response.headers().firstValue("Content-Security-Policy").orElseThrow();
			assertThat(policy.split("; ")).contains("default-src 'none'", "connect-src 'self'", "img-src data:",
					"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
					"script-src " + hash("script", response.body()), "style-src " + hash("style", response.body()));
			assertThat(response.body()).contains("http-equiv=\"Content-Security-Policy\" content=\""
					+ policy.replace("; frame-ancestors 'none'", "") + "\"");
			assertThat(response.body()).doesNotContain("src=\"", "href=\"http", "@import", "url(", " style=",
					"onclick");
		}
	}

	@ParameterizedTest
	@EnumSource(Place.class)
	void whenAnybodyElseAsksThenThereAreTheStatistics(Place place) throws Exception {
		try (ConfigurableApplicationContext context = run(place)) {
			for (String accept : List.of("application/json", "*/*", "text/html;q=0.5,application/json",
					"application/vnd.spring-boot.actuator.v3+json")) {
				HttpResponse<String> response = place.get(context, "/uwsgi/top", accept);
				assertThat(response.statusCode()).as(accept).isEqualTo(200);
				assertThat(response.headers().firstValue("Content-Type").orElseThrow()).contains("json");
				assertHeaders(response);
				assertThat(response.body()).startsWith("{\"version\":").contains("\"workers\":[{\"id\":1,");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(Place.class)
	void whenPathIsAnotherThenNothingIsDifferent(Place place) throws Exception {
		try (ConfigurableApplicationContext context = run(place)) {
			for (String path : List.of("/uwsgi", "/uwsgi/settings")) {
				HttpResponse<String> response = place.get(context, path, BROWSER);
				assertThat(response.statusCode()).as(path).isEqualTo(200);
				assertThat(response.headers().map()).doesNotContainKeys("Content-Security-Policy", "Referrer-Policy");
			}
			assertThat(place.get(context, "/uwsgi/other", BROWSER).statusCode()).isEqualTo(404);
			assertThat(place.get(context, "/other/uwsgi/top", BROWSER).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(Place.class)
	void whenPathIsEncodedThenTheHeadersAreThere(Place place) throws Exception {
		try (ConfigurableApplicationContext context = run(place)) {
			assertHeaders(place.get(context, "/uwsgi/%74o%70", "application/json"));
			assertHeaders(place.get(context, "/uwsgi/%74o%70", BROWSER));
		}
	}

	@Test
	void whenEndpointIsNotExposedThenThereIsNoPage() throws Exception {
		try (ConfigurableApplicationContext context = run(Place.SERVLET,
				"--management.endpoints.web.exposure.exclude=uwsgi")) {
			assertThat(Place.SERVLET.get(context, "/uwsgi/top", BROWSER).statusCode()).isEqualTo(404);
		}
	}

	@Test
	void whenAccessIsDeniedThenThereIsNoPage() throws Exception {
		try (ConfigurableApplicationContext context = run(Place.SERVLET, "--management.endpoint.uwsgi.access=none")) {
			assertThat(Place.SERVLET.get(context, "/uwsgi/top", BROWSER).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--spring.mvc.servlet.path=/app", "--server.servlet.context-path=/app" })
	void whenApplicationHasAPathThenThePageIsBelow(String path) throws Exception {
		try (ConfigurableApplicationContext context = run(Place.SERVLET, path)) {
			String page = "/app/actuator/uwsgi/top";
			HttpResponse<String> response = Place.get(Servers.server(context).getPort(), page, BROWSER);
			assertThat(response.body()).startsWith("<!DOCTYPE html>");
			assertHeaders(response);
			assertHeaders(Place.get(Servers.server(context).getPort(), page, "application/json"));
		}
	}

	private ConfigurableApplicationContext run(Place place, String... args) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setRegisterShutdownHook(false);
		application.setWebApplicationType(place.type);
		Stream<String> socket = Stream.of("--uwsgi.socket=" + this.directory.resolve("app.sock"),
				"--uwsgi.http=127.0.0.1:0");
		String[] all = Stream.of(socket, Stream.of(EXPOSED), Stream.of(place.args), Stream.of(args))
			.flatMap((part) -> part)
			.toArray(String[]::new);
		return application.run(all);
	}

	private static void assertHeaders(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().map()).containsEntry("X-Content-Type-Options", List.of("nosniff"))
			.containsEntry("Referrer-Policy", List.of("no-referrer"))
			.containsEntry("Cache-Control", List.of("no-store"))
			.containsKey("Content-Security-Policy");
		assertThat(response.headers().allValues("Vary")).contains("Accept");
	}

	private static String hash(String element, String document) throws Exception {
		Matcher matcher = Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(element), Pattern.DOTALL).matcher(document);
		assertThat(matcher.find()).isTrue();
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(matcher.group(1).getBytes(StandardCharsets.UTF_8));
		return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
	}

	/**
	 * Where the endpoints are.
	 */
	enum Place {

		SERVLET(WebApplicationType.SERVLET),

		SERVLET_OWN_PORT(WebApplicationType.SERVLET, OWN_PORT),

		REACTIVE(WebApplicationType.REACTIVE),

		REACTIVE_OWN_PORT(WebApplicationType.REACTIVE, OWN_PORT);

		private final WebApplicationType type;

		private final String[] args;

		Place(WebApplicationType type, String... args) {
			this.type = type;
			this.args = args;
		}

		private HttpResponse<String> get(ConfigurableApplicationContext context, String path, String accept)
				throws Exception {
			boolean own = this.args.length > 0;
			int port = own ? context.getEnvironment().getRequiredProperty("local.management.port", Integer.class)
					: Servers.server(context).getPort();
			return get(port, (own ? "/manage/actuator" : "/actuator") + path, accept);
		}

		private static HttpResponse<String> get(int port, String path, String accept) throws Exception {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
				.header("Accept", accept)
				.build();
			return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
