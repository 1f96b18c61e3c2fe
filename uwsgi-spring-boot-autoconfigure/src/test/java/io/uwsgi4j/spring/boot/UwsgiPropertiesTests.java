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

import java.time.Duration;
import java.util.List;

import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.tomcat.UwsgiProtocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.junit.jupiter.api.Test;

import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UwsgiProperties}.
 */
class UwsgiPropertiesTests {

	@Test
	void withoutSocketIsNotActive() {
		assertThat(bind().active()).isFalse();
		assertThat(bind("uwsgi.socket=").active()).isFalse();
		assertThat(bind("uwsgi.socket=,").active()).isFalse();
	}

	@Test
	void withSocketIsActiveUnlessDisabled() {
		assertThat(bind("uwsgi.socket=/run/app.sock").active()).isTrue();
		assertThat(bind("uwsgi.socket=/run/app.sock", "uwsgi.enabled=false").active()).isFalse();
	}

	@Test
	void defaults() {
		UwsgiProperties properties = bind();
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.http()).isNull();
		assertThat(properties.protocol()).isEqualTo("uwsgi");
		assertThat(properties.chownSocket()).isNull();
		assertThat(properties.threads()).isNull();
		assertThat(properties.allowedVars()).isNull();
	}

	@Test
	void defaultsAreThoseOfTheProtocolHandler() {
		UwsgiProperties properties = bind();
		UwsgiProtocol protocol = new UwsgiProtocol();
		assertThat(properties.listen()).isEqualTo(protocol.getListen());
		assertThat(properties.chmodSocket()).isEqualTo(protocol.getChmodSocket());
		assertThat(properties.chownSocket()).isEqualTo(protocol.getChownSocket());
		assertThat(properties.vacuum()).isEqualTo(protocol.isVacuum());
		assertThat(properties.reusePort()).isEqualTo(protocol.isReusePort());
		assertThat(properties.soKeepalive()).isEqualTo(protocol.isSoKeepalive());
		assertThat(properties.deferAccept()).isEqualTo(protocol.isDeferAccept());
		assertThat(properties.bufferSize()).isEqualTo(DataSize.ofBytes(protocol.getBufferSize()));
		assertThat(properties.maxVars()).isEqualTo(protocol.getMaxVars());
		assertThat(properties.limitPost()).isEqualTo(DataSize.ofBytes(protocol.getLimitPost()));
		assertThat(properties.postBuffering()).isEqualTo(DataSize.ofBytes(protocol.getPostBuffering()));
		assertThat(properties.socketTimeout()).hasSeconds(protocol.getSocketTimeout());
		assertThat(properties.harakiri()).hasSeconds(protocol.getHarakiri());
		assertThat(properties.harakiriVerbose()).isEqualTo(protocol.isHarakiriVerbose());
		assertThat(properties.harakiriGracefulTimeout()).hasSeconds(protocol.getHarakiriGracefulTimeout());
		assertThat(properties.maxConnectionsPerPeer()).isEqualTo(protocol.getMaxConnectionsPerPeer());
		assertThat(properties.maxIncompletePerPeer()).isEqualTo(protocol.getMaxIncompletePerPeer());
		assertThat(properties.trustRemoteUser()).isEqualTo(protocol.isTrustRemoteUser());
		assertThat(properties.allowedVars()).isEqualTo(protocol.getAllowedVars());
		assertThat(properties.allowFrom()).isEqualTo(PeerPolicy.LOOPBACK);
	}

	@Test
	void defaultHttpTimeoutIsThatOfTomcat() {
		assertThat(bind().httpTimeout()).hasMillis(new Http11NioProtocol().getConnectionTimeout());
		assertThat(new TomcatServerProperties().getConnectionTimeout()).isNull();
	}

	@Test
	void defaultNumberOfThreadsIsThatOfTomcat() {
		assertThat(new UwsgiProtocol().getMaxThreads()).isEqualTo(new TomcatServerProperties().getThreads().getMax());
	}

	@Test
	void numbersHaveTheUnitsOfUwsgi() {
		UwsgiProperties properties = bind("uwsgi.buffer-size=8192", "uwsgi.limit-post=100", "uwsgi.socket-timeout=4",
				"uwsgi.http-timeout=5");
		assertThat(properties.bufferSize()).isEqualTo(DataSize.ofBytes(8192));
		assertThat(properties.limitPost()).isEqualTo(DataSize.ofBytes(100));
		assertThat(properties.socketTimeout()).isEqualTo(Duration.ofSeconds(4));
		assertThat(properties.httpTimeout()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void unitsCanBeSpelledOut() {
		UwsgiProperties properties = bind("uwsgi.buffer-size=8KB", "uwsgi.limit-post=10MB", "uwsgi.socket-timeout=2m");
		assertThat(properties.bufferSize()).isEqualTo(DataSize.ofKilobytes(8));
		assertThat(properties.limitPost()).isEqualTo(DataSize.ofMegabytes(10));
		assertThat(properties.socketTimeout()).isEqualTo(Duration.ofMinutes(2));
	}

	@Test
	void socketsAreSeparatedByCommasOrNumbered() {
		assertThat(bind("uwsgi.socket=/run/a.sock, 127.0.0.1:3031").socket()).containsExactly("/run/a.sock",
				"127.0.0.1:3031");
		assertThat(bind("uwsgi.socket[0]=/run/a.sock", "uwsgi.socket[1]=[::1]:3031").socket())
			.containsExactly("/run/a.sock", "[::1]:3031");
	}

	@Test
	void environmentVariablesAreBound() {
		UwsgiProperties properties = TestEnvironments.bind(TestEnvironments.variables("UWSGI_SOCKET=/run/a.sock",
				"UWSGI_BUFFER_SIZE=4096", "UWSGI_CHMOD_SOCKET=666", "UWSGI_ALLOW_FROM=10.0.0.0/8,::1",
				"UWSGI_ALLOW_UIDS=33, 1000", "UWSGI_ALLOW_GIDS=44", "UWSGI_SECRET=correct horse"));
		assertThat(properties.socket()).containsExactly("/run/a.sock");
		assertThat(properties.bufferSize()).isEqualTo(DataSize.ofBytes(4096));
		assertThat(properties.chmodSocket()).isEqualTo("666");
		assertThat(properties.allowFrom()).containsExactly("10.0.0.0/8", "::1");
		assertThat(properties.allowUids()).containsExactly(33, 1000);
		assertThat(properties.allowGids()).containsExactly(44);
		assertThat(properties.secret()).isNotNull();
		assertThat(properties).asString().doesNotContain("horse");
	}

	@Test
	void variablesOfKubernetesServicesAreNotBound() {
		UwsgiProperties properties = TestEnvironments.bind(TestEnvironments.variables("UWSGI_PORT=tcp://10.0.0.1:3031",
				"UWSGI_SERVICE_HOST=10.0.0.1", "UWSGI_SERVICE_PORT=3031", "UWSGI_PORT_3031_TCP=tcp://10.0.0.1:3031",
				"UWSGI_SOCKET_PORT=tcp://10.0.0.1:3031", "UWSGI_SOCKET_PORT_3031_TCP_ADDR=10.0.0.1",
				"UWSGI_HTTP_PORT=tcp://10.0.0.1:3031", "UWSGI_HTTP_SERVICE_HOST=10.0.0.1"));
		assertThat(properties).isEqualTo(bind());
	}

	@Test
	void blankValuesCountAsNotSet() {
		UwsgiProperties properties = bind("uwsgi.http= ", "uwsgi.chown-socket=", "uwsgi.allowed-vars=",
				"uwsgi.allow-from=", "uwsgi.threads=", "uwsgi.limit-post=", "uwsgi.socket-timeout=");
		assertThat(properties).isEqualTo(bind());
		assertThat(properties.allowFrom()).isEqualTo(List.of("127.0.0.0/8", "::1/128"));
	}

	private static UwsgiProperties bind(String... pairs) {
		return TestEnvironments.bind(TestEnvironments.properties(pairs));
	}

}
