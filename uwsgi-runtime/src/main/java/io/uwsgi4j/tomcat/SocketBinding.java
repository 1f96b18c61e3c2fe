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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.uwsgi4j.socket.ListenerSocket;
import io.uwsgi4j.socket.UwsgiAddress;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;

/**
 * Binds all sockets of a connector, or none.
 */
final class SocketBinding {

	private static final Log log = LogFactory.getLog(UwsgiEndpoint.class);

	private SocketBinding() {
	}

	static List<ListenerSocket> bindAll(ConnectorSettings settings) throws IOException {
		List<ListenerSocket> bound = new ArrayList<>();
		try {
			for (UwsgiAddress address : settings.getAddresses()) {
				bound.add(ListenerSocket.bind(address, settings.getListenOptions()));
			}
		}
		catch (IOException | RuntimeException ex) {
			bound.forEach(ListenerSocket::close);
			throw ex;
		}
		for (int i = 0; i < bound.size(); i++) {
			ListenerSocket listener = bound.get(i);
			log.info("uwsgi socket " + i + (listener.isInherited() ? " " : " bound to ") + listener.describe());
		}
		return List.copyOf(bound);
	}

}
