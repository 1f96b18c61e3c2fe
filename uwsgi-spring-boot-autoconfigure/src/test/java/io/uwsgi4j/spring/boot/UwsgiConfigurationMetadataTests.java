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

package io.uwsgi4j.spring.boot;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata.
 */
class UwsgiConfigurationMetadataTests {

	private final Map<String, Object> metadata = read();

	@Test
	void everyPropertyIsThere() {
		assertThat(properties()).extracting((property) -> property.get("name"))
			.containsExactlyInAnyOrder("uwsgi.enabled", "uwsgi.socket", "uwsgi.http", "uwsgi.protocol", "uwsgi.listen",
					"uwsgi.chmod-socket", "uwsgi.chown-socket", "uwsgi.vacuum", "uwsgi.reuse-port", "uwsgi.tcp-nodelay",
					"uwsgi.so-keepalive", "uwsgi.defer-accept", "uwsgi.buffer-size", "uwsgi.max-vars",
					"uwsgi.limit-post", "uwsgi.post-buffering", "uwsgi.socket-timeout", "uwsgi.http-timeout",
					"uwsgi.threads", "uwsgi.harakiri", "uwsgi.harakiri-verbose", "uwsgi.harakiri-graceful-timeout",
					"uwsgi.allow-from", "uwsgi.allow-uids", "uwsgi.allow-gids", "uwsgi.max-connections-per-peer",
					"uwsgi.max-incomplete-per-peer", "uwsgi.secret", "uwsgi.allowed-vars", "uwsgi.trust-remote-user",
					"uwsgi.log-requests", "uwsgi.log-format", "uwsgi.log-slow", "uwsgi.log-4xx", "uwsgi.log-5xx",
					"uwsgi.log-big", "uwsgi.log-zero", "uwsgi.log-x-forwarded-for", "uwsgi.log-micros", "uwsgi.stats",
					"uwsgi.stats-http", "uwsgi.stats-minified", "uwsgi.stats-no-cores", "uwsgi.stats-masked-vars",
					"uwsgi.memory-report", "uwsgi.max-requests", "uwsgi.max-requests-delta",
					"uwsgi.min-worker-lifetime", "uwsgi.max-worker-lifetime", "uwsgi.reload-on-as",
					"uwsgi.reload-on-rss", "uwsgi.evil-reload-on-as", "uwsgi.evil-reload-on-rss",
					"uwsgi.worker-reload-mercy", "uwsgi.reload-exit-code", "uwsgi.pidfile");
	}

	@Test
	void everyPropertyIsDescribedByTheRulesOfSpringBoot() {
		assertThat(properties()).allSatisfy((property) -> {
			String description = (String) property.get("description");
			assertThat(description).isNotBlank().endsWith(".").doesNotStartWith("The ").doesNotStartWith("A ");
			String type = (String) property.get("type");
			if (type.equals("java.lang.Boolean")) {
				assertThat(description).startsWith("Whether ");
			}
			if (type.startsWith("java.util.List")) {
				assertThat(description).startsWith("Comma-separated list ");
			}
			if (type.equals("java.time.Duration")) {
				assertThat(description)
					.matches(".*If a duration suffix is not specified, (milli)?seconds will be used\\.");
			}
		});
	}

	@Test
	void defaultsAreThere() {
		assertThat(defaultOf("uwsgi.listen")).isEqualTo(1024);
		assertThat(defaultOf("uwsgi.chmod-socket")).isEqualTo("660");
		assertThat(defaultOf("uwsgi.buffer-size")).isEqualTo("65535B");
		assertThat(defaultOf("uwsgi.max-vars")).isEqualTo(1000);
		assertThat(defaultOf("uwsgi.max-connections-per-peer")).isEqualTo(0);
		assertThat(defaultOf("uwsgi.max-incomplete-per-peer")).isEqualTo(0);
		assertThat(defaultOf("uwsgi.socket-timeout")).isEqualTo("60s");
		assertThat(defaultOf("uwsgi.http-timeout")).isEqualTo("60s");
		assertThat(defaultOf("uwsgi.log-slow")).isEqualTo("0ms");
		assertThat(defaultOf("uwsgi.log-4xx")).isEqualTo(false);
		assertThat(defaultOf("uwsgi.vacuum")).isEqualTo(true);
		assertThat(defaultOf("uwsgi.stats")).isNull();
		assertThat(defaultOf("uwsgi.stats-http")).isEqualTo(false);
		assertThat(defaultOf("uwsgi.allow-from")).isEqualTo(List.of("127.0.0.0/8", "::1/128"));
	}

	@Test
	void propertiesOfActuatorAreThere() {
		assertThat(all()).extracting((property) -> property.get("name"))
			.contains("management.endpoint.uwsgi.access", "management.endpoint.uwsgi.cache.time-to-live",
					"management.health.uwsgi.enabled", "management.info.uwsgi.enabled");
		assertThat(defaultOf("management.endpoint.uwsgi.access")).isEqualTo("read_only");
		assertThat(defaultOf("management.health.uwsgi.enabled")).isEqualTo(true);
		assertThat(defaultOf("management.info.uwsgi.enabled")).isEqualTo(true);
	}

	private Object defaultOf(String name) {
		return all().stream()
			.filter((property) -> property.get("name").equals(name))
			.findFirst()
			.orElseThrow()
			.get("defaultValue");
	}

	private List<Map<String, Object>> properties() {
		return all().stream().filter((property) -> property.get("name").toString().startsWith("uwsgi.")).toList();
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> all() {
		return (List<Map<String, Object>>) this.metadata.get("properties");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> read() {
		try (InputStream json = UwsgiProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readValue(json, Map.class);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
