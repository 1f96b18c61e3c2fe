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

package io.uwsgi4j.spring.boot.test;

import io.uwsgi4j.test.UwsgiClient;
import io.uwsgi4j.test.UwsgiPacket;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user's test that wants uwsgi.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "uwsgi.socket=127.0.0.1:0")
class InlinedSocketApplicationTests {

	@LocalServerPort
	private int port;

	@Test
	void applicationIsCalledOverUwsgi() {
		UwsgiClient client = new UwsgiClient("127.0.0.1:" + this.port);
		assertThat(client.exchange(UwsgiPacket.get("/")).text()).isEqualTo("hello");
	}

}
