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

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.management.ObjectName;
import javax.management.ReflectionException;

import io.uwsgi4j.requestlog.RequestLog;
import io.uwsgi4j.requestlog.RequestLogSettings;
import io.uwsgi4j.test.Await;
import io.uwsgi4j.test.Response;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for settings of the request log that are changed through the endpoint
 * {@code uwsgi}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UwsgiSettingsServerTests {

	private static final String[] CHANGEABLE = { "uwsgi.evil-reload-on-as", "uwsgi.evil-reload-on-rss",
			"uwsgi.harakiri", "uwsgi.harakiri-graceful-timeout", "uwsgi.harakiri-verbose", "uwsgi.log-4xx",
			"uwsgi.log-5xx", "uwsgi.log-big", "uwsgi.log-requests", "uwsgi.log-slow", "uwsgi.log-zero",
			"uwsgi.max-requests", "uwsgi.max-requests-delta", "uwsgi.max-worker-lifetime", "uwsgi.min-worker-lifetime",
			"uwsgi.reload-on-as", "uwsgi.reload-on-rss", "uwsgi.worker-reload-mercy" };

	@TempDir
	private Path directory;

	@Test
	void whenSettingCannotBeChangedThenTheAnswerSaysWhichCan() {
		try (ActuatorServer server = start()) {
			for (String json : List.of("{\"threads\":5}", "{}", "{\"log-slow\":\"soon\"}", "{\"log-slow\":-1}",
					"{\"log-big\":\"-1KB\"}", "{\"log-requests\":\"maybe\"}", "{\"log-requests\":null}",
					"{\"log-zero\":\"\"}", "{\"harakiri\":-1}", "{\"harakiri\":\"1500ms\"}",
					"{\"harakiri-verbose\":\"perhaps\"}", "{\"max-requests\":-1}", "{\"max-worker-lifetime\":10}",
					"{\"reload-on-rss\":\"much\"}", "{\"worker-reload-mercy\":-1}",
					"{\"log-zero\":true,\"log-format\":\"%(uri)\"}")) {
				Response response = server.post("/actuator/uwsgi/settings", json);
				assertThat(response.status()).as(json).isEqualTo(400);
				assertThat(ActuatorServer.json(response)).containsKey("error")
					.extractingByKey("changeable")
					.asInstanceOf(InstanceOfAssertFactories.LIST)
					.containsExactly((Object[]) CHANGEABLE);
			}
			assertThat(server.context().getBean(RequestLog.class).getSettings()).isEqualTo(RequestLogSettings.OFF);
		}
	}

	@Test
	void whenSettingIsChangedThenItIsInEffect(CapturedOutput output) {
		try (ActuatorServer server = start("--uwsgi.log-4xx=true")) {
			assertThat(server.get("/?before").status()).isEqualTo(200);
			Response response = server.post("/actuator/uwsgi/settings",
					"{\"log-requests\":true,\"uwsgi.log-slow\":500,\"logBig\":\"1MB\"}");
			assertThat(response.status()).isEqualTo(200);
			assertThat(ActuatorServer.json(response))
				.isEqualTo(Map.of("uwsgi.log-requests", Map.of("old", false, "new", true), "uwsgi.log-slow",
						Map.of("old", "0s", "new", "500ms"), "uwsgi.log-big", Map.of("old", "0B", "new", "1048576B")));
			assertThat(output).contains("uwsgi.log-slow changed from 0s to 500ms");
			assertThat(server.get("/?after").status()).isEqualTo(200);
			Await.until("the request is logged", () -> output.getOut().contains("GET /?after"));
			assertThat(output).doesNotContain("GET /?before");
			Map<String, Object> settings = ActuatorServer.map(server.json("/actuator/uwsgi/settings"), "settings");
			assertThat(settings)
				.containsEntry("uwsgi.log-requests", Map.of("value", true, "origin", "endpoint 'uwsgi'"))
				.containsEntry("uwsgi.log-5xx", Map.of("value", false));
			assertThat(ActuatorServer.map(settings, "uwsgi.log-4xx")).containsEntry("value", true)
				.extractingByKey("origin")
				.asString()
				.contains("commandLineArgs");
		}
	}

	@Test
	void whenSettingIsChangedThroughJmxThenItIsInEffect() throws Exception {
		try (ActuatorServer server = start("--spring.jmx.enabled=true",
				"--management.endpoints.jmx.exposure.include=uwsgi",
				"--management.endpoints.jmx.domain=uwsgi4j.settings.tests")) {
			ObjectName name = new ObjectName("uwsgi4j.settings.tests:type=Endpoint,name=Uwsgi");
			assertThat(perform(name, Map.of("log-zero", "true"))).hasSize(1);
			assertThat(server.context().getBean(RequestLog.class).getSettings().logZero()).isTrue();
			assertThatExceptionOfType(ReflectionException.class).isThrownBy(() -> perform(name, Map.of("threads", 1)))
				.withMessageContainingAll("threads", "uwsgi.log-slow");
		}
	}

	private static Map<?, ?> perform(ObjectName name, Map<String, Object> settings) throws Exception {
		return (Map<?, ?>) ManagementFactory.getPlatformMBeanServer()
			.invoke(name, "perform", new Object[] { "settings", settings },
					new String[] { String.class.getName(), Map.class.getName() });
	}

	private ActuatorServer start(String... arguments) {
		String[] settings = Stream
			.concat(Stream.of("--management.endpoint.uwsgi.access=unrestricted"), Stream.of(arguments))
			.toArray(String[]::new);
		return ActuatorServer.start(this.directory, settings);
	}

}
