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

import io.uwsgi4j.test.SeenRequest;
import io.uwsgi4j.test.UwsgiPacket;
import io.uwsgi4j.test.UwsgiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is not known does not pass.
 */
class VariablePolicyTests extends AbstractWireTests {

	@ParameterizedTest
	@ValueSource(strings = { "FOO", "DOCUMENT_ROOT", "SERVER_SOFTWARE", "SCRIPT_FILENAME", "PATH", "UWSGI_FILE",
			"UWSGI_SETENV", "UWSGI_CHDIR", "UWSGI_POSTFILE", "UWSGI_APPID", "UWSGI_SCRIPT", "UWSGI_MODULE",
			"UWSGI_HOME", "UWSGI_TOUCH_RELOAD", "UWSGI_CACHE_GET", "UWSGI_ROUTER", "jakarta.servlet.error.status_code",
			"org.apache.catalina.realm.GSS_CREDENTIAL", "jakarta.servlet.request.X509Certificate" })
	void whenVariableIsUnknownThenItIsNoAttribute(String name) {
		SeenRequest seen = see(UwsgiPacket.get("/").var(name, "value"));
		assertThat(seen.attributes()).doesNotContainKey(name);
		assertThat(seen.attributes().values()).doesNotContain("value");
		// Attributes of the connector are there for those who know their names.
		assertThat(attributes(server(), name)).isEqualTo("null");
	}

	@Test
	void whenVariableSetsEnvironmentOrPropertiesThenNothingHappens() {
		see(UwsgiPacket.get("/").var("UWSGI_SETENV", "UWSGI4J_PROBE=1"));
		assertThat(System.getenv("UWSGI4J_PROBE")).isNull();
		assertThat(System.getProperty("UWSGI4J_PROBE")).isNull();
	}

	@Test
	void whenPostFileIsNamedThenBodyIsNotThatFile() {
		assertThat(see(UwsgiPacket.get("/").var("UWSGI_POSTFILE", "/etc/hostname")).contentLength()).isEqualTo(-1);
	}

	@Test
	void whenVariableMatchesAllowedVarsThenItIsAnAttribute() {
		try (UwsgiServer other = UwsgiServer.start(this.transport, (protocol) -> protocol.setAllowedVars("GEO_.*"))) {
			assertThat(attributes(other, "GEO_COUNTRY")).isEqualTo("value");
			assertThat(attributes(other, "GEO")).isEqualTo("null");
			assertThat(attributes(other, "XGEO_COUNTRY")).isEqualTo("null");
			assertThat(attributes(other, "UWSGI_FILE")).isEqualTo("null");
		}
	}

	@Test
	void whenRemoteUserIsNotTrustedThenThereIsNone() {
		SeenRequest seen = see(UwsgiPacket.get("/").var("REMOTE_USER", "admin").var("AUTH_TYPE", "Basic"));
		assertThat(seen.remoteUser()).isNull();
		assertThat(seen.principal()).isNull();
		assertThat(seen.authType()).isNull();
	}

	@Test
	void whenRemoteUserIsTrustedThenItIsThePrincipal() {
		try (UwsgiServer other = UwsgiServer.start(this.transport, (protocol) -> protocol.setTrustRemoteUser(true))) {
			other.handle((request, response) -> response.getWriter()
				.print(request.getRemoteUser() + " " + request.getUserPrincipal() + " " + request.getAuthType()));
			UwsgiPacket packet = UwsgiPacket.get("/").var("REMOTE_USER", "admin").var("AUTH_TYPE", "Basic");
			assertThat(other.client().exchange(packet).text()).startsWith("admin ")
				.contains("admin")
				.endsWith(" Basic");
			assertThat(other.client().exchange(UwsgiPacket.get("/")).text()).isEqualTo("null null null");
			assertThat(other.client().exchange(UwsgiPacket.get("/").var("REMOTE_USER", "")).text())
				.isEqualTo("null null null");
		}
	}

	@Test
	void whenRemoteUserComesAsAHeaderThenItIsNoUser() {
		try (UwsgiServer other = UwsgiServer.start(this.transport, (protocol) -> protocol.setTrustRemoteUser(true))) {
			other.handle((request, response) -> response.getWriter().print(request.getRemoteUser()));
			assertThat(other.client().exchange(UwsgiPacket.get("/").header("Remote-User", "admin")).text())
				.isEqualTo("null");
		}
	}

	private static String attributes(UwsgiServer server, String name) {
		server.handle((request, response) -> response.getWriter().print(request.getAttribute(name)));
		return server.client().exchange(UwsgiPacket.get("/").var(name, "value")).text();
	}

}
