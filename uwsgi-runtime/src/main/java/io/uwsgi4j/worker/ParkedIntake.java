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

package io.uwsgi4j.worker;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The intake of a core that takes no connections itself: it only waits to be woken.
 */
final class ParkedIntake implements Intake {

	private final Thread thread;

	ParkedIntake(Thread thread) {
		this.thread = thread;
	}

	@Override
	public void join() {
		throw new IllegalStateException("There is no listen queue to join");
	}

	@Override
	public void leave() {
		throw new IllegalStateException("There is no listen queue to leave");
	}

	@Override
	public @Nullable Runnable take() {
		return null;
	}

	@Override
	public boolean await(long nanos) {
		LockSupport.parkNanos(this, nanos);
		return false;
	}

	@Override
	public void wakeUp() {
		LockSupport.unpark(this.thread);
	}

	@Override
	public void close() {
	}

}
