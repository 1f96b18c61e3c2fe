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

import io.netty.channel.epoll.EpollIoOps;

/**
 * Translates between what somebody waits for and what epoll calls it.
 */
final class ReadinessEvents {

	/**
	 * Interest in bytes to read, or in the end of the stream.
	 */
	static final int READ = 1;

	/**
	 * Interest in room for bytes to write.
	 */
	static final int WRITE = 1 << 1;

	// Each registration is good for one event: a hang-up is reported whether asked for or
	// not, and would otherwise be reported over and over.
	private static final int EPOLLONESHOT = 1 << 30;

	// Not among Netty's constants.
	private static final int EPOLLHUP = 1 << 4;

	private static final EpollIoOps[] ONE_SHOT = oneShot();

	private ReadinessEvents() {
	}

	/**
	 * Returns what asks the event loop for one event.
	 * @param interest {@link #READ}, {@link #WRITE}, both or none
	 * @return the operations of a registration
	 */
	static EpollIoOps oneShot(int interest) {
		return ONE_SHOT[interest];
	}

	/**
	 * Returns what asks an epoll set for events.
	 * @param interest {@link #READ} or {@link #WRITE}
	 * @return the events
	 */
	static int events(int interest) {
		return (interest == READ) ? EpollSet.IN : EpollSet.OUT;
	}

	/**
	 * Returns which interests an event answers.
	 * @param ops what the event loop reports
	 * @return {@link #READ}, {@link #WRITE}, both or none
	 */
	static int readiness(EpollIoOps ops) {
		int broken = (ops.contains(EpollIoOps.EPOLLERR) || (ops.value() & EPOLLHUP) != 0) ? READ | WRITE : 0;
		int read = ops.contains(EpollIoOps.EPOLLIN) ? READ : 0;
		int write = ops.contains(EpollIoOps.EPOLLOUT) ? WRITE : 0;
		return broken | read | write;
	}

	private static EpollIoOps[] oneShot() {
		EpollIoOps[] ops = new EpollIoOps[4];
		int in = EpollIoOps.EPOLLIN.value();
		int out = EpollIoOps.EPOLLOUT.value();
		ops[0] = EpollIoOps.valueOf(EPOLLONESHOT);
		ops[READ] = EpollIoOps.valueOf(EPOLLONESHOT | in);
		ops[WRITE] = EpollIoOps.valueOf(EPOLLONESHOT | out);
		ops[READ | WRITE] = EpollIoOps.valueOf(EPOLLONESHOT | in | out);
		return ops;
	}

}
