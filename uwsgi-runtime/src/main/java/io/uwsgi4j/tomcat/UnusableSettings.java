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
		for (UwsgiAddress address : settings.getAddresses()) {
			if (isOpenToTheNetwork(address, settings)) {
				throw openToTheNetwork("uwsgi.socket", address,
						"A uwsgi peer is believed what it says about its clients. Set uwsgi.allow-from to the "
								+ "addresses of your proxies");
			}
		}
		return peers(settings);
	}

	/**
	 * Checks that the stats server is not open to the network by accident.
	 * @param address where it is to listen
	 * @param settings the settings of the connector
	 * @throws UwsgiConfigurationException if it is open
	 */
	static void checkStats(UwsgiAddress address, ConnectorSettings settings) {
		if (isOpenToTheNetwork(address, settings)) {
			throw openToTheNetwork("uwsgi.stats", address,
					"Statistics tell what is in running requests. Set uwsgi.allow-from to the addresses of your "
							+ "proxies and of those who may read statistics");
		}
	}

	static PeerPolicy peers(ConnectorSettings settings) {
		PeerPolicy configured = settings.getPeerPolicy();
		return (configured != null) ? configured : PeerPolicy.allowing(PeerPolicy.LOOPBACK);
	}

	private static boolean isOpenToTheNetwork(UwsgiAddress address, ConnectorSettings settings) {
		return settings.getPeerPolicy() == null && address instanceof TcpAddress tcp && !tcp.isLoopback();
	}

	static UwsgiConfigurationException noNativeEpoll(@Nullable Throwable cause) {
		String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
		String reason = (cause != null) ? " (" + rootMessage(cause) + ")" : "";
		return new UwsgiConfigurationException(
				"The native epoll transport is not available on this platform, %s%s.".formatted(platform, reason),
				isNotExecutable(reason)
						? "Netty unpacks its library in the directory for temporary files, which is mounted with noexec. "
								+ "Mount it with exec, as in 'docker run --tmpfs /tmp:exec', or name another one with "
								+ "-Dio.netty.native.workdir."
						: "Run on Linux with glibc on x86_64, aarch64 or riscv64, or set uwsgi.enabled=false to serve "
								+ "plain HTTP instead.",
				cause);
	}

	// What the dynamic linker says about a library on a file system mounted with noexec.
	private static boolean isNotExecutable(String reason) {
		return reason.contains("failed to map segment from shared object");
	}

	private static UwsgiConfigurationException openToTheNetwork(String property, UwsgiAddress address, String action) {
		return new UwsgiConfigurationException(
				"%s '%s' can be reached from the network, and uwsgi.allow-from does not say by whom."
					.formatted(property, address),
				action + ", or bind to 127.0.0.1 or to a unix socket.", null);
	}

	private static String rootMessage(Throwable cause) {
		Throwable root = cause;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return String.valueOf(root.getMessage());
	}

}
