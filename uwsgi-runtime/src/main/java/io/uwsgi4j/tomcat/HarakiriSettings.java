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

import java.time.Duration;

/**
 * When requests are given up.
 *
 * @param limit how long a request may take, zero for as long as it likes
 * @param verbose whether to log where its thread is
 * @param gracefulTimeout how long a thread may go on after that until the worker counts
 * as damaged
 */
record HarakiriSettings(Duration limit, boolean verbose, Duration gracefulTimeout) {

	HarakiriSettings {
		if (limit.isNegative()) {
			throw new IllegalArgumentException("harakiri: %ds (expected: >= 0)".formatted(limit.toSeconds()));
		}
		if (gracefulTimeout.isNegative()) {
			throw new IllegalArgumentException(
					"harakiri-graceful-timeout: %ds (expected: >= 0)".formatted(gracefulTimeout.toSeconds()));
		}
	}

	static HarakiriSettings defaults() {
		return new HarakiriSettings(Duration.ZERO, false, Duration.ofSeconds(10));
	}

	HarakiriSettings withLimit(Duration limit) {
		return new HarakiriSettings(limit, this.verbose, this.gracefulTimeout);
	}

	HarakiriSettings withVerbose(boolean verbose) {
		return new HarakiriSettings(this.limit, verbose, this.gracefulTimeout);
	}

	HarakiriSettings withGracefulTimeout(Duration gracefulTimeout) {
		return new HarakiriSettings(this.limit, this.verbose, gracefulTimeout);
	}

}
