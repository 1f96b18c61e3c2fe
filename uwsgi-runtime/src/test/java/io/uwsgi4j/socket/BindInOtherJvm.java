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

/**
 * Prints why a socket cannot be bound, in a JVM of its own.
 */
public final class BindInOtherJvm {

	private BindInOtherJvm() {
	}

	public static void main(String[] args) {
		try (ListenerSocket listener = ListenerSocket.bind(UwsgiAddress.parse("/tmp/never.sock"),
				ListenOptions.defaults())) {
			System.out.println("bound " + listener.describe());
		}
		catch (SocketBindException ex) {
			System.out.println(ex.description());
			System.out.println(ex.action());
		}
	}

}
