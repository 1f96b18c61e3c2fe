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

package io.uwsgi4j.test;

import java.io.IOException;

/**
 * Where a server is told to listen.
 *
 * @param setting what the server's configuration says
 * @param peer what a client connects to, {@code null} if the server chooses
 * @param owned the socket that was bound beforehand, {@code null} if the server binds
 */
record ListeningSocket(String setting, String peer, OwnedSocket owned) implements AutoCloseable {

	@Override
	public void close() throws IOException {
		if (this.owned != null) {
			this.owned.close();
		}
	}

}
