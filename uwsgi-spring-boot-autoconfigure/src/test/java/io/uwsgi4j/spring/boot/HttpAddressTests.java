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

package io.uwsgi4j.spring.boot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HttpAddress}.
 */
class HttpAddressTests {

	@ParameterizedTest
	@CsvSource({ "8080,'',8080", "0,'',0", "65535,'',65535", ":8080,'',8080", "127.0.0.1:8080,127.0.0.1,8080",
			"www.example:80,www.example,80", "[::1]:8080,::1,8080" })
	void hostAndPort(String text, String host, int port) {
		assertThat(HttpAddress.parse(text).host()).isEqualTo(host);
		assertThat(HttpAddress.parse(text).port()).isEqualTo(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "65536", "99999999999", "-1", ":", "host", "host:", "host:http", "/run/http.sock",
			"unix:/run/http.sock", "@http", "fd://3", "::1:8080", "" })
	void others(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> HttpAddress.parse(text));
	}

	@Test
	void unixSocketIsRefusedWithTheFormsThatAreAccepted() {
		assertThatIllegalArgumentException().isThrownBy(() -> HttpAddress.parse("/run/http.sock"))
			.withMessageContaining("port, :port, host:port or [v6]:port");
	}

}
