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

package io.uwsgi4j.socket;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;

import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fails a test class that leaves sockets open.
 */
class NoSocketLeak implements BeforeAllCallback, AfterAllCallback {

	private Map<Integer, String> before = Map.of();

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		Epoll.ensureAvailability();
		// the JDK keeps a socket for itself from the first one it closes
		try (ServerSocket server = new ServerSocket(0); Socket client = new Socket()) {
			client.connect(server.getLocalSocketAddress());
		}
		this.before = Descriptors.openSockets();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		assertThat(Descriptors.openedSince(this.before)).isEmpty();
	}

}
