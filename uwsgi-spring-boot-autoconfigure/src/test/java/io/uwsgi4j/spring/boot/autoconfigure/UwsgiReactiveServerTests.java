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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UwsgiAutoConfiguration} with a real reactive server.
 */
class UwsgiReactiveServerTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner(
			AnnotationConfigReactiveWebServerApplicationContext::new)
		.withConfiguration(
				AutoConfigurations.of(TomcatReactiveWebServerAutoConfiguration.class, UwsgiAutoConfiguration.class))
		.withBean(HttpHandler.class,
				() -> (request,
						response) -> response.writeWith(Mono.fromSupplier(() -> response.bufferFactory()
							.wrap(("hello " + request.getRemoteAddress().getAddress().getHostAddress())
								.getBytes(StandardCharsets.UTF_8)))));

	@TempDir
	private Path directory;

	@Test
	void servesUwsgi() {
		Path socket = this.directory.resolve("app.sock");
		this.runner.withPropertyValues("uwsgi.socket=" + socket).run((context) -> {
			assertThat(Servers.getOverUwsgi(socket)).isEqualTo("hello 192.0.2.7");
			assertThat(Servers.connectors(context)).hasSize(1);
		});
	}

	@Test
	void servesUwsgiAndHttp() {
		Path socket = this.directory.resolve("app.sock");
		this.runner.withPropertyValues("uwsgi.socket=" + socket, "uwsgi.http=127.0.0.1:0").run((context) -> {
			assertThat(Servers.getOverUwsgi(socket)).isEqualTo("hello 192.0.2.7");
			assertThat(Servers.getOverHttp("127.0.0.1", Servers.server(context).getPort()))
				.isEqualTo("hello 127.0.0.1");
		});
	}

}
