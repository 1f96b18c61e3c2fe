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

import io.uwsgi4j.policy.PeerPolicy;
import io.uwsgi4j.socket.TcpAddress;
import io.uwsgi4j.socket.UwsgiAddress;
import org.jspecify.annotations.Nullable;

/**
 * Settings with which the connector refuses to start rather than do harm.
 */
final class UnusableSettings {

	private UnusableSettings() {
	}

	/**
	 * Checks that no socket is open to the network by accident.
	 * @param settings the settings of the connector
	 * @return who may connect
	 * @throws UwsgiConfigurationException if there is no socket, or one that is open
	 */
	static PeerPolicy check(ConnectorSettings settings) {
		if (settings.getAddresses().isEmpty()) {
			throw new UwsgiConfigurationException("The uwsgi connector has no socket.",
					"Set uwsgi.socket to a path such as /run/app.sock, or to host:port.", null);
		}
		PeerPolicy configured = settings.getPeerPolicy();
		if (configured != null) {
			return configured;
		}
		for (UwsgiAddress address : settings.getAddresses()) {
			if (address instanceof TcpAddress tcp && !tcp.isLoopback()) {
				throw openToTheNetwork(tcp);
			}
		}
		return PeerPolicy.allowing(PeerPolicy.LOOPBACK);
	}

	static UwsgiConfigurationException noNativeEpoll(@Nullable Throwable cause) {
		String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
		String reason = (cause != null) ? " (" + rootMessage(cause) + ")" : "";
		return new UwsgiConfigurationException(
				"The native epoll transport is not available on this platform, %s%s.".formatted(platform, reason),
				"Run on Linux with glibc on x86_64, aarch64 or riscv64, or set uwsgi.enabled=false to serve plain "
						+ "HTTP instead.",
				cause);
	}

	private static UwsgiConfigurationException openToTheNetwork(TcpAddress address) {
		return new UwsgiConfigurationException(
				"uwsgi.socket '%s' can be reached from the network, and uwsgi.allow-from does not say by whom."
					.formatted(address),
				"A uwsgi peer is believed what it says about its clients. Set uwsgi.allow-from to the addresses of "
						+ "your proxies, or bind to 127.0.0.1 or to a unix socket.",
				null);
	}

	private static String rootMessage(Throwable cause) {
		Throwable root = cause;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return String.valueOf(root.getMessage());
	}

}
