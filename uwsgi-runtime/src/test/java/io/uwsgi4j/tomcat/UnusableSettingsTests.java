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

import java.util.List;

import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.socket.UwsgiAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnusableSettings}.
 */
class UnusableSettingsTests {

	private final ConnectorSettings settings = new ConnectorSettings();

	@ParameterizedTest
	@ValueSource(strings = { ":3031", "0.0.0.0:3031", "192.0.2.1:3031", "[::]:3031" })
	void whenSocketIsOpenToTheNetworkThenAllowFromIsRequired(String address) {
		this.settings.setAddresses(List.of(UwsgiAddress.parse("/run/app.sock"), UwsgiAddress.parse(address)));
		assertThatExceptionOfType(UwsgiConfigurationException.class)
			.isThrownBy(() -> UnusableSettings.check(this.settings))
			.satisfies((ex) -> {
				assertThat(ex.description()).contains("uwsgi.socket '" + UwsgiAddress.parse(address) + "'");
				assertThat(ex.action()).contains("uwsgi.allow-from");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1:3031", "[::1]:3031", "localhost:3031", "/run/app.sock", "@app", "fd://3" })
	void whenSocketIsLocalThenLoopbackMayConnect(String address) {
		this.settings.setAddresses(List.of(UwsgiAddress.parse(address)));
		assertThat(UnusableSettings.check(this.settings)).hasToString("127.0.0.0/8,::1/128");
	}

	@Test
	void whenAllowFromIsSetThenItCounts() {
		this.settings.setAddresses(List.of(UwsgiAddress.parse(":3031")));
		this.settings.setPeerPolicy(PeerPolicy.allowing(List.of("10.0.0.0/8")));
		assertThat(UnusableSettings.check(this.settings)).hasToString("10.0.0.0/8");
	}

	@Test
	void whenThereIsNoSocketThenTheMessageNamesTheProperty() {
		assertThatExceptionOfType(UwsgiConfigurationException.class)
			.isThrownBy(() -> UnusableSettings.check(this.settings))
			.withMessageContaining("uwsgi.socket");
	}

	@Test
	void whenNativeEpollIsMissingThenTheMessageSaysWhereItIsAndWhatElseWorks() {
		UwsgiConfigurationException ex = UnusableSettings
			.noNativeEpoll(new UnsatisfiedLinkError("no netty_transport_native_epoll"));
		assertThat(ex.description()).contains("native epoll")
			.contains(System.getProperty("os.arch"))
			.contains("no netty_transport_native_epoll");
		assertThat(ex.action()).contains("Linux").contains("uwsgi.enabled=false");
	}

	@Test
	void whenTheLibraryIsOnAFileSystemWithoutExecutionThenTheMessageSaysHowToMoveIt() {
		UwsgiConfigurationException ex = UnusableSettings.noNativeEpoll(new UnsatisfiedLinkError(
				"/tmp/libnetty_transport_native_epoll_x86_64.so: failed to map segment from shared object"));
		assertThat(ex.action()).contains("noexec").contains("-Dio.netty.native.workdir").doesNotContain("glibc");
	}

}
