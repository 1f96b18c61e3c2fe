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

import java.util.OptionalInt;

/**
 * Refuses a backlog that the kernel would silently cut.
 */
final class Backlog {

	private Backlog() {
	}

	static void check(UwsgiAddress address, int backlog) throws SocketBindException {
		OptionalInt limit = ProcFs.somaxconn();
		if (limit.isPresent() && backlog > limit.getAsInt()) {
			throw new SocketBindException(address,
					"cannot bind " + address + ": Listen queue size is greater than the system max net.core.somaxconn ("
							+ limit.getAsInt() + "): uwsgi.listen is " + backlog,
					"Set uwsgi.listen to at most " + limit.getAsInt() + ", or raise the limit with 'sysctl -w"
							+ " net.core.somaxconn=" + backlog + "' (in a container: in its network namespace).",
					null);
		}
	}

}
