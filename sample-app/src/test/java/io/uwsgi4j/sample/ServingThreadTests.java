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

package io.uwsgi4j.sample;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServingThread}.
 */
class ServingThreadTests {

	@ParameterizedTest
	@CsvSource({ "uwsgi-epoll-unix:/run/a-core-1/app.sock-core-12, 12, unix:/run/a-core-1/app.sock",
			"uwsgi-epoll-127.0.0.1:3031-core-0, 0, 127.0.0.1:3031", "http-nio-127.0.0.1-8080-exec-3, 3, 127.0.0.1-8080",
			"main, main, ''" })
	void whenThreadBelongsToAConnectorThenCoreAndSocketAreTold(String name, String core, String socket) {
		assertThat(ServingThread.of(name)).isEqualTo(new ServingThread(core, socket));
	}

}
