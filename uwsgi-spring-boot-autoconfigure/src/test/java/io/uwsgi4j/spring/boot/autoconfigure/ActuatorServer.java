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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.uwsgi4j.test.Response;
import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with all of Actuator, on a unix socket.
 */
final class ActuatorServer implements AutoCloseable {

	private final Path socket;

	private final ConfigurableApplicationContext context;

	private ActuatorServer(Path socket, ConfigurableApplicationContext context) {
		this.socket = socket;
		this.context = context;
	}

	static ActuatorServer start(Path directory, String... arguments) {
		return start(Application.class, directory, arguments);
	}

	static ActuatorServer start(Class<?> source, Path directory, String... arguments) {
		Path socket = directory.resolve("app.sock");
		SpringApplication application = new SpringApplication(source);
		application.setRegisterShutdownHook(false);
		Stream<String> settings = Stream.of("--uwsgi.socket=" + socket, "--management.endpoints.web.exposure.include=*",
				"--management.endpoint.health.show-details=always");
		return new ActuatorServer(socket,
				application.run(Stream.concat(settings, Stream.of(arguments)).toArray(String[]::new)));
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	String address() {
		return this.socket.toString();
	}

	Response get(String path) {
		return exchange(UwsgiPacket.get(path));
	}

	Response post(String path, String json) {
		return exchange(
				UwsgiPacket.post(path, json.getBytes(StandardCharsets.UTF_8)).set("CONTENT_TYPE", "application/json"));
	}

	Response exchange(UwsgiPacket packet) {
		return new UwsgiClient(address()).exchange(packet);
	}

	Map<String, Object> json(String path) {
		return json(get(path));
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> json(Response response) {
		return JsonMapper.shared().readValue(response.text(), Map.class);
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> map(Map<String, Object> parent, String name) {
		return (Map<String, Object>) parent.get(name);
	}

	@SuppressWarnings("unchecked")
	static List<Map<String, Object>> list(Map<String, Object> parent, String name) {
		return (List<Map<String, Object>>) parent.get(name);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(HelloController.class)
	static class Application {

	}

	@RestController
	static class HelloController {

		@GetMapping("/")
		String hello() {
			return "hello";
		}

	}

}
