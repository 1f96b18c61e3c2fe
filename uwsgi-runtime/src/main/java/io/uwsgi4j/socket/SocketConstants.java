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
 * Socket options and values of Linux that Netty has no name for. They are the same on all
 * architectures that Netty's native epoll is built for.
 */
final class SocketConstants {

	/**
	 * Most bytes of a unix socket's path: {@code sun_path} has 108, the last is NUL.
	 */
	static final int MAX_PATH_BYTES = 107;

	/**
	 * Most bytes of an abstract name: the first of {@code sun_path} is NUL, and Netty
	 * does not take all of the other 107 (it then looks for a NUL behind the last).
	 */
	static final int MAX_ABSTRACT_NAME_BYTES = 106;

	static final int AF_UNIX = 1;

	static final int AF_INET = 2;

	static final int AF_INET6 = 10;

	static final int SOCK_STREAM = 1;

	static final int SOL_SOCKET = 1;

	static final int SO_TYPE = 3;

	static final int SO_PEERCRED = 17;

	static final int SO_RCVTIMEO = 20;

	static final int SO_ACCEPTCONN = 30;

	static final int SO_DOMAIN = 39;

	static final int IPPROTO_TCP = 6;

	static final int TCP_DEFER_ACCEPT = 9;

	private SocketConstants() {
	}

}
